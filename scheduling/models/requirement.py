"""What residents must have done by the end of a year or of training, and what they did before."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from people.models import Person, Program
from scheduling.models.activity import Activity
from scheduling.models.rotation import Rotation


class Requirement(models.Model):
    """So many weeks of a rotation, or half-days or hours of an activity, and who says so."""

    class Unit(models.TextChoices):
        WEEKS = "weeks", "Weeks"
        HALF_DAYS = "half-days", "Half-days"
        HOURS = "hours", "Hours"

    program = models.ForeignKey(Program, models.PROTECT, related_name="requirements")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    pgy = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="In the year of this PGY. Empty: by the end of training."
    )
    track = models.CharField(max_length=40, blank=True, help_text="Empty: every track.")
    rotation = models.ForeignKey(Rotation, models.PROTECT, null=True, blank=True)
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, blank=True)
    unit = models.CharField(max_length=10, choices=Unit)
    minimum = models.PositiveIntegerField()
    binding = models.BooleanField(
        default=False, help_text="It must be met. Otherwise it is a target, to come near to."
    )
    source = models.CharField(max_length=200, blank=True, help_text="Who asks for it, and where.")

    class Meta:
        ordering = ["program", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "code"], name="requirement_code_once_per_program"
            ),
            models.CheckConstraint(
                condition=Q(rotation__isnull=False, activity__isnull=True, unit="weeks")
                | Q(rotation__isnull=True, activity__isnull=False) & ~Q(unit="weeks"),
                name="requirement_is_weeks_of_a_rotation_or_time_of_an_activity",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.minimum} {self.get_unit_display().lower()}"

    def clean(self) -> None:
        for name in ("rotation", "activity"):
            row = getattr(self, name)
            if row and row.program_id != self.program_id:
                raise ValidationError({name: f"This {name} belongs to another program."})


class Credit(models.Model):
    """How much of a requirement a person had done before an academic year began."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="credits")
    academic_year = models.PositiveSmallIntegerField(help_text="Done before this year began.")
    person = models.ForeignKey(Person, models.PROTECT, related_name="training_credits")
    requirement = models.ForeignKey(Requirement, models.PROTECT, related_name="credits")
    amount = models.PositiveIntegerField(help_text="In the unit of the requirement.")

    class Meta:
        ordering = ["program", "academic_year", "requirement", "person"]
        constraints = [
            models.UniqueConstraint(
                fields=["academic_year", "person", "requirement"], name="credit_once_a_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.amount} of {self.requirement.code}"

    def clean(self) -> None:
        if self.requirement_id and self.requirement.program_id != self.program_id:
            raise ValidationError({"requirement": "This belongs to another program."})
