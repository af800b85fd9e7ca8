"""Schedules that a solve found to choose from."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from scheduling.models.run import SolverRun


class Alternative(models.Model):
    """One of the schedules of a solve: who does what, and what it is compared by."""

    run = models.ForeignKey(SolverRun, models.CASCADE, related_name="alternatives")
    number = models.PositiveSmallIntegerField(help_text="1 is the one found first.")
    pairs = models.JSONField(help_text="Person and duty, as the engine names them.")
    measures = models.JSONField(help_text="Costs, shares of call, wishes, changes, distances.")
    chosen_at = models.DateTimeField(null=True, blank=True)
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["run", "number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="alternative_once_per_number"),
            models.UniqueConstraint(
                fields=["run"],
                condition=Q(chosen_at__isnull=False),
                name="one_alternative_of_a_run_is_chosen",
            ),
            models.CheckConstraint(
                condition=Q(chosen_at__isnull=True, chosen_by__isnull=True)
                | Q(chosen_at__isnull=False, chosen_by__isnull=False),
                name="alternative_chosen_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"Schedule {self.number}"
