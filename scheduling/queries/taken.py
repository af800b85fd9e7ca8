"""The published work that absences take from people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from django.db.models import BigIntegerField, Q
from django.db.models.expressions import RawSQL

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
    rows = Assignment.objects.filter(call | half_day, pk__in=_on_their_days(absences))
    rows = rows.select_related(
        "activity__place", "call_type", "rotation", "version__schedule__academic_year"
    )
    for row in rows.order_by("starts_at", "pk"):
        found[row.version.schedule.program_id, row.person_id].append(row)
    return found


def _on_their_days(absences: Collection[Absence]) -> RawSQL:
    """Published rows on the days of each absence; the days between absences are not read.

    An absence may be one that is only thought of. Hundreds of them as conditions of their own would
    take a second to be written and read.
    """
    published = ScheduleVersion.objects.published().values_list("pk", flat=True)
    return RawSQL(  # noqa: S611 -- Its text is our own, and values are parameters.
        ON_DAYS,
        (
            [a.person_id for a in absences],
            # For the index; a night ends on the morning after its day.
            [a.starts_on - LONGEST_CALL for a in absences],
            [a.ends_on for a in absences],
            [a.starts_on - ONE_DAY for a in absences],
            list(published),
        ),
        output_field=BigIntegerField(),
    )


ON_DAYS = """
SELECT row.id
FROM unnest(%s::bigint[], %s::date[], %s::date[], %s::date[]) AS away (person, first, last, day)
JOIN scheduling_assignment row ON row.person_id = away.person
    AND row.starts_on BETWEEN away.first AND away.last AND row.ends_on >= away.day
WHERE row.version_id = ANY(%s)
"""


def _taken(absence: Absence, work: Iterable[Assignment]) -> Iterator[Assignment]:
    starts_at, ends_at = absence.interval(absence.program.zone)
    return (row for row in work if row.starts_at < ends_at and starts_at < row.ends_at)
