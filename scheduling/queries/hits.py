"""Absences that take calls and half-days from what is published."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from people.models import Absence
from scheduling.models import Assignment, RepairRun
from scheduling.models.repair import RepairRunQuerySet
from scheduling.queries.taken import taken_by

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
    absences = list(rows)
    searched = {run.absence_id: run for run in _searches(absences)}
    found = zip(absences, taken_by(absences), strict=True)
    return [Hit(a, taken, searched.get(a.pk)) for a, taken in found if taken][:MOST]


def _searches(absences: Collection[Absence]) -> RepairRunQuerySet:
    """Oldest first, so that the latest of an absence is the last."""
    return RepairRun.objects.filter(absence__in=absences).order_by("requested_at", "pk")
