"""Filters of assignments and versions, for every door that lists them."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.validators import RegexValidator
from django.db.models import Exists, OuterRef, QuerySet
from django_filters import CharFilter, ChoiceFilter, DateFilter, FilterSet, NumberFilter

from people.models import Absence
from scheduling.models import Assignment, AssignmentChange, ChangeSet, ScheduleVersion
from scheduling.models.assignment import AssignmentQuerySet

PUBLISHED = "published"


class VersionFilter(FilterSet):
    """Versions, by whose they are and how far they have come."""

    program = CharFilter(field_name="schedule__program__slug", label="A program's slug.")
    academic_year = NumberFilter(
        field_name="schedule__academic_year__year", label="The year in which it starts."
    )
    status = ChoiceFilter(choices=ScheduleVersion.Status.choices)


class ChangeSetFilter(FilterSet):
    """What was changed, by version, person and kind."""

    version = NumberFilter(field_name="version_id", label="A version's id.")
    person = NumberFilter(method="of_person", label="A person's id.")
    kind = ChoiceFilter(choices=ChangeSet.Kind.choices)

    def of_person(
        self, rows: QuerySet[ChangeSet], name: str, value: Decimal
    ) -> QuerySet[ChangeSet]:
        touched = AssignmentChange.objects.filter(change_set=OuterRef("pk"), person=int(value))
        return rows.filter(Exists(touched))


class OfProgramFilter(FilterSet):
    """Whatever belongs to a program, by program."""

    program = CharFilter(field_name="program__slug", label="A program's slug.")


class BlockFilter(FilterSet):
    """Blocks, by their academic year."""

    academic_year = NumberFilter(field_name="academic_year_id", label="An academic year's id.")


class AssignmentFilter(FilterSet):
    """Assignments, by version, person, kind and the days they touch.

    Always by version, because a draft repeats most of what is published.
    """

    version = CharFilter(
        method="of_version",
        required=True,
        label="A version's id, or “published” for what is published in every year.",
        validators=[RegexValidator(r"^(published|\d{1,18})$", "Give an id, or “published”.")],
    )
    program = CharFilter(field_name="version__schedule__program__slug", label="A program's slug.")
    person = NumberFilter(field_name="person_id", label="A person's id.")
    kind = ChoiceFilter(choices=Assignment.Kind.choices)

    @classmethod
    def get_filters(cls) -> dict[str, Any]:
        """With two more, since `from` cannot be written as a name in a class."""
        days = {
            "from": DateFilter(method="not_before", label="Those that end on this day or later."),
            "to": DateFilter(method="not_after", label="Those that start on this day or earlier."),
        }
        filters: dict[str, Any] = super().get_filters()
        return filters | days

    def of_version(self, rows: AssignmentQuerySet, name: str, version: str) -> AssignmentQuerySet:
        if version == PUBLISHED:
            return rows.filter(version__status=ScheduleVersion.Status.PUBLISHED)
        return rows.filter(version=int(version))

    def not_before(self, rows: AssignmentQuerySet, name: str, day: date) -> AssignmentQuerySet:
        return rows.filter(ends_on__gte=day)

    def not_after(self, rows: AssignmentQuerySet, name: str, day: date) -> AssignmentQuerySet:
        return rows.filter(starts_on__lte=day)


class AbsenceFilter(FilterSet):
    """Absences, by program, person, state and the days they touch; never by kind, which is private."""

    program = CharFilter(field_name="program__slug", label="A program's slug.")
    person = NumberFilter(field_name="person_id", label="A person's id.")
    status = ChoiceFilter(choices=Absence.Status.choices)
    first_day = DateFilter(field_name="ends_on", lookup_expr="gte", label="Ends then or later.")
    last_day = DateFilter(
        field_name="starts_on", lookup_expr="lte", label="Starts then or earlier."
    )
