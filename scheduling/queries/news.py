"""What has changed in somebody's published schedule since they last looked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from people.models import Person, Program
from scheduling.engine.academic_year import Span
from scheduling.models import Assignment, AssignmentChange, Look, ScheduleVersion
from scheduling.queries.as_of import amendments_after, published_at, turned_back
from scheduling.queries.differences import Difference, by_person, rows_of


@dataclass(frozen=True, slots=True)
class News:
    """From today on, so that nobody is told of what is over."""

    since: datetime | None
    """When they last looked; None: nothing was looked at since it was published."""
    until: datetime
    differences: tuple[Difference, ...]


def news_for(person: Person, program: Program, *, at: datetime) -> News:
    """Three queries where nothing has changed, which is mostly."""
    look = Look.objects.filter(person=person, program=program).first()
    since, today = look.at if look else None, program.today(at)
    versions = ScheduleVersion.objects.published().of_program(program)
    found: list[Difference] = []
    for version in versions.filter(schedule__academic_year__ends_on__gte=today).select_related(
        "schedule__academic_year"
    ):
        seen = since or version.published_at
        if seen and _has_changed(version, person, seen):
            days = Span(today, version.schedule.academic_year.ends_on)
            found += _differences(version, person, seen, days)
    return News(since, at, tuple(found))


def _has_changed(version: ScheduleVersion, person: Person, since: datetime) -> bool:
    """Whether it was published since then, or a cell of the person amended."""
    if version.published_at and version.published_at > since:
        return True
    changes = AssignmentChange.objects.lasting().filter(person=person)
    return changes.filter(change_set__in=amendments_after(version, since)).exists()


def _differences(
    version: ScheduleVersion, person: Person, since: datetime, days: Span
) -> tuple[Difference, ...]:
    """Between what was published when they looked and what is now; all at once where several
    changes led from one to the other."""
    then = published_at(version.schedule, since)
    if then is None:
        return ()
    before = turned_back(then, amendments_after(then, since), days, person).values()
    now = Assignment.objects.filter(version=version, person=person)
    was, is_now = rows_of(before), rows_of(now.overlapping(days.starts_on, days.ends_on))
    found = by_person(version, was - is_now, is_now - was)
    return tuple(d for each in found for d in each.differences if d.last_day >= days.starts_on)
