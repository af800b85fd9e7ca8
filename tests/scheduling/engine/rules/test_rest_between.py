"""Eight hours between duty periods: a recommendation."""

import pytest

from scheduling.engine.check import check
from scheduling.engine.problem import Duty, Roster, Work
from scheduling.engine.rules import Force, RestBetween
from tests.scheduling.engine.builders import attending, call, clinic, duty, problem, resident, told

ADA = resident("ada")
DAY = duty("day", "D", 0, 7, 19)
TOO_SHORT = "Ada has less than 8 h off before duty on Tue 09 Mar 2027."


def said(*duties: Duty, **parameters: int) -> list[str]:
    return told(RestBetween(**parameters), problem([ADA], duties))


def test_seven_hours_off_are_an_advisory_and_no_violation():
    asked = problem([ADA], [DAY, duty("early", "E", 1, 2, 6)])
    report = check(asked, Roster(asked.candidates), [RestBetween()])

    assert RestBetween.force == Force.SHOULD
    assert [b.message for b in report.advisories] == [TOO_SHORT]
    assert report.violations == ()


@pytest.mark.parametrize(("starts", "faults"), [(27, 0), (27 - 1 / 60, 1), (21, 1)])
def test_eight_hours_off_are_enough(starts, faults):
    assert len(said(DAY, duty("next", "N", 0, starts, 36))) == faults


def test_lunch_is_no_rest():
    assert said(clinic(0), clinic(0, "PM")) == []
    assert said(clinic(0), clinic(0, "PM"), pause_minutes=30) == [
        "Ada has less than 8 h off before duty on Mon 08 Mar 2027."
    ]


def test_a_night_off_between_two_days_is_rest():
    assert said(*(clinic(n, slot) for n in range(3) for slot in ("AM", "PM"))) == []


def test_work_in_between_makes_it_another_gap():
    evening = duty("evening", "E", 0, 20, 22)

    # From 19 to 2 is not off when the evening is worked; from 22 to 2 is what counts.
    assert said(DAY, evening, duty("early", "E", 1, 2, 6)) == [TOO_SHORT]
    assert said(DAY, evening, duty("early", "E", 1, 6, 9)) == []


def test_education_counts_and_home_call_does_not():
    lecture = duty("lecture", "L", 0, 25, 27, work=Work.EDUCATION)
    home = call(0, starts=25, ends=31, name="home", work=Work.HOME_CALL)

    assert said(DAY, lecture) == [TOO_SHORT]
    assert said(DAY, home) == []


def test_the_hours_are_a_parameter():
    assert said(DAY, duty("next", "N", 1, 4, 9), hours=10) == [
        "Ada has less than 10 h off before duty on Tue 09 Mar 2027."
    ]


def test_attendings_are_outside_the_rule():
    late = duty("early", "E", 1, 2, 6)

    assert told(RestBetween(), problem([attending("gray")], [DAY, late])) == []
