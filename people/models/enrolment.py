"""One person's place in a program for one academic year: PGY or faculty role, and how much they work."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from people.models.person import Person
from people.models.program import Program

HALF_DAYS_IN_A_WEEK = 14
_a_weeks_half_days = [MaxValueValidator(HALF_DAYS_IN_A_WEEK)]


def academic_year_of(day: date) -> int:
    """The year in which the academic year of this day began, on 1 July."""
    return day.year if day.month >= 7 else day.year - 1


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    """Enrolments, by academic year and by day."""

    def in_year(self, year: int) -> "EnrolmentQuerySet":
        return self.filter(academic_year=year)

    def on(self, day: date, program: Program) -> "EnrolmentQuerySet":
        """Who is enrolled in the program on this day, part-years counted."""
        return self.in_year(academic_year_of(day)).filter(
            Q(starts_on=None) | Q(starts_on__lte=day),
            Q(ends_on=None) | Q(ends_on__gte=day),
            program=program,
        )


class Enrolment(models.Model):
    """There is no other place where a PGY is kept, so last year's never shows as this year's."""

    class Position(models.TextChoices):
        RESIDENT = "resident", "resident"
        FACULTY = "faculty", "faculty"

    class FacultyRole(models.TextChoices):
        PROGRAM_DIRECTOR = "program_director", "program director"
        ASSOCIATE_PROGRAM_DIRECTOR = "associate_program_director", "associate program director"
        CHIEF_OF_DEPARTMENT = "chief_of_department", "chief of department"
        CLINIC_LEAD = "clinic_lead", "clinic lead"
        SPORTS_MEDICINE = "sports_medicine", "sports medicine"
        CORE = "core", "core faculty"
        ADJUNCT = "adjunct", "adjunct faculty"

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="enrolments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enrolments")
    academic_year = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(2000), MaxValueValidator(2100)],
        help_text="The year in which it begins: 2026 runs from 1 July 2026 to 30 June 2027.",
    )
    position = models.CharField(max_length=8, choices=Position)
    pgy = models.PositiveSmallIntegerField(
        "PGY", null=True, blank=True, help_text="1 to 8 for residents, empty for faculty."
    )
    faculty_role = models.CharField(
        max_length=26, choices=FacultyRole, blank=True, help_text="Empty for residents."
    )
    fte_percent = models.PositiveSmallIntegerField("FTE percent", default=100)
    track = models.CharField(max_length=40, blank=True)
    clinic_min = models.PositiveSmallIntegerField(
        default=0, validators=_a_weeks_half_days, help_text="Half-days in clinic a week, at least."
    )
    clinic_max = models.PositiveSmallIntegerField(
        default=4, validators=_a_weeks_half_days, help_text="Half-days in clinic a week, at most."
    )
    supervision_min = models.PositiveSmallIntegerField(
        default=0, validators=_a_weeks_half_days, help_text="Half-days supervising, at least."
    )
    supervision_max = models.PositiveSmallIntegerField(
        default=0, validators=_a_weeks_half_days, help_text="Half-days supervising, at most."
    )
    clinic_block_max = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Half-days in clinic a block, at most. Empty: no limit."
    )
    clinic_weekdays = ArrayField(
        models.PositiveSmallIntegerField(),
        default=list,
        blank=True,
        help_text="Monday 1 to Sunday 7, on which they have clinic. Empty: on any day.",
    )
    clinic_group = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="From 1: whose clinic weeks a resident shares."
    )
    call_eligible = models.BooleanField(default=True)
    starts_on = models.DateField(
        null=True, blank=True, help_text="Only when later than the year's first day."
    )
    ends_on = models.DateField(
        null=True, blank=True, help_text="Only when earlier than the year's last day."
    )

    visiting_from = models.CharField(
        max_length=80,
        blank=True,
        help_text="The home of a rotator or student who is here for a while. Their curriculum, "
        "their leave and their graduation are not this program's. Empty: one of ours.",
    )

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ("-academic_year", "position", "pgy", "person", "pk")
        verbose_name = "enrollment"
        constraints = [
            models.UniqueConstraint(
                fields=("program", "person", "academic_year"),
                name="enrolment_once_a_year",
                violation_error_message="This person is enrolled for that academic year already.",
            ),
            models.CheckConstraint(
                name="enrolment_year_in_range",
                condition=Q(academic_year__range=(2000, 2100)),
                violation_error_message="An academic year begins between 2000 and 2100.",
            ),
            models.CheckConstraint(
                name="enrolment_fits_its_position",
                condition=(
                    Q(position="resident", pgy__isnull=False, pgy__range=(1, 8), faculty_role="")
                    | (Q(position="faculty", pgy__isnull=True) & ~Q(faculty_role=""))
                ),
                violation_error_message=(
                    "A resident has a PGY from 1 to 8 and no faculty role; "
                    "a member of the faculty has a faculty role and no PGY."
                ),
            ),
            models.CheckConstraint(
                name="enrolment_fte_is_a_percentage",
                condition=Q(fte_percent__range=(1, 100)),
                violation_error_message="The FTE is from 1 to 100 percent.",
            ),
            models.CheckConstraint(
                name="enrolment_clinic_min_within_max",
                condition=Q(clinic_min__lte=F("clinic_max"), clinic_max__lte=HALF_DAYS_IN_A_WEEK),
                violation_error_message=(
                    "The least half-days in clinic cannot exceed the most, nor can these exceed 14."
                ),
            ),
            models.CheckConstraint(
                name="enrolment_supervision_min_within_max",
                condition=Q(
                    supervision_min__lte=F("supervision_max"),
                    supervision_max__lte=HALF_DAYS_IN_A_WEEK,
                ),
                violation_error_message=(
                    "The least half-days supervising cannot exceed the most, nor can these exceed 14."
                ),
            ),
            models.CheckConstraint(
                name="enrolment_clinic_weekdays_are_iso",
                condition=Q(clinic_weekdays__contained_by=[1, 2, 3, 4, 5, 6, 7]),
                violation_error_message="Weekdays are numbers from 1, Monday, to 7, Sunday.",
            ),
            models.CheckConstraint(
                name="enrolment_clinic_group_is_of_a_resident",
                condition=Q(clinic_group=None) | Q(position="resident", clinic_group__gte=1),
                violation_error_message="Clinic groups are of residents, and count from 1.",
            ),
            models.CheckConstraint(
                name="enrolment_ends_after_it_starts",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="An enrolment cannot end before it starts.",
            ),
        ]

    def __str__(self) -> str:
        place = f"PGY-{self.pgy}" if self.pgy else self.get_faculty_role_display()
        if self.visiting_from:
            place += f", visiting from {self.visiting_from}"
        return f"{self.person}, {place}, {self.years}"

    @property
    def years(self) -> str:
        """The academic year as people write it: 2026-27."""
        return f"{self.academic_year}-{(self.academic_year + 1) % 100:02}"

    def clean(self) -> None:
        """A part-year lies inside its academic year."""
        for field in ("starts_on", "ends_on"):
            day = getattr(self, field)
            if day and self.academic_year and academic_year_of(day) != self.academic_year:
                raise ValidationError(
                    {field: f"{day} is not in the academic year {self.academic_year}."},
                    code="outside_the_year",
                )
