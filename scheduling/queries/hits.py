"""Absences that take calls and half-days from what is published."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from people.models import Absence
from scheduling.models import Activity, Assignment, CallType, RepairRun, ScheduleVersion

MOST = 100


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
    found = [(absence, _taken(absence)) for absence in rows[:MOST]]
    return [Hit(absence, taken, _latest(absence)) for absence, taken in found if taken]


def _taken(absence: Absence) -> tuple[Assignment, ...]:
    """Work of the person in the published schedule that starts while they are away."""
    starts_at, ends_at = absence.interval(absence.program.zone)
    work = ~Q(activity__kind__in=(Activity.Kind.LEAVE, Activity.Kind.OFF, Activity.Kind.HOLIDAY))
    rows = Assignment.objects.filter(
        person=absence.person,
        version__status=ScheduleVersion.Status.PUBLISHED,
        version__schedule__program=absence.program,
        kind__in=(Assignment.Kind.CALL, Assignment.Kind.HALF_DAY),
        starts_at__lt=ends_at,
        ends_at__gt=starts_at,
    )
    rows = rows.filter(
        Q(kind=Assignment.Kind.CALL) & ~Q(call_type__kind=CallType.Kind.BACKUP)
        | work & Q(kind=Assignment.Kind.HALF_DAY)
    )
    return tuple(rows.with_names().order_by("starts_at", "pk"))


def _latest(absence: Absence) -> RepairRun | None:
    return RepairRun.objects.filter(absence=absence).first()
