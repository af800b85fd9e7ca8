"""How much leave of a kind a program gives in an academic year, and from which year on."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from people.models.absence import Absence
from people.models.enrolment import Enrolment
from people.models.program import Program

HALVES_IN_A_YEAR = 2 * 366


class AllotmentQuerySet(models.QuerySet["LeaveAllotment"]):
    def in_year(self, year: int) -> "AllotmentQuerySet":
        """In force in an academic year, named by the year in which it starts."""
        return self.filter(Q(until_year=None) | Q(until_year__gte=year), from_year__lte=year)


class LeaveAllotment(models.Model):
    """Some kinds of absence share one allotment; a kind without one is not limited."""

    class Counted(models.TextChoices):
        CALENDAR = "calendar", "every day of the calendar"
        WORKDAYS = "workdays", "Monday to Friday without holidays"

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="leave_allotments")
    name = models.CharField(max_length=60, help_text="As people call it: vacation, sick days.")
    kinds = ArrayField(
        models.CharField(max_length=16, choices=Absence.Kind),
        help_text="The kinds of absence that use it up.",
    )
    position = models.CharField(max_length=8, choices=Enrolment.Position)
    pgys = ArrayField(
        models.PositiveSmallIntegerField(),
        default=list,
        blank=True,
        verbose_name="PGYs",
        help_text="Whose it is, such as 2,3. Empty: everybody's of the position.",
    )
    half_days = models.PositiveSmallIntegerField(
        "half-days a year",
        validators=[MinValueValidator(1), MaxValueValidator(HALVES_IN_A_YEAR)],
        help_text="Two to a day: four weeks of the calendar are 56, twenty workdays 40.",
    )
    counted = models.CharField(max_length=8, choices=Counted, default=Counted.CALENDAR)
    from_year = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(2000), MaxValueValidator(2100)],
        help_text="The academic year from which it holds: 2026 begins on 1 July 2026.",
    )
    until_year = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="The last academic year in which it holds, if there is."
    )

    objects = AllotmentQuerySet.as_manager()

    class Meta:
        ordering = ("program", "position", "name", "from_year", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("program", "name", "position", "pgys", "from_year"),
                name="allotment_once_from_a_year",
                violation_error_message="There is such an allotment from that year already.",
            ),
            models.CheckConstraint(
                name="allotment_is_something",
                condition=Q(half_days__gte=1, half_days__lte=HALVES_IN_A_YEAR),
                violation_error_message="A year has 1 to 732 half-days of leave.",
            ),
            models.CheckConstraint(
                name="allotment_ends_after_it_starts",
                condition=Q(until_year=None) | Q(until_year__gte=F("from_year")),
                violation_error_message="An allotment cannot end before it starts.",
            ),
            models.CheckConstraint(
                name="allotment_has_kinds",
                condition=Q(kinds__len__gte=1),
                violation_error_message="Name a kind of absence at least.",
            ),
            models.CheckConstraint(
                name="allotment_pgys_are_of_residents",
                condition=Q(pgys=[])
                | Q(position="resident", pgys__contained_by=[1, 2, 3, 4, 5, 6, 7, 8]),
                violation_error_message="PGYs are of residents, 1 to 8.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.get_position_display()}s"

    def clean(self) -> None:
        """Two allotments that count the same absence would both be used up by it."""
        if not self.program_id or not self.kinds or not self.from_year:
            return
        others = LeaveAllotment.objects.filter(
            Q(until_year=None) | Q(until_year__gte=self.from_year),
            program=self.program_id,
            position=self.position,
            from_year__lte=self.until_year or 2100,
            kinds__overlap=self.kinds,
        ).exclude(pk=self.pk)
        for other in others:
            if not self.pgys or not other.pgys or set(self.pgys) & set(other.pgys):
                raise ValidationError(
                    f"{other} from {other.from_year} counts some of these kinds for the same "
                    "people already. End that one first.",
                    code="counted_twice",
                )

    def is_for(self, enrolment: Enrolment) -> bool:
        return enrolment.position == self.position and (not self.pgys or enrolment.pgy in self.pgys)


def year_days(year: int) -> tuple[date, date]:
    """The first and the last day of an academic year."""
    return date(year, 7, 1), date(year + 1, 6, 30)
