"""Rows of the schedule that come and go in a repair, as they are stored until it is used."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from scheduling.bridge.published import duty_of
from scheduling.bridge.repair import RepairPart
from scheduling.bridge.rotation_repair import RotationRepairPart
from scheduling.bridge.rows import rows_of
from scheduling.bridge.source import AnyRow
from scheduling.engine.academic_year import Span
from scheduling.engine.problem import Kind, Pair, Roster
from scheduling.engine.ways import Repair
from scheduling.models import Assignment, ScheduleVersion

AnyPart = RepairPart | RotationRepairPart
KINDS = (Kind.CALL, Kind.HALF_DAY, Kind.ROTATION)
NAMED_BY = ("person_id", "kind", "starts_on", "slot", "activity_id", "call_type_id", "rotation_id")


def rows_json(
    part: AnyPart, pairs: Iterable[Pair], version: ScheduleVersion
) -> list[dict[str, Any]]:
    whole = Span(part.source.first_day, part.source.last_day)
    rows = rows_of(part.parts, Roster.of(pairs), version, KINDS, whole)
    return [_row_json(row) for row in rows]


def rotations_after(
    part: RotationRepairPart, version: ScheduleVersion, way: Repair
) -> list[AnyRow]:
    """The rows of the year as the way leaves them."""
    source = part.source
    gone = {
        row.pk
        for row in source.of_kind(Kind.ROTATION)
        if (str(row.person_id), duty_of(row, source)) in way.remove
    }
    whole = Span(source.first_day, source.last_day)
    came = rows_of(part.parts, Roster.of(way.add), version, KINDS, whole)
    return [*(row for row in source.assignments if row.pk not in gone), *came]


def _row_json(row: Assignment) -> dict[str, Any]:
    return {
        "person_id": row.person_id,
        "kind": str(row.kind),
        "starts_on": row.starts_on.isoformat(),
        "ends_on": row.ends_on.isoformat(),
        "slot": row.slot,
        "starts_at": row.starts_at.isoformat(),
        "ends_at": row.ends_at.isoformat(),
        "activity_id": row.activity_id,
        "call_type_id": row.call_type_id,
        "rotation_id": row.rotation_id,
        "code": row.code,
    }


def names(row: dict[str, Any]) -> dict[str, Any]:
    """What a stored row is found by; those that were stored long ago know no rotations."""
    return {name: row.get(name) for name in NAMED_BY}


def new_row(row: dict[str, Any], version: ScheduleVersion) -> Assignment:
    return Assignment(
        version=version,
        person_id=row["person_id"],
        kind=row["kind"],
        starts_on=date.fromisoformat(row["starts_on"]),
        ends_on=date.fromisoformat(row["ends_on"]),
        slot=row["slot"],
        starts_at=datetime.fromisoformat(row["starts_at"]),
        ends_at=datetime.fromisoformat(row["ends_at"]),
        activity_id=row["activity_id"],
        call_type_id=row["call_type_id"],
        rotation_id=row.get("rotation_id"),
        source=Assignment.Source.SOLVER,
    )
