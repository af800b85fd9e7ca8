"""What publishing a draft would change: assignments that come and go, by kind, and whom it touches."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from scheduling.models import Assignment, ScheduleVersion

COLUMNS = (
    "kind",
    "person_id",
    "starts_on",
    "ends_on",
    "slot",
    "starts_at",
    "ends_at",
    "rotation_id",
    "activity_id",
    "call_type_id",
)
"""What an assignment says; how it came about and whether it is locked changes nobody's day."""


@dataclass(frozen=True, slots=True)
class KindChanges:
    """Assignments of one kind that are only in the new version, and only in the old one."""

    name: str
    added: int
    removed: int


@dataclass(frozen=True, slots=True)
class VersionChanges:
    """All kinds, and how many people would see another schedule than before."""

    kinds: tuple[KindChanges, ...]
    people: int

    @property
    def any(self) -> bool:
        return any(kind.added or kind.removed for kind in self.kinds)


def version_changes(before: ScheduleVersion | None, after: ScheduleVersion) -> VersionChanges:
    """Two queries; a version of a year has tens of thousands of rows."""
    old, new = _rows(before), _rows(after)
    added, removed = new - old, old - new
    gains, losses = Counter(row[0] for row in added), Counter(row[0] for row in removed)
    kinds = (KindChanges(kind.label, gains[kind], losses[kind]) for kind in Assignment.Kind)
    return VersionChanges(tuple(kinds), len({row[1] for row in added | removed}))


def _rows(version: ScheduleVersion | None) -> set[tuple[Any, ...]]:
    return set(Assignment.objects.filter(version=version).order_by().values_list(*COLUMNS))
