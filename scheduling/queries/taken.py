"""The published work that absences take from people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import reduce
from operator import or_

from django.db.models import Q

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

    Two absences or two hundred: two queries.
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
    rows = Assignment.objects.filter(
        call | half_day,
        reduce(or_, map(_days_of, absences)),
        version__in=list(ScheduleVersion.objects.published().values_list("pk", flat=True)),
    )
    rows = rows.select_related(
        "activity__place", "call_type", "rotation", "version__schedule__academic_year"
    )
    for row in rows.order_by("starts_at", "pk"):
        found[row.version.schedule.program_id, row.person_id].append(row)
    return found


def _days_of(absence: Absence) -> Q:
    """The days between absences are not read. It may be one that is only thought of."""
    return Q(
        person=absence.person_id,
        # For the index; a night ends on the morning after its day.
        starts_on__range=(absence.starts_on - LONGEST_CALL, absence.ends_on),
        ends_on__gte=absence.starts_on - ONE_DAY,
    )


def _taken(absence: Absence, work: Iterable[Assignment]) -> Iterator[Assignment]:
    starts_at, ends_at = absence.interval(absence.program.zone)
    return (row for row in work if row.starts_at < ends_at and starts_at < row.ends_at)
