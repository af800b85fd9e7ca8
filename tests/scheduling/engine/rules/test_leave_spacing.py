"""Weeks of leave are spread out."""

import pytest

from scheduling.engine.problem import Duty, Kind, Work
from scheduling.engine.rules import LeaveSpacing
from tests.scheduling.engine.builders import duty, problem, resident, roster, told

ADA, BEA = resident("ada"), resident("bea")


def week(number: int) -> Duty:
    name = f"leave {number}"
    return duty(name, "LV", 7 * number, 0, 24 * 7, kind=Kind.LEAVE, work=Work.NONE)


@pytest.mark.parametrize(("weeks", "apart"), [(2, 3), (0, 1)])
def test_enough_weeks_between_are_enough(weeks, apart):
    assert told(LeaveSpacing(weeks=weeks), problem([ADA], [week(0), week(apart)])) == []


def test_too_few_weeks_between_are_told():
    assert told(LeaveSpacing(weeks=2), problem([ADA], [week(2), week(0)])) == [
        "Ada has two weeks of leave within 08 Mar to 28 Mar 2027, with less than 2 weeks between "
        "them."
    ]


def test_people_are_looked_at_one_by_one():
    asked = problem([ADA, BEA], [week(0), week(1)])

    assert told(LeaveSpacing(), asked, roster((ADA, week(0)), (BEA, week(1)))) == []
