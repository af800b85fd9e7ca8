"""The published work that absences take from people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from django.db.models import F, Q

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
    # Together with the absences, so that the days between them are not read.
    rows = Assignment.objects.filter(
        call | half_day,
        version__in=list(ScheduleVersion.objects.published().values_list("pk", flat=True)),
        person__absences__in=absences,
        # For the index; a night ends on the morning after its day.
        starts_on__gte=F("person__absences__starts_on") - LONGEST_CALL,
        ends_on__gte=F("person__absences__starts_on") - ONE_DAY,
        starts_on__lte=F("person__absences__ends_on"),
    )
    rows = rows.select_related(
        "activity__place", "call_type", "rotation", "version__schedule__academic_year"
    )
    # Where two absences touch the same duty, it comes twice.
    for row in dict.fromkeys(rows.order_by("starts_at", "pk")):
        found[row.version.schedule.program_id, row.person_id].append(row)
    return found


def _taken(absence: Absence, work: Iterable[Assignment]) -> Iterator[Assignment]:
    starts_at, ends_at = absence.interval(absence.program.zone)
    return (row for row in work if row.starts_at < ends_at and starts_at < row.ends_at)
