"""What a program lets its people trade, and who has to agree."""

from datetime import time

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from people.models import Program
from scheduling.models import Assignment, Rotation


class DutyKind(models.TextChoices):
    """What a duty is to those who trade it."""

    CALL = "call", "Calls"
    HALF_DAY = "half-day", "Half-days"
    WEEK = "week", "Weeks of attending"
    ROTATION = "rotation", "Rotations"


def all_kinds() -> list[str]:
    return list(DutyKind.values)


def kind_of(row: Assignment) -> DutyKind | None:
    """None for leave, which is asked for and not traded. Reads the rotation."""
    if row.kind == Assignment.Kind.LEAVE:
        return None
    if row.kind != Assignment.Kind.ROTATION:
        return DutyKind(row.kind)
    attending = row.rotation is not None and row.rotation.kind == Rotation.Kind.ATTENDING
    return DutyKind.WEEK if attending else DutyKind.ROTATION


class SwapPolicy(models.Model):
    """A program without a row of its own has what a new row would say."""

    class Approval(models.TextChoices):
        ALWAYS = "always", "Somebody approves every swap"
        IN_DOUBT = "in-doubt", "Somebody approves what comes at short notice or is advised against"
        NEVER = "never", "Whatever breaks no rule is carried out once everybody has agreed"

    class Deciders(models.TextChoices):
        OFFICE = "office", "Coordinators and directors"
        PLANNERS = "planners", "Chief residents as well"

    program = models.OneToOneField(Program, models.CASCADE, related_name="swap_policy")
    kinds = ArrayField(
        models.CharField(max_length=8, choices=DutyKind),
        default=all_kinds,
        blank=True,
        help_text="What may be traded. Nothing chosen: there are no swaps.",
    )
    approval = models.CharField(max_length=8, choices=Approval, default=Approval.IN_DOUBT)
    deciders = models.CharField(
        "who approves", max_length=8, choices=Deciders, default=Deciders.PLANNERS
    )
    gifts = models.BooleanField(
        "give-aways", default=True, help_text="A duty may be taken with nothing given for it."
    )
    open_pool = models.BooleanField(
        default=True, help_text="A duty may be offered to everybody, not to people by name only."
    )
    longest_ring = models.PositiveSmallIntegerField(
        default=4,
        validators=[MinValueValidator(2), MaxValueValidator(4)],
        help_text="People in one swap at most: 2 to 4.",
    )
    same_pgy = models.BooleanField(
        "same PGY only", default=False, help_text="Residents trade with those of their own PGY."
    )
    closes_hours = models.PositiveSmallIntegerField(
        default=48, help_text="So many hours before a duty starts it can be traded no more."
    )
    weeks_around = models.PositiveSmallIntegerField(
        default=8,
        validators=[MinValueValidator(1), MaxValueValidator(52)],
        help_text="How far from a duty others are looked for in exchange.",
    )
    undo_hours = models.PositiveSmallIntegerField(
        default=24, help_text="So many hours after a swap was carried out it can be undone."
    )
    waking_from = models.TimeField(default=time(7), help_text="Reminders come from this time on.")
    waking_until = models.TimeField(default=time(21))

    class Meta:
        verbose_name = "swap policy"
        verbose_name_plural = "swap policies"
        ordering = ["program"]
        constraints = [
            models.CheckConstraint(
                name="swap_ring_of_two_to_four",
                condition=Q(longest_ring__range=(2, 4)),
                violation_error_message="Two to four people take part in one swap.",
            ),
            models.CheckConstraint(
                name="swap_weeks_around_within_a_year",
                condition=Q(weeks_around__range=(1, 52)),
                violation_error_message="Others are looked for within 1 to 52 weeks.",
            ),
            models.CheckConstraint(
                name="swap_waking_hours_in_order",
                condition=Q(waking_from__lt=F("waking_until")),
                violation_error_message="Waking hours end after they begin.",
            ),
        ]

    def __str__(self) -> str:
        return f"Swaps in {self.program}"

    def clean(self) -> None:
        if not set(self.kinds) <= set(DutyKind.values):
            raise ValidationError({"kinds": f"Choose from {', '.join(DutyKind.values)}."})
