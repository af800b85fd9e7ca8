"""Rows of activities, rotations and calls as duties of the engine, at their real times."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from people.models import Slot
from people.wording import said
from scheduling.bridge.sorts import traits_of
from scheduling.engine.academic_year import Span
from scheduling.engine.problem import Duty, Kind, Supervision, Work
from scheduling.models import Activity, CallType, Rotation

ONE_DAY = timedelta(days=1)
NOON = time(12)

WORK_OF = {
    Activity.Kind.CLINIC: Work.CARE,
    Activity.Kind.PROCEDURE: Work.CARE,
    Activity.Kind.INPATIENT: Work.CARE,
    Activity.Kind.NIGHT: Work.CARE,
    Activity.Kind.SUPERVISION: Work.CARE,
    Activity.Kind.EDUCATION: Work.EDUCATION,
    Activity.Kind.ADMINISTRATION: Work.EDUCATION,
}
WORK_OF_CALL = {
    CallType.Kind.IN_HOUSE: Work.CALL,
    CallType.Kind.HOME: Work.HOME_CALL,
    CallType.Kind.BACKUP: Work.NONE,
}
SUPERVISION_OF = {
    Activity.Supervision.NONE: Supervision.NONE,
    Activity.Supervision.BY_LEVEL: Supervision.BY_LEVEL,
    Activity.Supervision.ONE: Supervision.ONE,
}


def works(activity: Activity) -> bool:
    """Whether the activity is work at all."""
    return activity.kind in WORK_OF


# Ids, by which a duty is the same in every problem


def rotation_id(rotation: Rotation, starts_on: date) -> str:
    return f"R|{rotation.code}|{starts_on}"


def leave_id(starts_on: date, ends_on: date) -> str:
    return f"L|{starts_on}|{ends_on}"


def half_day_id(activity: Activity, day: date, slot: str, *, planned: bool = True) -> str:
    return f"{'H' if planned else 'E'}|{day}|{slot}|{activity.code}"


def call_id(call_type: CallType, night: date) -> str:
    return f"C|{night}|{call_type.code}"


# Duties


@cache
def half_day_label(day: date, slot: str) -> str:
    return said("{day:%a %d %b %Y} {slot}", day=day, slot=slot)


def rotation_duty(
    rotation: Rotation, days: Span, zone: ZoneInfo, traits: frozenset[str] = frozenset()
) -> Duty:
    return Duty(
        id=rotation_id(rotation, days.starts_on),
        code=rotation.code,
        kind=Kind.ROTATION,
        starts_at=midnight(days.starts_on, zone),
        ends_at=midnight(days.ends_on + ONE_DAY, zone),
        label=said("{duty} from {day:%d %b %Y}", duty=rotation.code, day=days.starts_on),
        open_to=frozenset(f"PGY-{pgy}" for pgy in rotation.pgys),
        leave_ok=rotation.leave_eligible,
        traits=traits,
    )


def attending_duty(rotation: Rotation, days: Span, roles: Iterable[str], zone: ZoneInfo) -> Duty:
    """A week of attending on a service; no roles: whoever has it by hand."""
    return Duty(
        id=rotation_id(rotation, days.starts_on),
        code=rotation.code,
        kind=Kind.ROTATION,
        starts_at=midnight(days.starts_on, zone),
        ends_at=midnight(days.ends_on + ONE_DAY, zone),
        label=said("{duty} from {day:%d %b %Y}", duty=rotation.code, day=days.starts_on),
        open_to=frozenset(roles),
        leave_ok=False,
    )


def leave_duty(days: Span, zone: ZoneInfo) -> Duty:
    return Duty(
        id=leave_id(days.starts_on, days.ends_on),
        code="LV",
        kind=Kind.LEAVE,
        starts_at=midnight(days.starts_on, zone),
        ends_at=midnight(days.ends_on + ONE_DAY, zone),
        label=said("leave from {day:%d %b %Y}", day=days.starts_on),
        open_to=frozenset({"resident", "faculty"}),
    )


def half_day_duty(
    activity: Activity, day: date, slot: str, zone: ZoneInfo, *, planned: bool = True
) -> Duty:
    """An activity in a half-day. One that is not planned yet counts for its hours only."""
    starts_at, ends_at = half_day_times(activity, day, slot, zone)
    supplies = planned and activity.supervises
    needs = SUPERVISION_OF[Activity.Supervision(activity.supervision_needed)]
    return Duty(
        id=half_day_id(activity, day, slot, planned=planned),
        code=activity.code,
        kind=Kind.HALF_DAY,
        starts_at=starts_at,
        ends_at=ends_at,
        label=said(
            "{duty} on {half_day}",
            duty=activity.code,
            half_day=half_day_label(day, slot),
        ),
        cell=f"{day} {slot}",
        work=WORK_OF.get(Activity.Kind(activity.kind), Work.NONE),
        credential=activity.credential.code if planned and activity.credential else "",
        place=activity.place.code if planned and activity.place else "",
        room_units=activity.room_units if planned else 0,
        room_once=planned and activity.room_once,
        traits=traits_of(activity) if planned else frozenset(),
        supervision=Supervision.SUPPLIES if supplies else needs if planned else Supervision.NONE,
    )


def half_day_times(
    activity: Activity, day: date, slot: str, zone: ZoneInfo
) -> tuple[datetime, datetime]:
    """The times on the clock, or the whole half of the day for what has none."""
    times = activity.times(slot)
    if times is not None:
        return clock(day, *times, zone)
    noon = datetime.combine(day, NOON, zone)
    if slot == Slot.AM:
        return midnight(day, zone), noon
    return noon, midnight(day + ONE_DAY, zone)


def call_duty(call_type: CallType, night: date, zone: ZoneInfo, *, free_day: bool) -> Duty:
    """The call of a night. A free day is a weekend day or a holiday, on which it starts earlier."""
    starts_at, ends_at = clock(night, *call_type.times(free_day=free_day), zone)
    return Duty(
        id=call_id(call_type, night),
        code=call_type.code,
        kind=Kind.CALL,
        starts_at=starts_at,
        ends_at=ends_at,
        label=said("{duty} on {night:%A %d %B %Y}", duty=call_type.code, night=night),
        work=WORK_OF_CALL[CallType.Kind(call_type.kind)],
        handover=call_type.handover_minutes if call_type.kind == CallType.Kind.IN_HOUSE else 0,
        open_to=frozenset({call_tag(call_type)}),
        frees_until=(
            midnight(night + 2 * ONE_DAY, zone) if call_type.frees_the_day_after else None
        ),
    )


def call_tag(call_type: CallType) -> str:
    """The tag of people who may take this call."""
    return f"call {call_type.code}"


def midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def clock(day: date, starts: time, ends: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From a time of a day to the next such end: on the next day unless it is later."""
    last_day = day if ends > starts else day + ONE_DAY
    return datetime.combine(day, starts, zone), datetime.combine(last_day, ends, zone)
