"""Rotations: who may do them, how many at once, and what their week looks like."""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from people.models import Program, Slot
from scheduling.models.activity import Activity, Place


def range_words(minimum: int, maximum: int | None) -> str:
    return f"{minimum} to {'any' if maximum is None else maximum}"


class Rotation(models.Model):
    """A period of training on one service."""

    class Length(models.TextChoices):
        BLOCK = "block", "A block"
        HALF = "half", "Half a block"

    class Kind(models.TextChoices):
        INPATIENT = "inpatient", "Inpatient"
        NIGHT = "night", "Night float"
        OUTPATIENT = "outpatient", "Outpatient"
        ELECTIVE = "elective", "Elective"
        AWAY = "away", "Away from the program"
        FACULTY = "faculty", "Week of the faculty"
        ATTENDING = "attending", "Weeks of attending on a service"

    program = models.ForeignKey(Program, models.PROTECT, related_name="rotations")
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=12, choices=Kind)
    length = models.CharField(max_length=6, choices=Length, default=Length.BLOCK)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True)
    pgys = ArrayField(
        models.PositiveSmallIntegerField(),
        default=list,
        blank=True,
        help_text="PGY levels that may do it, like 1,2.",
    )
    faculty_roles = ArrayField(
        models.CharField(max_length=40),
        default=list,
        blank=True,
        help_text="For a week of the faculty: the roles that follow it.",
    )
    first_block = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Not before this block."
    )
    last_block = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Not after this block."
    )
    leave_eligible = models.BooleanField(default=True)
    call_eligible = models.BooleanField(default=False)
    first_half = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="starts"
    )
    second_half = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="finishes"
    )
    every_weeks = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="For clinic weeks: each group of residents comes to it every so many weeks.",
    )
    for_weeks = models.PositiveSmallIntegerField(
        default=1, help_text="For clinic weeks: how many weeks each time."
    )
    color = models.CharField(max_length=7, default="#e5e7eb", help_text="Like #ffc000.")

    class Meta:
        ordering = ["program", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "code"], name="rotation_code_once_per_program"
            ),
            models.CheckConstraint(
                condition=Q(kind="faculty", pgys=[]) & ~Q(faculty_roles=[])
                | Q(kind="attending", pgys=[], faculty_roles=[])
                | ~Q(kind__in=["faculty", "attending"]) & ~Q(pgys=[]) & Q(faculty_roles=[]),
                name="rotation_is_for_residents_or_for_faculty",
            ),
            models.CheckConstraint(
                condition=Q(first_half__isnull=True, second_half__isnull=True)
                | Q(first_half__isnull=False, second_half__isnull=False, length="block"),
                name="rotation_components_come_in_pairs",
            ),
            models.CheckConstraint(
                condition=Q(last_block__gte=F("first_block")), name="rotation_window_is_in_order"
            ),
            models.CheckConstraint(
                condition=Q(every_weeks__isnull=True)
                | Q(for_weeks__gte=1, every_weeks__gt=F("for_weeks")),
                name="rotation_clinic_weeks_leave_others",
            ),
            models.UniqueConstraint(
                fields=["program"],
                condition=Q(every_weeks__isnull=False),
                name="one_rotation_of_clinic_weeks",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def clean(self) -> None:
        for half in (self.first_half, self.second_half):
            if half and half.length != self.Length.HALF:
                raise ValidationError(f"{half.code} lasts a whole block and cannot be a component.")


class RotationDemand(models.Model):
    """How many residents a rotation needs and takes at any time, of one PGY or of all."""

    rotation = models.ForeignKey(Rotation, models.CASCADE, related_name="demands")
    pgy = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Empty: all together.")
    minimum = models.PositiveSmallIntegerField(default=0)
    maximum = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["rotation", F("pgy").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(
                F("rotation"), Coalesce("pgy", 0), name="rotation_demand_once_per_pgy"
            ),
            models.CheckConstraint(
                condition=Q(maximum__gte=F("minimum")), name="rotation_demand_is_in_order"
            ),
        ]

    def __str__(self) -> str:
        who = f"PGY-{self.pgy}" if self.pgy else "all"
        return f"{self.rotation.code}, {who}: {range_words(self.minimum, self.maximum)}"


class PatternCell(models.Model):
    """What a rotation does on one half-day of its week; several rows are a choice to be made."""

    rotation = models.ForeignKey(Rotation, models.CASCADE, related_name="pattern")
    week = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="1 to 4 within the block; empty: every week."
    )
    weekday = models.PositiveSmallIntegerField(help_text="Monday 1 to Sunday 7.")
    slot = models.CharField(max_length=2, choices=Slot)
    pgy = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Empty: all.")
    activity = models.ForeignKey(Activity, models.PROTECT)

    class Meta:
        ordering = ["rotation", "weekday", "slot", "pk"]
        constraints = [
            models.UniqueConstraint(
                F("rotation"),
                Coalesce("week", 0),
                F("weekday"),
                F("slot"),
                Coalesce("pgy", 0),
                F("activity"),
                name="pattern_cell_names_an_activity_once",
            ),
            models.CheckConstraint(
                condition=Q(weekday__range=(1, 7)), name="pattern_weekday_is_iso"
            ),
            models.CheckConstraint(
                condition=Q(week__isnull=True) | Q(week__range=(1, 4)), name="pattern_week_1_to_4"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rotation.code} day {self.weekday} {self.slot}: {self.activity.code}"


class WeeklyShare(models.Model):
    """How many half-days a week of an activity a rotation asks for, of one PGY or of all."""

    rotation = models.ForeignKey(Rotation, models.CASCADE, related_name="weekly_shares")
    pgy = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Empty: all.")
    activity = models.ForeignKey(Activity, models.PROTECT)
    minimum = models.PositiveSmallIntegerField(default=0)
    maximum = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["rotation", "activity", F("pgy").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(
                F("rotation"),
                F("activity"),
                Coalesce("pgy", 0),
                name="weekly_share_once_per_activity",
            ),
            models.CheckConstraint(
                condition=Q(maximum__gte=F("minimum")), name="weekly_share_is_in_order"
            ),
        ]

    def __str__(self) -> str:
        return (
            f"{self.rotation.code}: {self.activity.code} {range_words(self.minimum, self.maximum)}"
        )
