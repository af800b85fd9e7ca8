"""The published work that absences take from people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.db import connection
from django.db.models import Prefetch, Q

from people.models import Absence
from scheduling.models import Activity, Assignment, CallType, ScheduleVersion
from scheduling.queries.on_call import LONGEST_CALL, ONE_DAY

NO_WORK = (
    Activity.Kind.LEAVE,
    Activity.Kind.OFF,
    Activity.Kind.HOLIDAY,
    Activity.Kind.RECOVERY,
)
CLINICS = (Activity.Kind.CLINIC, Activity.Kind.PROCEDURE)
"""What patients have been given a time for."""


def taken_by(absences: Collection[Absence]) -> list[tuple[Assignment, ...]]:
    """The published calls and half-days of work of each absence, in the order of time.

    Two absences or two hundred: five queries.
    """
    work = _work_of(absences)
    return [tuple(_taken(a, work.get((a.program_id, a.person_id), ()))) for a in absences]


def _work_of(absences: Collection[Absence]) -> Mapping[tuple[int, int], list[Assignment]]:
    """Published work of these people on the days of their absences, by program and person."""
    found: dict[tuple[int, int], list[Assignment]] = defaultdict(list)
    if not absences:
        return found
    call = Q(kind=Assignment.Kind.CALL) & ~Q(call_type__kind=CallType.Kind.BACKUP)
    half_day = Q(kind=Assignment.Kind.HALF_DAY) & ~Q(activity__kind__in=NO_WORK)
    rows = Assignment.objects.filter(call | half_day, pk__in=_on_their_days(absences))
    for row in (
        rows.select_related("rotation").prefetch_related(*_shared()).order_by("starts_at", "pk")
    ):
        found[row.version.schedule.program_id, row.person_id].append(row)
    return found


def _shared() -> tuple[Prefetch[Any], ...]:
    """What many rows have in common, made once for all of them and not anew for each."""
    versions = ScheduleVersion.objects.select_related("schedule__academic_year").defer("report")
    return (
        Prefetch("version", versions),
        Prefetch("activity", Activity.objects.select_related("place")),
        Prefetch("call_type", CallType.objects.all()),
    )


def _on_their_days(absences: Collection[Absence]) -> list[int]:
    """Published rows on the days of each absence; the days between absences are not read.

    An absence may be one that is only thought of. Hundreds of them as conditions of their own would
    take a second to be written and read.
    """
    asked = (
        [a.person_id for a in absences],
        # For the index; a night ends on the morning after its day.
        [a.starts_on - LONGEST_CALL for a in absences],
        [a.ends_on for a in absences],
        [a.starts_on - ONE_DAY for a in absences],
    )
    with connection.cursor() as cursor:
        cursor.execute(ON_DAYS, asked)
        return [row for (row,) in cursor.fetchall()]


ON_DAYS = """
WITH published AS (SELECT id FROM scheduling_scheduleversion WHERE status = 'published')
SELECT duty.id
FROM unnest(%s::bigint[], %s::date[], %s::date[], %s::date[]) AS away (person, first, last, day)
CROSS JOIN LATERAL (
    SELECT row.id FROM scheduling_assignment row
    WHERE row.version_id = ANY(ARRAY(SELECT id FROM published)) AND row.person_id = away.person
        AND row.starts_on BETWEEN away.first AND away.last AND row.ends_on >= away.day
    OFFSET 0
) AS duty
"""
"""One look into the index for each absence: without the offset the whole year is read."""


def _taken(absence: Absence, work: Iterable[Assignment]) -> Iterator[Assignment]:
    starts_at, ends_at = absence.interval(absence.program.zone)
    return (row for row in work if row.starts_at < ends_at and starts_at < row.ends_at)
