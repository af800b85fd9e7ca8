"""Cells of a version and what they held, as rows and as they are on record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from scheduling.bridge.source import AnyRow
from scheduling.models import Assignment, AssignmentChange, ScheduleVersion

CellKey = tuple[int, str, date, str, int | None]
"""Person, kind, first day, slot, and the call type of a call: what can hold one assignment."""

CONTENT = ("ends_on", "starts_at", "ends_at", "rotation_id", "activity_id", "call_type_id")
KEPT = ("source", "locked", "lock_reason")
"""What a row says beside its cell, and how it came about."""


def cell_of(row: AnyRow | AssignmentChange) -> CellKey:
    return (row.person_id, str(row.kind), row.starts_on, row.slot, row.call_type_id)


def row_of(version: ScheduleVersion, cell: CellKey, stored: Mapping[str, Any]) -> Assignment:
    """A row as it was, not yet saved."""
    person, kind, starts_on, slot, _ = cell
    return Assignment(
        version=version,
        person_id=person,
        kind=kind,
        starts_on=starts_on,
        slot=slot,
        **{name: _value(name, stored[name]) for name in CONTENT},
        **{name: stored[name] for name in KEPT},
    )


def _value(name: str, stored: Any) -> Any:
    if name == "ends_on":
        return date.fromisoformat(stored)
    return datetime.fromisoformat(stored) if name in ("starts_at", "ends_at") else stored
