"""Fourteen hours free after 24 hours of in-house call."""

from dataclasses import replace

import pytest

from scheduling.engine.problem import Duty, Work
from scheduling.engine.rules import RestAfterCall
from tests.scheduling.engine.builders import attending, call, clinic, duty, problem, resident, told

ADA = resident("ada")
LONG = duty("day and night", "C", 0, 7, 31, work=Work.CALL)
TOO_SOON = "Ada has less than 14 h free after call (08 Mar to 09 Mar 2027)."


def hand_over(since: float, until: float) -> Duty:
    return duty(f"hand-over {since}", "HO", 0, since, until, work=Work.EDUCATION)


def later(hours: float) -> Duty:
    """A night that begins so many hours after the call has ended."""
    return duty("night", "N", 1, 7 + hours, 7 + hours + 6)


def said(*duties: Duty, **parameters: int) -> list[str]:
    return told(RestAfterCall(**parameters), problem([ADA], duties))


def test_after_14_hours_work_may_begin():
    assert said(LONG, later(14)) == []


@pytest.mark.parametrize("work", [Work.CARE, Work.EDUCATION, Work.CALL])
@pytest.mark.parametrize("hours", [13, 14 - 1 / 60, 2])
def test_before_14_hours_no_work_may_begin(hours, work):
    assert said(LONG, replace(later(hours), work=work)) == [TOO_SOON]


@pytest.mark.parametrize("work", [Work.HOME_CALL, Work.NONE])
def test_what_is_not_in_house_may_begin(work):
    assert said(LONG, replace(later(5), work=work)) == []


def test_the_rest_begins_after_the_hand_over():
    assert said(LONG, hand_over(31, 35), later(18)) == []
    assert said(LONG, hand_over(31, 35), later(17)) == [TOO_SOON]


def test_the_rest_begins_after_what_overlaps_the_end_of_the_call():
    assert said(LONG, hand_over(29, 35), later(18)) == []
    assert said(LONG, hand_over(29, 35), later(17)) == [TOO_SOON]


def test_a_hand_over_in_pieces_is_one():
    pieces = [hand_over(31, 33), hand_over(33, 35)]

    assert said(LONG, *pieces) == []
    assert said(LONG, *pieces, later(18)) == []
    assert said(LONG, *pieces, later(17)) == [TOO_SOON]


def test_a_return_for_an_hour_ends_no_rest():
    assert said(LONG, later(5), duty("evening", "E", 1, 20, 22)) == [TOO_SOON]


def test_a_call_shorter_than_24_hours_asks_for_no_such_rest():
    short = duty("call", "C", 0, 7 + 1 / 60, 31, work=Work.CALL)

    assert said(short, later(5)) == []
    assert said(short, later(5), after_hours=0) == [TOO_SOON]


def test_a_program_may_ask_for_rest_after_every_call():
    assert said(call(0), later(13)) == []
    assert said(call(0), later(13), after_hours=0) == [TOO_SOON]
    assert said(call(0), later(14), after_hours=0) == []
    assert said(call(0), clinic(1), later(14), after_hours=0) == [TOO_SOON]


def test_a_day_of_work_and_a_night_of_call_are_24_hours_together():
    day = [duty("morning", "C", 0, 7, 12), clinic(0, "PM")]

    assert said(*day, call(0), later(13)) == [TOO_SOON]
    assert said(day[1], call(0), later(13)) == []


def test_24_hours_without_call_ask_for_no_such_rest():
    assert said(replace(LONG, work=Work.CARE), later(5)) == []


def test_24_hours_of_home_call_ask_for_no_such_rest():
    assert said(replace(LONG, work=Work.HOME_CALL), later(5)) == []


def test_a_pause_of_less_than_two_hours_goes_on_with_the_stretch():
    assert said(LONG, later(1.9)) == []
    assert said(LONG, later(1.9), pause_minutes=90) == [TOO_SOON]


def test_the_hours_of_rest_are_a_parameter():
    assert said(LONG, later(13), hours=10) == []
    assert said(LONG, later(9), hours=10) == [
        "Ada has less than 10 h free after call (08 Mar to 09 Mar 2027)."
    ]


def test_attendings_are_outside_the_rule():
    assert told(RestAfterCall(), problem([attending("gray")], [LONG, later(5)])) == []
