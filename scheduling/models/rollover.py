"""The turn of a program's year: what was chosen, what it made, and whether it was taken back."""

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from people.models import Program


def nothing_made() -> dict[str, Any]:
    return {"created": [], "roles": []}


class Rollover(models.Model):
    """Planned, then applied at once; undone as long as nothing rests on what it made."""

    class Status(models.TextChoices):
        PLANNED = "planned", "planned"
        APPLIED = "applied", "applied"
        UNDONE = "undone", "undone"
        DISCARDED = "discarded", "discarded"

    program = models.ForeignKey(Program, models.PROTECT, related_name="rollovers")
    year = models.PositiveSmallIntegerField(
        "into",
        validators=[MinValueValidator(2001), MaxValueValidator(2100)],
        help_text="The academic year that begins, named by the year in which it starts.",
    )
    status = models.CharField(max_length=9, choices=Status, default=Status.PLANNED)
    choices = models.JSONField(
        default=dict, blank=True, encoder=DjangoJSONEncoder, help_text="What was decided by hand."
    )
    made = models.JSONField(
        default=nothing_made,
        blank=True,
        encoder=DjangoJSONEncoder,
        help_text="The rows that it made and how they were, and the roles that it ended.",
    )
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["program", "-year", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "year"],
                condition=Q(status="planned"),
                name="rollover_planned_once",
                violation_error_message="The turn of this year is being planned already.",
            ),
            models.CheckConstraint(
                name="rollover_applied_by_somebody",
                condition=Q(status__in=["planned", "discarded"], applied_at=None, applied_by=None)
                | Q(
                    status__in=["applied", "undone"],
                    applied_at__isnull=False,
                    applied_by__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="rollover_undone_by_somebody",
                condition=Q(status="undone", undone_at__isnull=False, undone_by__isnull=False)
                | ~Q(status="undone") & Q(undone_at=None, undone_by=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.program}, into {self.label}"

    @property
    def label(self) -> str:
        return _label(self.year)

    @property
    def label_before(self) -> str:
        """Of the year that ends."""
        return _label(self.year - 1)


def _label(year: int) -> str:
    return f"{year}-{(year + 1) % 100:02d}"
