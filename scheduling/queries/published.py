"""What a program has published, by days."""

from __future__ import annotations

from datetime import date

from people.models import Program
from scheduling.models import DemandChange, ScheduleVersion, SpecialDay


def published_between(
    program: Program, first_day: date, last_day: date
) -> tuple[ScheduleVersion, ...]:
    """The published versions of the years that these days touch; a week in July may touch two.

    What the check found in them is left aside: a megabyte of a large year.
    """
    versions = ScheduleVersion.objects.published().of_program(program)
    touched = versions.filter(
        schedule__academic_year__starts_on__lte=last_day,
        schedule__academic_year__ends_on__gte=first_day,
    )
    years = touched.select_related("schedule__academic_year").defer("report")
    return tuple(years.order_by("schedule__academic_year__starts_on"))


def special_days_between(
    program: Program, first_day: date, last_day: date
) -> dict[date, SpecialDay]:
    rows = SpecialDay.objects.filter(program=program, on__range=(first_day, last_day))
    return {row.on: row for row in rows}


def demand_changes_between(
    program: Program, first_day: date, last_day: date
) -> tuple[DemandChange, ...]:
    rows = DemandChange.objects.standing().overlapping(first_day, last_day)
    return tuple(rows.filter(program=program))
