"""Answers who is where on a day, and who has call in a month, to whoever may know."""

from __future__ import annotations

from datetime import date, datetime

from people.models import Program, User
from people.permissions import require
from people.spoken import refused
from scheduling.models import AcademicYear, ScheduleVersion
from scheduling.queries.call_roster import CallRoster, call_roster
from scheduling.queries.manifest import Manifest, manifest


def find_manifest(program: Program, day: date, *, by: User, at: datetime) -> Manifest:
    """Who is where, as published. Where nothing is published the manifest is empty, and not known."""
    require(by, "view_published_schedule", program, at=at)
    year = _year_of(program, day)
    return manifest(year, day, _published(year))


def find_call_roster(program: Program, day: date, *, by: User, at: datetime) -> CallRoster:
    """The calls of the month that holds the day, as published and as changed since."""
    require(by, "view_published_schedule", program, at=at)
    year = _year_of(program, day)
    return call_roster(year, day, _published(year), today=program.today(at))


def _year_of(program: Program, day: date) -> AcademicYear:
    years = AcademicYear.objects.select_related("program").filter(program=program)
    year = years.filter(starts_on__lte=day, ends_on__gte=day).first()
    if year is None:
        raise refused(
            "{program} has no academic year that holds {day}.",
            code="no-year",
            program=program,
            day=day,
        )
    return year


def _published(year: AcademicYear) -> ScheduleVersion | None:
    return ScheduleVersion.objects.published().filter(schedule__academic_year=year).first()
