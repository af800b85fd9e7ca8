"""Call: which nights are staffed, by whom, and what follows in the morning."""

from datetime import date, time

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_noop as N_

from people.models import Person, Program
from scheduling.models.activity import Activity


def every_night() -> list[int]:
    return [1, 2, 3, 4, 5, 6, 7]


class CallType(models.Model):
    """One line of the call roster."""

    class Kind(models.TextChoices):
        IN_HOUSE = "in-house", N_("In-house call")
        HOME = "home", N_("Home call")
        BACKUP = "backup", N_("Backup")

    class Staff(models.TextChoices):
        RESIDENT = "resident", "Residents"
        FACULTY = "faculty", "Faculty"

    program = models.ForeignKey(Program, models.PROTECT, related_name="call_types")
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind)
    staff = models.CharField(max_length=10, choices=Staff)
    pgys = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    excluded_roles = ArrayField(
        models.CharField(max_length=40),
        default=list,
        blank=True,
        help_text="Faculty roles that never take it.",
    )
    nights = ArrayField(
        models.PositiveSmallIntegerField(),
        default=every_night,
        help_text="Monday 1 to Sunday 7: the nights that are staffed.",
    )
    people_needed = models.PositiveSmallIntegerField(default=1)
    pool_minimum = models.PositiveSmallIntegerField(
        default=0,
        help_text="People who must be on call-eligible rotations at any time of the year.",
    )
    weekday_starts = models.TimeField()
    weekday_ends = models.TimeField(help_text="On the next day, unless later than the start.")
    weekend_starts = models.TimeField(help_text="Saturdays, Sundays and holidays.")
    weekend_ends = models.TimeField()
    handover_minutes = models.PositiveSmallIntegerField(
        default=60,
        help_text="At the end of in-house call, for handing over: no new patients in that time.",
    )
    morning_after = models.ForeignKey(
        Activity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="What the morning after is for; empty: works as usual.",
    )
    afternoon_after = models.ForeignKey(
        Activity, models.PROTECT, null=True, blank=True, related_name="+"
    )
    gap_nights = models.PositiveSmallIntegerField(
        default=0, help_text="Nights that must lie between two calls of a person."
    )
    spacing_nights = models.PositiveSmallIntegerField(
        default=0, help_text="Nights that should lie between them, if possible."
    )
    every_other_week = models.BooleanField(
        default=False, help_text="Nobody should have it in two weeks that follow each other."
    )
    sundays_per_block = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="That a person should have at most; empty: any."
    )
    newcomer_percent = models.PositiveSmallIntegerField(
        default=100, help_text="Of a full share, for people in their first year in the program."
    )
    position = models.PositiveSmallIntegerField(default=0, help_text="Order in the roster.")

    class Meta:
        ordering = ["program", "position", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "code"], name="call_type_code_once_per_program"
            ),
            models.CheckConstraint(
                condition=~Q(staff="resident") | ~Q(pgys=[]), name="resident_call_names_pgys"
            ),
            models.CheckConstraint(
                condition=Q(newcomer_percent__range=(1, 100)), name="newcomers_take_some_call"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def times(self, *, free_day: bool) -> tuple[time, time]:
        if free_day:
            return self.weekend_starts, self.weekend_ends
        return self.weekday_starts, self.weekday_ends

    @property
    def frees_the_day_after(self) -> bool:
        """Whether the day after is kept free of work. Reads both activities."""
        after = (self.morning_after, self.afternoon_after)
        return all(a is not None and a.kind == Activity.Kind.RECOVERY for a in after)

    def staffed_on(self, night: date) -> bool:
        return night.isoweekday() in self.nights


class CallHistory(models.Model):
    """Calls a person took before this schedule, so that fairness carries over."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="call_history")
    person = models.ForeignKey(Person, models.PROTECT, related_name="call_history")
    call_type = models.ForeignKey(CallType, models.PROTECT, related_name="history")
    academic_year = models.PositiveSmallIntegerField(help_text="The year it carries into.")
    nights = models.SmallIntegerField(
        default=0, help_text="More (or, negative, fewer) than the person's share."
    )
    sundays = models.SmallIntegerField(default=0)
    holidays = models.SmallIntegerField(default=0)

    class Meta:
        ordering = ["program", "academic_year", "call_type", "person"]
        verbose_name_plural = "call history"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "call_type", "academic_year"], name="call_history_once_per_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.call_type.code} {self.academic_year}: {self.nights}"
