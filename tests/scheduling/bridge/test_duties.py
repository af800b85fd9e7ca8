"""Duties at their real times. No database: rows that are not saved."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from people.models import CredentialKind
from scheduling.bridge.duties import (
    call_duty,
    call_tag,
    clock,
    half_day_duty,
    half_day_times,
    leave_duty,
    midnight,
    rotation_duty,
    works,
)
from scheduling.engine.academic_year import Span
from scheduling.engine.problem import Duty, Kind, Supervision, Work
from scheduling.models import Activity, CallType, Place, Rotation

ZONE = ZoneInfo("America/Chicago")
MONDAY, TUESDAY = date(2026, 7, 6), date(2026, 7, 7)
CLOCKS_BACK = date(2026, 11, 1)
CLOCKS_FORWARD = date(2027, 3, 14)


def activity(kind: str = "clinic", **fields: object) -> Activity:
    times = {
        "am_starts": time(8),
        "am_ends": time(12),
        "pm_starts": time(13),
        "pm_ends": time(17),
    }
    return Activity(**({"code": "C", "kind": kind} | times | fields))


def call_type(**fields: object) -> CallType:
    times = {
        "weekday_starts": time(17),
        "weekday_ends": time(7),
        "weekend_starts": time(7),
        "weekend_ends": time(7),
    }
    return CallType(**({"code": "RC", "kind": "in-house", "staff": "resident"} | times | fields))


def rotation(**fields: object) -> Rotation:
    return Rotation(**({"code": "FM", "kind": "outpatient", "pgys": [1, 2]} | fields))


def at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), ZONE)


def real_hours(duty: Duty) -> float:
    """As they pass, whatever the clocks say."""
    return (duty.ends_at.astimezone(UTC) - duty.starts_at.astimezone(UTC)).total_seconds() / 3600


def test_half_day_keeps_the_times_of_its_activity():
    duty = half_day_duty(activity(), MONDAY, "PM", ZONE)

    assert (duty.starts_at, duty.ends_at) == (at(MONDAY, 13), at(MONDAY, 17))
    assert (duty.kind, duty.cell, duty.work) == (Kind.HALF_DAY, "2026-07-06 PM", Work.CARE)
    assert duty.label == "C on Mon 06 Jul 2026 PM"


def test_half_day_that_ends_no_later_than_it_starts_ends_on_the_next_day():
    night = activity("night", pm_starts=time(18), pm_ends=time(6))

    assert half_day_times(night, MONDAY, "PM", ZONE) == (at(MONDAY, 18), at(TUESDAY, 6))


@pytest.mark.parametrize(
    ("slot", "starts_at", "ends_at"),
    [("AM", at(MONDAY, 0), at(MONDAY, 12)), ("PM", at(MONDAY, 12), at(TUESDAY, 0))],
)
def test_half_day_without_times_is_the_whole_half(slot, starts_at, ends_at):
    off = Activity(code="LV", kind="leave")

    assert half_day_times(off, MONDAY, slot, ZONE) == (starts_at, ends_at)


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 10, 31), 13), (date(2027, 3, 13), 11), (MONDAY, 12)]
)
def test_night_float_lasts_as_long_as_the_night_does(day, hours):
    night = activity("night", pm_starts=time(18), pm_ends=time(6))

    assert real_hours(half_day_duty(night, day, "PM", ZONE)) == hours


@pytest.mark.parametrize(("day", "hours"), [(CLOCKS_BACK, 13), (CLOCKS_FORWARD, 11), (MONDAY, 12)])
def test_morning_without_times_lasts_until_noon_on_days_of_changing_clocks(day, hours):
    off = Activity(code="OFF", kind="off")

    assert real_hours(half_day_duty(off, day, "AM", ZONE)) == hours


def test_call_of_a_weekday_goes_over_midnight():
    duty = call_duty(call_type(), MONDAY, ZONE, free_day=False)

    assert (duty.starts_at, duty.ends_at) == (at(MONDAY, 17), at(TUESDAY, 7))
    assert (duty.kind, duty.work, duty.cell) == (Kind.CALL, Work.CALL, "")


def test_call_of_a_free_day_starts_in_the_morning():
    duty = call_duty(call_type(), MONDAY, ZONE, free_day=True)

    assert (duty.starts_at, duty.ends_at) == (at(MONDAY, 7), at(TUESDAY, 7))


@pytest.mark.parametrize(
    ("night", "hours"), [(date(2026, 10, 31), 25), (date(2027, 3, 13), 23), (date(2026, 7, 4), 24)]
)
def test_call_over_changing_clocks_is_an_hour_longer_or_shorter(night, hours):
    duty = call_duty(call_type(), night, ZONE, free_day=True)

    assert real_hours(duty) == hours
    assert (duty.starts_at.hour, duty.ends_at.hour) == (7, 7)


def test_call_that_ends_later_than_it_starts_ends_on_the_same_day():
    evening = call_type(weekday_starts=time(17), weekday_ends=time(22))

    duty = call_duty(evening, MONDAY, ZONE, free_day=False)

    assert (duty.starts_at, duty.ends_at) == (at(MONDAY, 17), at(MONDAY, 22))


def test_call_ends_with_its_handover():
    assert call_duty(call_type(), MONDAY, ZONE, free_day=False).handover == 60
    short = call_type(handover_minutes=15)
    assert call_duty(short, MONDAY, ZONE, free_day=False).handover == 15


@pytest.mark.parametrize(
    ("kind", "work"),
    [("in-house", Work.CALL), ("home", Work.HOME_CALL), ("backup", Work.NONE)],
)
def test_call_counts_as_its_kind_of_work(kind, work):
    assert call_duty(call_type(kind=kind), MONDAY, ZONE, free_day=False).work == work


def test_call_is_open_to_those_who_may_take_it():
    kind = call_type()

    assert call_duty(kind, MONDAY, ZONE, free_day=False).open_to == frozenset({call_tag(kind)})


@pytest.mark.parametrize(
    ("morning", "afternoon", "frees"),
    [
        ("recovery", "recovery", True),
        ("recovery", "clinic", False),
        ("education", "recovery", False),
        ("recovery", None, False),
        (None, None, False),
    ],
)
def test_call_frees_the_day_after_only_if_both_halves_are_recovery(morning, afternoon, frees):
    after = {
        name: activity(kind) if kind else None
        for name, kind in (("morning_after", morning), ("afternoon_after", afternoon))
    }

    duty = call_duty(call_type(**after), MONDAY, ZONE, free_day=False)

    assert duty.frees_until == (at(date(2026, 7, 8), 0) if frees else None)


def test_half_day_asks_for_rooms_supervision_and_a_credential():
    clinic = activity(
        room_units=2,
        supervision_needed="by-level",
        place=Place(code="MAIN"),
        credential=CredentialKind(code="BLS"),
    )

    duty = half_day_duty(clinic, MONDAY, "AM", ZONE)

    assert (duty.room_units, duty.place, duty.credential) == (2, "MAIN", "BLS")
    assert duty.supervision == Supervision.BY_LEVEL


def test_half_day_that_is_not_planned_counts_its_hours_and_nothing_else():
    clinic = activity(
        room_units=2,
        supervision_needed="one",
        place=Place(code="MAIN"),
        credential=CredentialKind(code="BLS"),
    )

    duty = half_day_duty(clinic, MONDAY, "AM", ZONE, planned=False)

    assert (duty.room_units, duty.place, duty.credential) == (0, "", "")
    assert duty.supervision == Supervision.NONE
    assert (duty.work, duty.starts_at, duty.ends_at) == (Work.CARE, at(MONDAY, 8), at(MONDAY, 12))


@pytest.mark.parametrize(
    ("planned", "supervision"), [(True, Supervision.SUPPLIES), (False, Supervision.NONE)]
)
def test_attending_supplies_supervision_only_when_planned(planned, supervision):
    precepting = activity("supervision", supervises=True)

    duty = half_day_duty(precepting, MONDAY, "AM", ZONE, planned=planned)

    assert duty.supervision == supervision


@pytest.mark.parametrize(
    ("kind", "work"),
    [
        ("clinic", Work.CARE),
        ("procedure", Work.CARE),
        ("inpatient", Work.CARE),
        ("night", Work.CARE),
        ("supervision", Work.CARE),
        ("education", Work.EDUCATION),
        ("administration", Work.EDUCATION),
        ("recovery", Work.NONE),
        ("holiday", Work.NONE),
        ("off", Work.NONE),
        ("leave", Work.NONE),
    ],
)
def test_activity_counts_as_its_kind_of_work(kind, work):
    assert half_day_duty(activity(kind), MONDAY, "AM", ZONE).work == work
    assert works(activity(kind)) == (work != Work.NONE)


def test_every_kind_of_activity_and_call_becomes_a_duty():
    for kind in Activity.Kind:
        half_day_duty(activity(kind), MONDAY, "AM", ZONE)
    for kind in CallType.Kind:
        call_duty(call_type(kind=kind), MONDAY, ZONE, free_day=False)


def test_rotation_lasts_from_its_first_midnight_to_the_one_after_its_last_day():
    days = Span(date(2026, 10, 29), date(2026, 11, 4))

    duty = rotation_duty(rotation(leave_eligible=False), days, ZONE)

    assert (duty.starts_at, duty.ends_at) == (at(days.starts_on, 0), at(date(2026, 11, 5), 0))
    assert real_hours(duty) == 7 * 24 + 1
    assert (duty.work, duty.leave_ok) == (Work.NONE, False)
    assert duty.open_to == frozenset({"PGY-1", "PGY-2"})


def test_leave_is_for_residents_and_lasts_whole_days():
    duty = leave_duty(Span(MONDAY, TUESDAY), ZONE)

    assert (duty.starts_at, duty.ends_at) == (at(MONDAY, 0), at(date(2026, 7, 8), 0))
    assert (duty.kind, duty.open_to) == (Kind.LEAVE, frozenset({"resident", "faculty"}))


def test_ids_are_stable():
    days = Span(MONDAY, TUESDAY)

    assert [
        rotation_duty(rotation(), days, ZONE).id,
        leave_duty(days, ZONE).id,
        half_day_duty(activity(), MONDAY, "AM", ZONE).id,
        half_day_duty(activity(), MONDAY, "AM", ZONE, planned=False).id,
        call_duty(call_type(), MONDAY, ZONE, free_day=False).id,
    ] == [
        "R|FM|2026-07-06",
        "L|2026-07-06|2026-07-07",
        "H|2026-07-06|AM|C",
        "E|2026-07-06|AM|C",
        "C|2026-07-06|RC",
    ]


def test_ids_of_different_duties_differ():
    """The same code for a rotation, an activity and a call, on the same days."""
    ids = []
    for day in (MONDAY, TUESDAY):
        ids += [rotation_duty(rotation(code="X"), Span(day, day), ZONE).id]
        ids += [leave_duty(Span(day, last), ZONE).id for last in (day, TUESDAY) if day < last]
        ids += [
            half_day_duty(activity(code=code), day, slot, ZONE, planned=planned).id
            for code in ("X", "Y")
            for slot in ("AM", "PM")
            for planned in (True, False)
        ]
        ids += [
            call_duty(call_type(code=code), day, ZONE, free_day=False).id for code in ("X", "Y")
        ]

    assert len(set(ids)) == len(ids)


def test_midnight_and_clock_are_on_the_programs_clock():
    assert midnight(MONDAY, ZONE) == datetime(2026, 7, 6, 5, tzinfo=UTC)
    assert clock(MONDAY, time(7), time(7), ZONE) == (at(MONDAY, 7), at(TUESDAY, 7))
