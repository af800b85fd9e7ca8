"""How many hours everybody has in each week of a year, as scheduled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from people.models import Enrolment
from scheduling.engine.academic_year import Span, weeks
from scheduling.models import CallType, ScheduleVersion
from scheduling.queries.equity import group_of, in_groups
from scheduling.queries.taken import NO_WORK

# Time that overlaps, as of call and a shift, counts once. Only PostgreSQL can say that in one query.
MINUTES = """
SELECT person_id, week, sum(extract(epoch FROM upper(part) - lower(part)) / 60)::int
FROM (
    SELECT a.person_id, a.starts_on - (extract(isodow FROM a.starts_on)::int - 1) AS week,
        unnest(range_agg(tstzrange(a.starts_at, a.ends_at))) AS part
    FROM scheduling_assignment a
    LEFT JOIN scheduling_activity v ON v.id = a.activity_id
    LEFT JOIN scheduling_calltype c ON c.id = a.call_type_id
    WHERE a.version_id = %(version)s
        AND (a.kind = 'half-day' AND v.kind <> ALL(%(free)s) OR c.kind = %(in_house)s)
    GROUP BY 1, 2
) worked
GROUP BY person_id, week
"""


@dataclass(frozen=True, slots=True)
class PersonWeeks:
    """One person's hours, week by week."""

    person: int
    name: str
    group: str
    hours: tuple[int, ...]

    @property
    def most(self) -> int:
        return max(self.hours, default=0)


@dataclass(frozen=True, slots=True)
class WeekLoad:
    """Weeks from Monday to Sunday; the first and the last may begin or end outside the year."""

    weeks: tuple[Span, ...]
    people: tuple[PersonWeeks, ...]

    def within(self, group: str) -> WeekLoad:
        people = tuple(each for each in self.people if group in ("", each.group))
        return WeekLoad(self.weeks, people)

    @property
    def groups(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(each.group for each in self.people))


def week_load(version: ScheduleVersion) -> WeekLoad:
    """Half-days of work and in-house call, in the week in which they begin. Two queries."""
    year = version.schedule.academic_year
    spans = tuple(weeks(year.starts_on, year.ends_on))
    minutes = _minutes(version)
    rows = Enrolment.objects.in_year(year.year).filter(program=version.schedule.program_id)
    people = sorted(rows.select_related("person"), key=in_groups)
    return WeekLoad(spans, tuple(_weeks_of(each, spans, minutes) for each in people))


def _weeks_of(
    enrolment: Enrolment, spans: Iterable[Span], minutes: Mapping[tuple[int, date], int]
) -> PersonWeeks:
    person = enrolment.person_id
    hours = tuple(round(minutes.get((person, s.starts_on), 0) / 60) for s in spans)
    return PersonWeeks(person, enrolment.person.roster_name, group_of(enrolment), hours)


def _minutes(version: ScheduleVersion) -> dict[tuple[int, date], int]:
    asked: dict[str, Any] = {
        "version": version.pk,
        "free": list(NO_WORK),
        "in_house": CallType.Kind.IN_HOUSE,
    }
    with connection.cursor() as cursor:
        cursor.execute(MINUTES, asked)
        return {(person, week): minutes for person, week, minutes in cursor.fetchall()}
