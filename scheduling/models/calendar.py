"""The program's calendar: academic years, their blocks, and days that are not ordinary."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from people.models import Program


class AcademicYear(models.Model):
    """1 July to 30 June, named by the calendar year in which it starts."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="academic_years")
    year = models.PositiveSmallIntegerField(help_text="The year in which it starts.")
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering = ["program", "-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "year"], name="academic_year_once_per_program"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="academic_year_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{(self.year + 1) % 100:02d}"


class Block(models.Model):
    """One period of the year; a rotation lasts a block, or half of one."""

    academic_year = models.ForeignKey(AcademicYear, models.CASCADE, related_name="blocks")
    number = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering = ["academic_year", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["academic_year", "number"], name="block_number_once_per_year"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="block_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"Block {self.number}"

    def holds(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


class SpecialDay(models.Model):
    """A holiday or another day with its own staffing."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", "Holiday"
        TRAINING = "training", "Training day"
        MINIMAL = "minimal", "Minimal staffing"
        CLOSED = "closed", "Closed"

    program = models.ForeignKey(Program, models.PROTECT, related_name="special_days")
    on = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ["program", "on"]
        constraints = [
            models.UniqueConstraint(fields=["program", "on"], name="special_day_once_per_date")
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.on}"

    @property
    def clinic_is_open(self) -> bool:
        return self.kind == self.Kind.MINIMAL
