"""Nobody is in two places at once."""

import pytest

from scheduling.engine.problem import Duty, Kind, Work
from scheduling.engine.rules import OneThing
from tests.scheduling.engine.builders import (
    call,
    clinic,
    duty,
    night,
    problem,
    resident,
    rotation,
    told,
)

ADA, BEA = resident("ada"), resident("bea")
TWICE = "Ada has 2 duties at once on Mon 08 Mar 2027."


def said(*duties: Duty) -> list[str]:
    return told(OneThing(), problem([ADA], duties))


def test_a_rotation_with_its_half_days_and_calls_is_one_thing_at_a_time():
    assert said(rotation("FM", 0, 27), clinic(0), clinic(0, "PM"), call(0), clinic(1)) == []


def test_duties_that_overlap_by_a_minute_are_two_at_once():
    first = duty("first", "A", 0, 8, 12)

    assert said(first, duty("second", "B", 0, 12, 17)) == []
    assert said(first, duty("second", "B", 0, 12 - 1 / 60, 17)) == [TWICE]


def test_a_duty_within_another_is_found():
    assert said(duty("long", "A", 0, 8, 20), duty("short", "B", 0, 10, 11)) == [TWICE]


def test_three_at_once_are_said_to_be_three():
    three = [duty(f"duty {n}", "A", 0, 8, 12) for n in range(3)]

    assert said(*three) == ["Ada has 3 duties at once on Mon 08 Mar 2027."]


def test_two_people_may_do_the_same_at_the_same_time():
    assert told(OneThing(), problem([ADA, BEA], [clinic(0), night(0)])) == []


def test_two_activities_in_a_half_day_are_two_even_when_neither_is_work():
    off = [clinic(0, code=code, cell="Mon AM", work=Work.NONE) for code in ("OFF", "PC")]

    assert said(*off) == [TWICE]
    assert said(off[0], clinic(0, "PM", "PC", cell="Mon PM", work=Work.NONE)) == []


def test_duties_of_no_cell_are_not_in_one_cell():
    assert said(clinic(0, work=Work.NONE), clinic(0, code="OFF", work=Work.NONE)) == []


def test_the_cells_of_two_people_are_two():
    activities = [clinic(0, code=code, cell="Mon AM", work=Work.NONE) for code in ("OFF", "PC")]
    asked = problem(
        [ADA, BEA], activities, candidates=frozenset({("ada", "OFF-0-AM"), ("bea", "PC-0-AM")})
    )

    assert told(OneThing(), asked) == []


@pytest.mark.parametrize(("first", "faults"), [(14, 0), (13, 1)])
def test_rotations_do_not_overlap(first, faults):
    assert len(said(rotation("ICU", 0, 13), rotation("ED", first, 27))) == faults


def test_weeks_of_leave_do_not_overlap():
    weeks = [
        duty(f"leave {n}", "LV", n, 0, 24 * 7, kind=Kind.LEAVE, work=Work.NONE) for n in (0, 6, 13)
    ]

    assert said(*weeks) == ["Ada has 2 duties at once on Sun 14 Mar 2027."]


def test_leave_within_a_rotation_is_not_two_things():
    leave = duty("leave", "LV", 0, 0, 24 * 7, kind=Kind.LEAVE, work=Work.NONE)

    assert said(rotation("ELEC", 0, 27), leave) == []


def test_home_call_is_a_duty_and_backup_is_none():
    assert said(night(0), call(0, name="home", work=Work.HOME_CALL)) == [TWICE]
    assert said(night(0), call(0, name="backup", work=Work.NONE)) == []
