"""An exception from a rule: granted for some days, for a reason, by somebody."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from people.models import Person, Program
from scheduling.models.rotation import Rotation


class WaiverQuerySet(models.QuerySet["Waiver"]):
    """Waivers, by the days on which they hold."""

    def standing(self) -> "WaiverQuerySet":
        """Those that were not revoked."""
        return self.filter(revoked_at=None)

    def overlapping(self, first_day: date, last_day: date) -> "WaiverQuerySet":
        return self.filter(starts_on__lte=last_day, ends_on__gte=first_day)


class Waiver(models.Model):
    """For the whole program, a rotation, a person, or a person on a rotation."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="waivers")
    code = models.CharField("rule", max_length=40)
    parameters = models.JSONField(
        default=dict, blank=True, help_text="What holds instead. Empty: the rule is set aside."
    )
    rotation = models.ForeignKey(
        Rotation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="waivers",
        help_text="Empty: every rotation.",
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="waivers",
        help_text="Empty: everybody.",
    )
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="The last day on which it holds.")
    approved_by = models.CharField(
        max_length=200, help_text="Who approved it: a person, or bodies such as the GMEC."
    )
    reason = models.TextField()
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = WaiverQuerySet.as_manager()

    class Meta:
        ordering = ["program", "-starts_on", "code", "pk"]
        constraints = [
            models.CheckConstraint(
                name="waiver_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message="A waiver cannot end before it starts.",
            ),
            models.CheckConstraint(
                name="waiver_has_a_reason",
                condition=~Q(reason="") & ~Q(approved_by=""),
                violation_error_message="Say who approved the waiver, and why.",
            ),
            models.CheckConstraint(
                name="waiver_revoked_by_somebody",
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                violation_error_message="Who revoked a waiver, and when, go together.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}, {self.starts_on} to {self.ends_on}"

    def clean(self) -> None:
        """The rotation is one of the same program's."""
        if self.program_id and self.rotation and self.rotation.program_id != self.program_id:
            raise ValidationError(
                {"rotation": f"{self.rotation} is not a rotation of {self.program}."},
                code="rotation_of_another_program",
            )
