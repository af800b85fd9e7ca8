"""What was known and published at a moment: the version of then, without what was amended since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from scheduling.models import Assignment, AssignmentChange, ChangeSet, Schedule, ScheduleVersion
from scheduling.queries.cells import CellKey, cell_of, row_of

OF_DRAFTS = (ChangeSet.Kind.OPEN, ChangeSet.Kind.DIRECT)
"""No amendments, whenever a clock says that they were made."""


@dataclass(frozen=True, slots=True)
class AsOf:
    """A moment, the version that was published then, and its assignments as they were.

    Rows that have changed since are not saved ones; nothing was published where there is no version.
    """

    moment: datetime
    version: ScheduleVersion | None
    rows: tuple[Assignment, ...]


def published_at(schedule: Schedule, moment: datetime) -> ScheduleVersion | None:
    """At the moment of a publication itself that version already counts."""
    still = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=moment)
    rows = schedule.versions.select_related("schedule__program", "schedule__academic_year")
    return rows.filter(still, published_at__lte=moment).order_by("-published_at", "-pk").first()


def roster_as_of(schedule: Schedule, moment: datetime) -> AsOf:
    """The assignments that were published at the moment, in the order in which they start."""
    version = published_at(schedule, moment)
    if version is None:
        return AsOf(moment, None, ())
    standing = {cell_of(row): row for row in Assignment.objects.filter(version=version)}
    _turn_back(version, standing, _changes_since(version, moment))
    rows = sorted(standing.values(), key=lambda row: (row.starts_at, row.person_id, row.slot))
    return AsOf(moment, version, tuple(rows))


def _changes_since(version: ScheduleVersion, moment: datetime) -> Iterable[AssignmentChange]:
    """The last first."""
    made = version.change_sets.filter(at__gt=moment).exclude(kind__in=OF_DRAFTS)
    rows = AssignmentChange.objects.lasting().filter(change_set__in=made)
    return rows.order_by("-change_set_id", "-pk")


def _turn_back(
    version: ScheduleVersion,
    standing: dict[CellKey, Assignment],
    changes: Iterable[AssignmentChange],
) -> None:
    for change in changes:
        cell = cell_of(change)
        if change.before is None:
            standing.pop(cell, None)
        else:
            standing[cell] = row_of(version, cell, change.before)
