"""What is published, as pairs: where a solve starts from, and what it stays close to."""

from __future__ import annotations

from scheduling.bridge.duties import call_id, half_day_id, leave_id, rotation_id
from scheduling.bridge.parts import Parts
from scheduling.bridge.source import AnyRow, Source
from scheduling.models import Assignment

Kind = Assignment.Kind


def add_published(parts: Parts, source: Source, *kinds: str, services: bool = False) -> None:
    """Assignments of these kinds; those of duties that the problem has not are left out of it.

    Weeks of attending on services are rotations that belong to another question.
    """
    attended = {setting.rotation_id for setting in source.attending_weeks}
    parts.published |= {
        (str(row.person_id), duty_of(row, source))
        for row in source.published
        if (services if row.rotation_id in attended else row.kind in kinds)
    }


def duty_of(row: AnyRow, source: Source) -> str:
    """The id of the duty that a row is about."""
    if row.kind == Kind.ROTATION:
        return rotation_id(source.rotations[row.rotation_id or 0], row.starts_on)
    if row.kind == Kind.LEAVE:
        return leave_id(row.starts_on, row.ends_on)
    if row.kind == Kind.CALL:
        return call_id(source.call_types[row.call_type_id or 0], row.starts_on)
    return half_day_id(source.activities[row.activity_id or 0], row.starts_on, row.slot)
