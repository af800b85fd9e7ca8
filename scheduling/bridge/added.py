"""Duties of rows that a problem does not know yet: what somebody might be given by hand."""

from __future__ import annotations

from scheduling.bridge.call import is_free_day
from scheduling.bridge.clinic_weeks import ClinicWeeks
from scheduling.bridge.duties import (
    attending_duty,
    call_duty,
    half_day_duty,
    leave_duty,
    rotation_duty,
)
from scheduling.bridge.parts import Origin, Parts
from scheduling.bridge.published import Kind, duty_of
from scheduling.bridge.sorts import traits_of_rotation
from scheduling.bridge.source import AnyRow, Source
from scheduling.bridge.timeline import components
from scheduling.engine.academic_year import Span
from scheduling.engine.problem import Duty
from scheduling.models import Rotation


def duty_for(row: AnyRow, parts: Parts, source: Source) -> str:
    """The id of the duty that a row is about; a duty that was not there is added."""
    name = duty_of(row, source)
    return name if name in parts.duties else parts.add(*_made(row, source))


def _made(row: AnyRow, source: Source) -> tuple[Duty, Origin]:
    days = Span(row.starts_on, row.ends_on)
    if row.kind == Kind.LEAVE:
        return leave_duty(days, source.zone), None
    if row.kind == Kind.ROTATION:
        rotation = source.rotations[row.rotation_id or 0]
        return _rotation(rotation, days, source), rotation
    if row.kind == Kind.CALL:
        call_type = source.call_types[row.call_type_id or 0]
        free_day = is_free_day(source, row.starts_on)
        return call_duty(call_type, row.starts_on, source.zone, free_day=free_day), call_type
    activity = source.activities[row.activity_id or 0]
    return half_day_duty(activity, row.starts_on, row.slot, source.zone), activity


def _rotation(rotation: Rotation, days: Span, source: Source) -> Duty:
    if rotation.kind == Rotation.Kind.ATTENDING:
        return attending_duty(rotation, days, [], source.zone)
    parts = [part for part, _ in components(source, rotation, days)]
    traits = traits_of_rotation(parts, ClinicWeeks(source))
    return rotation_duty(rotation, days, source.zone, traits)
