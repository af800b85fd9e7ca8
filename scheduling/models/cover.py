"""What somebody took over because another was away, and whether it was made good."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from people.models import Absence, Person, Program
from scheduling.models.change import ChangeSet
from scheduling.models.repair import RepairRun


class CoverQuerySet(models.QuerySet["Cover"]):
    def standing(self) -> CoverQuerySet:
        """Without those that were taken back with their change of the schedule."""
        return self.filter(change_set__undone_by=None)

    def owed(self) -> CoverQuerySet:
        return self.standing().filter(state=Cover.State.OWED)


class Cover(models.Model):
    """One duty that one person has more than before, and why."""

    class State(models.TextChoices):
        OWED = "owed", "To be made good"
        REPAID = "repaid", "Made good"
        REPAYS = "repays", "Makes good an earlier one"
        WAIVED = "waived", "Not to be made good"

    program = models.ForeignKey(Program, models.PROTECT, related_name="covers")
    absence = models.ForeignKey(Absence, models.PROTECT, related_name="covers")
    run = models.ForeignKey(RepairRun, models.PROTECT, related_name="covers")
    change_set = models.ForeignKey(ChangeSet, models.PROTECT, related_name="covers")
    covered_by = models.ForeignKey(Person, models.PROTECT, related_name="covers_given")
    covered_for = models.ForeignKey(Person, models.PROTECT, related_name="covers_received")
    code = models.CharField(max_length=12, help_text="Of the call or the activity.")
    is_call = models.BooleanField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    activated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    activated_at = models.DateTimeField()
    state = models.CharField(max_length=6, choices=State, default=State.OWED)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_how = models.CharField(max_length=200, blank=True)
    repaid_with = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="repays"
    )

    objects = CoverQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-pk"]
        indexes = [models.Index(fields=["program", "state"], name="cover_by_state")]
        constraints = [
            models.CheckConstraint(
                name="cover_is_for_somebody_else", condition=~Q(covered_by=F("covered_for"))
            ),
            models.CheckConstraint(
                name="cover_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))
            ),
            models.CheckConstraint(
                name="cover_settled_says_by_whom",
                condition=Q(state__in=["owed", "repays"], settled_by=None, settled_at=None)
                | Q(
                    state__in=["repaid", "waived"],
                    settled_by__isnull=False,
                    settled_at__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}, {self.covered_by} for {self.covered_for}"

    @property
    def minutes(self) -> int:
        """Elapsed, whatever the clocks did."""
        return round((self.ends_at - self.starts_at).total_seconds() / 60)
