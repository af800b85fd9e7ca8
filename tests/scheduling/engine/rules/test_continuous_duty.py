"""Twenty-four hours at a stretch, and four more without new patients."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.engine.problem import Duty, Kind, Work
from scheduling.engine.rules import ContinuousDuty
from tests.scheduling.engine.builders import (
    ZONE,
    attending,
    call,
    clinic,
    duty,
    problem,
    resident,
    told,
)

ADA = resident("ada")
LONG = duty("day and night", "C", 0, 7, 31, work=Work.CALL)
MORE_THAN_24 = "Ada works more than 24 h without a break around 08 Mar to 09 Mar 2027."
MORE_THAN_28 = "Ada works more than 28 h without a break around 08 Mar to 09 Mar 2027."


def hand_over(until: float, since: float = 31) -> Duty:
    return duty(f"hand-over {since}", "HO", 0, since, until, work=Work.EDUCATION)


def said(*duties: Duty, **parameters: int) -> list[str]:
    return told(ContinuousDuty(**parameters), problem([ADA], duties))


@pytest.mark.parametrize("work", [Work.CALL, Work.CARE, Work.EDUCATION])
def test_24_hours_are_allowed(work):
    assert said(replace(LONG, work=work)) == []


@pytest.mark.parametrize("pgy", [1, 2, 3])
def test_24_hours_and_a_minute_with_patients_are_not_allowed_in_any_year(pgy):
    someone = resident("ada", pgy=pgy)
    asked = problem([someone], [duty("stay", "C", 0, 7, 31 + 1 / 60, work=Work.CALL)])

    assert told(ContinuousDuty(), asked) == [MORE_THAN_24]


def test_four_hours_of_hand_over_and_education_may_follow():
    assert said(LONG, hand_over(35)) == []
    assert said(LONG, hand_over(33), hand_over(35, since=33)) == []


def test_a_minute_more_of_hand_over_may_not_follow():
    assert said(LONG, hand_over(35 + 1 / 60)) == [MORE_THAN_28]


def test_an_hour_of_clinic_may_not_follow():
    assert said(LONG, duty("clinic", "C", 1, 8, 9)) == [MORE_THAN_24]


def test_clinic_after_hand_over_may_not_follow():
    assert said(LONG, hand_over(33), duty("clinic", "C", 1, 9, 10)) == [MORE_THAN_24]


def test_hand_over_at_the_end_of_a_call_takes_no_part_in_the_24_hours():
    stay = duty("stay", "C", 0, 7, 32, work=Work.CALL)

    assert said(stay) == [MORE_THAN_24]
    assert said(replace(stay, handover=60)) == []
    assert said(replace(stay, handover=59)) == [MORE_THAN_24]


def test_call_of_a_day_lasts_25_hours_when_the_clocks_go_back():
    zone = ZoneInfo(ZONE)
    night = Duty(
        "autumn",
        "C",
        Kind.CALL,
        datetime(2026, 10, 31, 7, tzinfo=zone),
        datetime(2026, 11, 1, 7, tzinfo=zone),
        work=Work.CALL,
    )

    assert said(night) == ["Ada works more than 24 h without a break around 31 Oct to 01 Nov 2026."]
    assert said(replace(night, handover=60)) == []


def test_a_stay_of_28_and_a_half_hours_breaks_both_limits():
    stay = duty("stay", "C", 0, 7, 35.5, work=Work.CALL)

    assert said(stay) == [MORE_THAN_24, MORE_THAN_28]


def test_a_day_of_clinic_before_a_night_of_call_is_23_hours():
    day, night = [clinic(0), clinic(0, "PM")], call(0)

    assert said(*day, night) == []
    assert said(*day, night, clinic(1)) == [MORE_THAN_24]


def test_three_days_of_clinic_are_three_stretches():
    assert said(*(clinic(n, slot) for n in range(3) for slot in ("AM", "PM"))) == []


def test_a_pause_of_two_hours_ends_a_stretch():
    def day(pause: float) -> list[Duty]:
        return [
            duty("first", "W", 0, 0, 12),
            duty("second", "W", 0, 12 + pause, 24),
            duty("third", "W", 1, 0, 1),
        ]

    assert said(*day(1.99)) == [MORE_THAN_24]
    assert said(*day(2)) == []
    assert said(*day(1.99), pause_minutes=90) == []


def test_duties_at_the_same_time_are_one_stretch_with_the_longest():
    assert said(LONG, duty("early", "C", 0, 6, 7)) == [MORE_THAN_24]
    assert said(LONG, replace(LONG, id="also", code="also")) == []


def test_duties_that_overlap_are_one_stretch_from_the_first_start_to_the_last_end():
    ward = duty("ward", "W", 0, 6, 18)
    night = duty("night", "N", 0, 17, 30)

    assert said(ward, night) == []
    assert said(ward, duty("night", "N", 0, 17, 30.5)) == [MORE_THAN_24]
    assert said(ward, night, hand_over(34, since=29)) == []
    assert said(ward, night, hand_over(34.5, since=29)) == [MORE_THAN_28]
    # Patients at the end of hand-over that goes on beyond them.
    assert said(ward, night, hand_over(33, since=29), duty("late", "C", 1, 7, 8)) == [MORE_THAN_24]


TIMES = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 14), st.booleans()), max_size=8)


@given(TIMES)
def test_it_is_broken_when_a_stretch_minute_by_minute_is_too_long(times):
    duties = [
        duty(f"d{i}", "D", 0, at, at + long, work=Work.CARE if care else Work.EDUCATION)
        for i, (at, long, care) in enumerate(times)
    ]
    longest = {True: 0, False: 0}
    began = until = -9
    for at, long, care in sorted(times):
        began = at if at - until >= 2 else began
        until = max(until, at + long)
        for kind in {False, care}:
            longest[kind] = max(longest[kind], at + long - began)

    broken = {f"{most} h" for care, most in ((True, 24), (False, 28)) if longest[care] > most}
    assert {message.split(" without")[0][-4:] for message in said(*duties)} == broken


def test_each_beginning_of_a_stretch_is_a_fault_of_its_own():
    parts = [duty(f"part {n}", "W", 0, 9 * n, 9 * n + 9) for n in range(4)]

    # 27 hours from the first part and from the second, and 36 in all.
    assert said(*parts) == [MORE_THAN_24, MORE_THAN_24, MORE_THAN_28]


def test_hours_that_pass_count_when_the_clocks_change():
    spring = duty("spring", "C", 5, 7, 32, work=Work.CALL)
    fall = duty("fall", "C", 243, 7, 31, work=Work.CALL)

    assert said(spring) == []
    assert said(fall) == [
        "Ada works more than 24 h without a break around 06 Nov to 07 Nov 2027.",
    ]


def test_attendings_and_home_call_are_outside_the_rule():
    stay = duty("stay", "C", 0, 7, 37, work=Work.CALL)

    assert told(ContinuousDuty(), problem([attending("gray")], [stay])) == []
    assert said(replace(stay, work=Work.HOME_CALL)) == []
