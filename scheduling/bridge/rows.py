"""An answer of the engine as assignments of a version."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from scheduling.bridge.call import is_free_day
from scheduling.bridge.duties import call_duty, half_day_duty, leave_duty, rotation_duty
from scheduling.bridge.parts import Origin, Parts
from scheduling.bridge.source import Source
from scheduling.engine.academic_year import Span
from scheduling.engine.problem import Duty, Kind, Pair, Roster
from scheduling.models import Activity, Assignment, CallType, Rotation, ScheduleVersion

LAST_MINUTE = timedelta(minutes=1)


def rows_of(
    parts: Parts, roster: Roster, version: ScheduleVersion, kinds: Iterable[Kind], within: Span
) -> list[Assignment]:
    """The assignments of some kinds within some days, in a steady order, not yet saved."""
    wanted = frozenset(kinds)
    pairs = [
        (person, parts.duties[duty])
        for person, duty in sorted(roster.pairs)
        if parts.duties[duty].kind in wanted and within.holds(parts.duties[duty].starts_at.date())
    ]
    return [
        _row(parts, person, duty, version) for person, duty in pairs if not duty.id.startswith("E|")
    ]


def _row(parts: Parts, person: str, duty: Duty, version: ScheduleVersion) -> Assignment:
    row = _row_of(duty, parts.origins[duty.id], person, version)
    row.source = _source(parts, (person, duty.id))
    return row


def row_for(source: Source, person: int, what: Origin, days: Span, slot: str = "") -> Assignment:
    """What somebody does on some days, set by hand and not yet saved; without anything it is leave."""
    duty = _duty(source, what, days, slot)
    row = _row_of(duty, what, str(person), source.version)
    row.source = Assignment.Source.MANUAL
    return row


def _duty(source: Source, what: Origin, days: Span, slot: str) -> Duty:
    day, zone = days.starts_on, source.zone
    if isinstance(what, Rotation):
        return rotation_duty(what, days, zone)
    if isinstance(what, Activity):
        return half_day_duty(what, day, slot, zone)
    if isinstance(what, CallType):
        return call_duty(what, day, zone, free_day=is_free_day(source, day))
    return leave_duty(days, zone)


def _row_of(duty: Duty, origin: Origin, person: str, version: ScheduleVersion) -> Assignment:
    half_day = duty.kind == Kind.HALF_DAY
    return Assignment(
        version=version,
        person_id=int(person),
        kind=Assignment.Kind(duty.kind.value),
        starts_on=duty.starts_at.date(),
        ends_on=duty.starts_at.date() if half_day else _last_day(duty),
        slot=duty.cell[-2:] if half_day else "",
        starts_at=duty.starts_at,
        ends_at=duty.ends_at,
        rotation=origin if isinstance(origin, Rotation) else None,
        activity=origin if isinstance(origin, Activity) else None,
        call_type=origin if isinstance(origin, CallType) else None,
    )


def _last_day(duty: Duty) -> date:
    """A call counts to the night on which it starts; all else to the last day it touches."""
    if duty.kind == Kind.CALL:
        return duty.starts_at.date()
    return (duty.ends_at - LAST_MINUTE).date()


def _source(parts: Parts, pair: Pair) -> str:
    return Assignment.Source.PATTERN if pair in parts.patterned else Assignment.Source.SOLVER
