"""What the published schedule no longer serves: absences that take duties, demand that has grown."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from people.models import Absence
from scheduling.models import Assignment, DemandChange, RepairRun
from scheduling.models.repair import RepairRunQuerySet
from scheduling.queries.taken import taken_by

MOST = 100
WEEK = 7


@dataclass(frozen=True)
class Hit:
    """An absence, the codes and days of what it takes, and the latest search for repairs."""

    absence: Absence
    duties: tuple[Assignment, ...]
    latest: RepairRun | None

    @property
    def is_long(self) -> bool:
        """Whether it may take a rotation: that is so from a week on, of half a block."""
        return (self.absence.ends_on - self.absence.starts_on).days + 1 >= WEEK


def hits_of_absences(programs: Collection[int] | None, *, at: datetime) -> list[Hit]:
    """Of approved absences that are not over, soonest first; None: of all programs."""
    rows = Absence.objects.approved().filter(ends_on__gte=at.date())
    rows = rows.select_related("program", "person").order_by("starts_on", "pk")
    if programs is not None:
        rows = rows.filter(program__in=programs)
    absences = list(rows)
    searched = {run.absence_id: run for run in _searches(absences)}
    found = zip(absences, taken_by(absences), strict=True)
    return [Hit(a, taken, searched.get(a.pk)) for a, taken in found if taken][:MOST]


@dataclass(frozen=True)
class Grown:
    """Demand that has grown, and the latest search for people."""

    change: DemandChange
    latest: RepairRun | None


def grown_demand(programs: Collection[int] | None, *, at: datetime) -> list[Grown]:
    """What more is asked for on days that are not over, soonest first; None: of all programs."""
    rows = DemandChange.objects.standing().filter(ends_on__gte=at.date(), more__gt=0)
    rows = rows.select_related("program", "call_type", "activity").order_by("starts_on", "pk")
    if programs is not None:
        rows = rows.filter(program__in=programs)
    changes = list(rows[:MOST])
    searches = RepairRun.objects.filter(demand_change__in=changes).order_by("requested_at", "pk")
    searched = {run.demand_change_id: run for run in searches}
    return [Grown(change, searched.get(change.pk)) for change in changes]


def _searches(absences: Collection[Absence]) -> RepairRunQuerySet:
    """Oldest first, so that the latest of an absence is the last."""
    return RepairRun.objects.filter(absence__in=absences).order_by("requested_at", "pk")
