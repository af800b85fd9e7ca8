"""Each half-day is filled with what the rotation's pattern allows."""

from scheduling.engine.problem import Expectation
from scheduling.engine.rules import WeeklyPattern
from tests.scheduling.engine.builders import call, clinic, problem, resident, roster, told

ADA, BEA = resident("ada"), resident("bea")
CLINIC, LECTURE, NIGHT = clinic(1), clinic(1, code="LEC"), call(0)
MORNING = Expectation(ADA.id, (CLINIC.id, LECTURE.id), (NIGHT.id,), "Tue 09 Mar 2027 AM")
ASKED = problem([ADA, BEA], [CLINIC, LECTURE, NIGHT, clinic(2)], expectations=[MORNING])
EMPTY = ["Ada has nothing to do on Tue 09 Mar 2027 AM."]


def test_one_of_the_activities_of_the_pattern_is_enough():
    assert told(WeeklyPattern(), ASKED, roster((ADA, CLINIC))) == []
    assert told(WeeklyPattern(), ASKED, roster((ADA, LECTURE))) == []
    assert told(WeeklyPattern(), ASKED, roster((ADA, CLINIC), (ADA, LECTURE))) == []


def test_an_empty_half_day_is_said():
    assert told(WeeklyPattern(), ASKED, roster()) == EMPTY
    assert told(WeeklyPattern(), ASKED, roster((ADA, clinic(2)), (BEA, CLINIC))) == EMPTY


def test_the_call_of_the_night_before_sets_free():
    assert told(WeeklyPattern(), ASKED, roster((ADA, NIGHT))) == []
    assert told(WeeklyPattern(), ASKED, roster((BEA, NIGHT))) == EMPTY
