"""Nobody works while away, and leave falls in rotations that allow it."""

from dataclasses import replace

import pytest

from scheduling.engine.problem import Away, Duty, Kind, Work
from scheduling.engine.rules import Leave
from tests.scheduling.engine.builders import (
    away,
    call,
    clinic,
    duty,
    moment,
    problem,
    resident,
    rotation,
    told,
)

ADA, BEA = resident("ada"), resident("bea")
WEEK = duty("leave", "LV", 0, 0, 24 * 7, kind=Kind.LEAVE, work=Work.NONE)


def said(*duties: Duty, **fields: object) -> list[str]:
    return told(Leave(), problem([ADA], duties, **fields))


@pytest.mark.parametrize("planned", [True, False])
@pytest.mark.parametrize("work", [Work.CARE, Work.EDUCATION, Work.CALL, Work.HOME_CALL])
def test_no_duty_falls_in_an_absence(work, planned):
    asked = problem([ADA, BEA], [clinic(3, work=work)], away=[away(ADA, 3, 3, planned=planned)])

    assert told(Leave(), asked) == ["Ada is on leave on Thu 11 Mar 2027 and cannot do C-3-AM."]


def test_what_is_no_duty_may_fall_in_an_absence():
    assert said(clinic(3, work=Work.NONE), away=[away(ADA, 3, 3)]) == []


def test_duties_just_before_and_after_an_absence_are_allowed():
    absence = Away("ada", moment(3, 12), moment(4, 12))

    assert said(clinic(3), clinic(4, "PM"), away=[absence]) == []
    assert said(clinic(3, "PM"), clinic(4), away=[absence]) == [
        "Ada is on leave on Thu 11 Mar 2027 and cannot do C-3-PM.",
        "Ada is on leave on Fri 12 Mar 2027 and cannot do C-4-AM.",
    ]


def test_a_call_of_the_evening_before_reaches_into_the_absence():
    assert said(call(2), away=[away(ADA, 3, 3)]) == [
        "Ada is on leave on Thu 11 Mar 2027 and cannot do call-2."
    ]


def test_two_absences_at_the_same_time_are_said_once():
    assert len(said(clinic(3), away=[away(ADA, 3, 3), away(ADA, 1, 5)])) == 1


def test_planned_leave_does_not_fall_in_a_rotation_that_bars_it():
    inpatient = rotation("FMIT", 0, 13, leave_ok=False)

    assert said(inpatient, away=[away(ADA, 3, 5)]) == [
        "Ada is on leave on Thu 11 Mar 2027 and cannot do FMIT-0."
    ]
    assert said(inpatient, away=[away(ADA, 3, 5, planned=False)]) == []
    assert said(inpatient, away=[away(ADA, 14, 15)]) == []
    assert said(rotation("ELEC", 0, 13), away=[away(ADA, 3, 5)]) == []


def test_a_week_of_leave_that_is_given_does_not_fall_in_a_rotation_that_bars_it():
    assert said(rotation("FMIT", 0, 13, leave_ok=False), WEEK) == [
        "Ada is on leave on Mon 08 Mar 2027 and cannot do FMIT-0."
    ]
    assert said(rotation("ELEC", 0, 13), WEEK) == []
    assert said(rotation("FMIT", 7, 13, leave_ok=False), WEEK) == []


@pytest.mark.parametrize("work", [Work.CARE, Work.EDUCATION, Work.CALL, Work.HOME_CALL])
def test_no_duty_falls_in_a_week_of_leave_that_is_given(work):
    assert said(WEEK, clinic(3, work=work)) == [
        "Ada is on leave on Thu 11 Mar 2027 and cannot do C-3-AM."
    ]
    assert said(WEEK, clinic(7, work=work)) == []
    assert said(WEEK, clinic(3, work=Work.NONE)) == []


def test_leave_that_is_not_given_keeps_nothing_free():
    asked = problem([ADA, BEA], [WEEK, clinic(3)])
    without = replace(asked, candidates=asked.candidates - {("ada", "leave"), ("bea", "C-3-AM")})

    assert told(Leave(), without) == []
