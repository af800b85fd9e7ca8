"""Which rule packs a program has chosen, and how it sets their rules."""

from django.db import models
from django.db.models import F, Q

from people.models import Program


class PackChoice(models.Model):
    """A pack that a program has chosen between two dates.

    Of a rule that is in several packs, the last one's entry holds. Those chosen together begin and
    end on the same days.
    """

    program = models.ForeignKey(Program, models.CASCADE, related_name="pack_choices")
    pack = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()
    effective_from = models.DateField(null=True, blank=True, help_text="Empty: from the beginning.")
    effective_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["program", F("effective_from").asc(nulls_first=True), "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "pack", "effective_from"],
                name="pack_chosen_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(effective_until__gte=F("effective_from")),
                name="pack_choice_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.pack


class RuleSetting(models.Model):
    """One rule's parameters and force in one program, between two dates."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="rule_settings")
    code = models.CharField(max_length=40)
    parameters = models.JSONField(default=dict, blank=True)
    weight = models.PositiveIntegerField(
        null=True, blank=True, help_text="Empty: must hold. A number: cost of each unit broken."
    )
    active = models.BooleanField(default=True)
    effective_from = models.DateField()
    effective_until = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["program", "code", "-effective_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "code", "effective_from"], name="rule_set_once_per_date"
            ),
            models.CheckConstraint(
                condition=Q(effective_until__gte=F("effective_from")),
                name="rule_setting_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.code
