"""No leave is planned on some days of every year."""

import pytest

from scheduling.engine.problem import Duty, Kind, Work
from scheduling.engine.rules import LeaveBlackout
from tests.scheduling.engine.builders import away, clinic, duty, problem, resident, told

ADA = resident("ada")


def week(number: int) -> Duty:
    return duty("leave", "LV", 7 * number, 0, 24 * 7, kind=Kind.LEAVE, work=Work.NONE)


def said(days: str, number: int = 0) -> list[str]:
    return told(LeaveBlackout(days=days), problem([ADA], [week(number)]))


@pytest.mark.parametrize("days", ["", "03-15 to 03-20", "01-01 to 03-07", "12-20 to 01-05"])
def test_leave_beside_the_days_is_allowed(days):
    assert said(days) == []


@pytest.mark.parametrize(
    "days", ["03-14 to 03-20", "03-01 to 03-08", "06-01 to 06-02, 03-10 to 03-10", "12-20 to 03-08"]
)
def test_leave_that_touches_one_of_the_days_is_told(days):
    assert said(days) == [
        f"Ada is given leave from 08 Mar to 14 Mar 2027; no leave is planned on {days}."
    ]


def test_absences_and_work_are_not_meant():
    asked = problem([ADA], [clinic(0)], away=[away(ADA, 1, 3)])

    assert told(LeaveBlackout(days="03-01 to 03-31"), asked) == []


@pytest.mark.parametrize(
    "days", ["July", "07-01", "13-01 to 13-05", "02-30 to 03-01", "7-1 to 7-5"]
)
def test_days_that_cannot_be_read_are_refused(days):
    with pytest.raises(ValueError, match=f"Days without leave: days is '{days}'; it must be like"):
        LeaveBlackout(days=days)
