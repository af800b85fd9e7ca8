"""A residency program: its zone, its calendar and its policies."""

from datetime import date, datetime
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from people.time_away.boards import boards


def validate_time_zone(name: str) -> None:
    """Refuse a name that the IANA time zone database does not know."""
    if name not in available_timezones():
        raise ValidationError(f"“{name}” is not an IANA time zone.", code="unknown_time_zone")


def board_choices() -> list[tuple[str, str]]:
    return [(board.code, board.name) for board in boards().values()]


class Program(models.Model):
    """Everything but accounts, people and documents belongs to exactly one program."""

    class BlockCalendar(models.TextChoices):
        THURSDAY_BLOCKS = "thursday_blocks", "blocks 0-13, Thursday to Wednesday"
        FOUR_WEEKS = "four_weeks", "13 blocks of 4 weeks"
        MONTHS = "months", "12 months"
        WEEKS = "weeks", "weeks"

    name = models.CharField(max_length=120)
    slug = models.SlugField(unique=True)
    specialty = models.CharField(max_length=80)
    time_zone = models.CharField(
        max_length=64,
        validators=[validate_time_zone],
        help_text="An IANA name, such as America/New_York. It decides what a day is.",
    )
    block_calendar = models.CharField(max_length=20, choices=BlockCalendar)
    leave_weeks_per_year = models.PositiveSmallIntegerField(
        default=4,
        validators=[MaxValueValidator(52)],
        help_text="Weeks of leave each resident has in an academic year.",
    )
    second_person_publishes = models.BooleanField(
        default=False,
        help_text="A schedule is published by somebody other than the person who made it.",
    )
    roster_is_public = models.BooleanField(
        default=False, help_text="Who is on call can be read without signing in."
    )
    clinic_rooms = models.PositiveSmallIntegerField(
        default=8,
        validators=[MinValueValidator(1)],
        help_text="Rooms at the main site in each half-day.",
    )
    frozen_days = models.PositiveSmallIntegerField(
        default=2,
        help_text="Days from today on which a repair moves nobody who lost nothing.",
    )
    notice_days = models.PositiveSmallIntegerField(
        default=7,
        help_text="Days from today on which a repair changes as little as possible.",
    )
    clinic_notice_days = models.PositiveSmallIntegerField(
        default=30,
        help_text="A clinic nearer than this has patients who must be called when it is cancelled.",
    )
    training_years = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(8)],
        help_text="How many years training lasts. Empty: completion dates are not known.",
    )
    board = models.CharField(
        "certifying board",
        max_length=12,
        blank=True,
        choices=board_choices,
        help_text="Whose limits on time away are shown. Empty: none is.",
    )
    hours_lock_days = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
        help_text="How many days after a week, Monday to Sunday, residents can still log and confirm "
        "its hours. Empty: always.",
    )
    guard_percent = models.PositiveSmallIntegerField(
        default=20,
        validators=[MaxValueValidator(100)],
        help_text="Publishing asks why when it changes more than this share of the cells, in percent.",
    )
    guard_people = models.PositiveSmallIntegerField(
        default=10,
        help_text="Publishing asks why when it changes the schedule of more people than this.",
    )
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ("name", "pk")
        constraints = [
            models.CheckConstraint(
                name="program_leave_within_the_year",
                condition=models.Q(leave_weeks_per_year__lte=52),
                violation_error_message="A year has 52 weeks of leave at most.",
            ),
            models.CheckConstraint(
                name="program_has_a_clinic_room",
                condition=models.Q(clinic_rooms__gte=1),
                violation_error_message="A program has one clinic room at least.",
            ),
            models.CheckConstraint(
                name="program_training_lasts_some_years",
                condition=models.Q(training_years=None)
                | models.Q(training_years__gte=1, training_years__lte=8),
                violation_error_message="Training lasts 1 to 8 years.",
            ),
            models.CheckConstraint(
                name="program_hours_lock_after_some_days",
                condition=models.Q(hours_lock_days=None)
                | models.Q(hours_lock_days__gte=1, hours_lock_days__lte=90),
                violation_error_message="Hours are locked 1 to 90 days after their week.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def today(self, at: datetime) -> date:
        """The day it is in the program at this moment."""
        return at.astimezone(self.zone).date()
