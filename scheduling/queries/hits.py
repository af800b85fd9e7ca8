"""Absences that take calls and half-days from what is published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from people.models import Absence
from scheduling.models import Activity, Assignment, CallType, RepairRun, ScheduleVersion
from scheduling.models.repair import RepairRunQuerySet

MOST = 100
ONE_DAY = timedelta(days=1)
NO_WORK = (
    Activity.Kind.LEAVE,
    Activity.Kind.OFF,
    Activity.Kind.HOLIDAY,
    Activity.Kind.RECOVERY,
)


@dataclass(frozen=True)
class Hit:
    """An absence, the codes and days of what it takes, and the latest search for repairs."""

    absence: Absence
    duties: tuple[Assignment, ...]
    latest: RepairRun | None


def hits_of_absences(programs: Collection[int] | None, *, at: datetime) -> list[Hit]:
    """Of approved absences that are not over, soonest first; None: of all programs."""
    rows = Absence.objects.approved().filter(ends_on__gte=at.date())
    rows = rows.select_related("program", "person").order_by("starts_on", "pk")
    if programs is not None:
        rows = rows.filter(program__in=programs)
    absences = list(rows)
    work = _work_of(absences)
    searched = {run.absence_id: run for run in _searches(absences)}
    found = [(a, tuple(_taken(a, work[a.program_id, a.person_id]))) for a in absences]
    return [Hit(a, taken, searched.get(a.pk)) for a, taken in found if taken][:MOST]


def _work_of(absences: Collection[Absence]) -> Mapping[tuple[int, int], list[Assignment]]:
    """Published work of these people in the days of all absences, by program and person."""
    found: dict[tuple[int, int], list[Assignment]] = defaultdict(list)
    if not absences:
        return found
    first = min(absence.starts_on for absence in absences) - ONE_DAY
    last = max(absence.ends_on for absence in absences)
    call = Q(kind=Assignment.Kind.CALL) & ~Q(call_type__kind=CallType.Kind.BACKUP)
    half_day = Q(kind=Assignment.Kind.HALF_DAY) & ~Q(activity__kind__in=NO_WORK)
    rows = Assignment.objects.overlapping(first, last).filter(
        call | half_day,
        person__in={absence.person_id for absence in absences},
        version__status=ScheduleVersion.Status.PUBLISHED,
    )
    rows = rows.select_related("activity", "call_type", "rotation", "version__schedule")
    for row in rows.order_by("starts_at", "pk"):
        found[row.version.schedule.program_id, row.person_id].append(row)
    return found


def _taken(absence: Absence, work: Iterable[Assignment]) -> Iterator[Assignment]:
    starts_at, ends_at = absence.interval(absence.program.zone)
    return (row for row in work if row.starts_at < ends_at and starts_at < row.ends_at)


def _searches(absences: Collection[Absence]) -> RepairRunQuerySet:
    """Oldest first, so that the latest of an absence is the last."""
    return RepairRun.objects.filter(absence__in=absences).order_by("requested_at", "pk")
