"""Weekends without duty."""

import pytest

from scheduling.engine.problem import Rhythm
from scheduling.engine.rules import FreeWeekends
from tests.scheduling.engine.builders import clinic, day, problem, resident, roster, told

ADA = resident("ada")
SAT, SUN = 5, 6


def said(*worked: int, most: int | None = 1, rule: FreeWeekends | None = None) -> list[str]:
    duties = [clinic(number) for number in range(28)]
    rhythms = [] if rule else [Rhythm(ADA.id, day(0), day(27), most_weekends=most)]
    done = roster(*((ADA, duties[number]) for number in worked))
    return told(rule or FreeWeekends(), problem([ADA], duties, rhythms=rhythms), done)


def test_saturday_and_sunday_of_a_week_are_one_weekend():
    assert said(SAT, SUN, SUN + 1, SAT - 1) == []


def test_one_weekend_more_is_too_many():
    assert said(SAT, SUN + 7) == [
        "Ada works on 2 weekends, 08 Mar to 04 Apr 2027; at most 1 are allowed."
    ]


def test_without_a_number_there_is_no_limit():
    assert said(SAT, SAT + 7, SAT + 14, SAT + 21, most=None) == []


def test_of_weekends_in_a_row_some_are_free():
    rule = FreeWeekends(most=1, of=2)

    assert said(SAT, SAT + 14, rule=rule) == []
    assert said(SAT, SUN + 7, rule=rule) == [
        "Ada works on 2 weekends, 13 Mar to 21 Mar 2027; at most 1 are allowed."
    ]


def test_a_number_that_limits_nothing_is_refused():
    with pytest.raises(ValueError, match="2 of 2 weekends is no limit"):
        FreeWeekends(most=2, of=2)
