"""Weeks in which one of the faculty attends on a service, and who does how many of them."""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from people.models import Enrolment
from scheduling.models.activity import Activity
from scheduling.models.call import CallType
from scheduling.models.rotation import Rotation

FRIDAY, SATURDAY = 5, 6


def nights_of_the_week() -> list[int]:
    return [FRIDAY, SATURDAY]


class AttendingWeek(models.Model):
    """How a service is attended: one person a week, some nights of call, a day to recover."""

    rotation = models.OneToOneField(
        Rotation, models.CASCADE, related_name="attending", help_text="Of the kind attending."
    )
    starts_weekday = models.PositiveSmallIntegerField(
        default=FRIDAY, help_text="Monday 1 to Sunday 7: the first day of each week."
    )
    gap_weeks = models.PositiveSmallIntegerField(
        default=1, help_text="Weeks that must lie between two weeks of a person."
    )
    spaced_weeks = models.PositiveSmallIntegerField(
        default=2, help_text="Weeks that should lie between them, if possible."
    )
    call_type = models.ForeignKey(
        CallType,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="attending",
        help_text="The call that goes with the week, on the nights named; empty: none.",
    )
    call_nights = ArrayField(
        models.PositiveSmallIntegerField(),
        default=nights_of_the_week,
        blank=True,
        help_text="Monday 1 to Sunday 7: nights taken by whoever attends.",
    )
    recovery = models.ForeignKey(
        Activity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="What the day after the week is for; empty: works as usual.",
    )

    class Meta:
        ordering = ["rotation"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_weekday__range=(1, 7)), name="attending_weekday_is_iso"
            ),
        ]

    def __str__(self) -> str:
        return f"Weeks of {self.rotation.code}"

    def clean(self) -> None:
        if self.rotation_id and self.rotation.kind != Rotation.Kind.ATTENDING:
            raise ValidationError(f"{self.rotation.code} is not of the kind attending.")
        if self.call_type and self.call_type.staff != CallType.Staff.FACULTY:
            raise ValidationError({"call_type": f"{self.call_type.code} is not taken by faculty."})


class AttendingShare(models.Model):
    """How many weeks a year somebody in a role attends on a service."""

    rotation = models.ForeignKey(Rotation, models.CASCADE, related_name="attending_shares")
    faculty_role = models.CharField(max_length=26, choices=Enrolment.FacultyRole)
    minimum = models.PositiveSmallIntegerField(default=0)
    target = models.PositiveSmallIntegerField(help_text="Weeks that are aimed at.")
    maximum = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["rotation", "faculty_role"]
        constraints = [
            models.UniqueConstraint(
                fields=["rotation", "faculty_role"], name="attending_share_once_per_role"
            ),
            models.CheckConstraint(
                condition=Q(minimum__lte=F("target"), target__lte=F("maximum")),
                name="attending_share_is_in_order",
            ),
        ]

    def __str__(self) -> str:
        role = self.get_faculty_role_display()
        return f"{self.rotation.code}, {role}: {self.minimum}, {self.target}, {self.maximum}"


class CallDayWish(models.Model):
    """Weekdays on which people in a faculty role would like to have call, or would rather not."""

    class Wish(models.TextChoices):
        PREFER = "prefer", "Would like"
        AVOID = "avoid", "Would rather not"

    call_type = models.ForeignKey(CallType, models.CASCADE, related_name="day_wishes")
    faculty_role = models.CharField(max_length=26, choices=Enrolment.FacultyRole)
    weekday = models.PositiveSmallIntegerField(help_text="Monday 1 to Sunday 7.")
    wish = models.CharField(max_length=8, choices=Wish, default=Wish.AVOID)
    rank = models.PositiveSmallIntegerField(default=3, help_text="1 is wished for most.")

    class Meta:
        ordering = ["call_type", "faculty_role", "weekday"]
        constraints = [
            models.UniqueConstraint(
                fields=["call_type", "faculty_role", "weekday"], name="call_day_wish_once"
            ),
            models.CheckConstraint(
                condition=Q(weekday__range=(1, 7)), name="call_day_wish_weekday_is_iso"
            ),
            models.CheckConstraint(condition=Q(rank__gte=1), name="call_day_wish_rank_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.call_type.code}, {self.get_faculty_role_display()}: day {self.weekday}"
