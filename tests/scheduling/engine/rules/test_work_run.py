"""Days of work in a row."""

import pytest

from scheduling.engine.problem import Rhythm
from scheduling.engine.rules import WorkRun
from tests.scheduling.engine.builders import clinic, day, problem, resident, roster, told

ADA = resident("ada")


def said(*worked: int, last: int = 6, rule: WorkRun | None = None, **fields: int) -> list[str]:
    """What is said when clinic is held on these days of days 0 to `last`."""
    duties = [clinic(number) for number in range(last + 1)]
    rhythms = [Rhythm(ADA.id, day(0), day(last), **fields)] if fields else []
    done = roster(*((ADA, duties[number]) for number in worked))
    return told(rule or WorkRun(), problem([ADA], duties, rhythms=rhythms), done)


def test_as_many_days_in_a_row_as_allowed_may_be_worked():
    assert said(0, 1, 2, 4, 5, 6, most_work=3) == []


def test_one_day_more_is_too_many():
    assert said(0, 1, 2, 3, most_work=3) == [
        "Ada works 4 days in a row, 08 Mar to 11 Mar 2027; at most 3 are allowed."
    ]


def test_a_run_that_starts_lasts_as_long_as_asked_for():
    assert said(2, 3, least_work=2) == []
    assert said(2, least_work=2) == [
        "Ada starts to work on Wed 10 Mar 2027 and is off on Thu 11 Mar 2027; "
        "at least 2 days in a row are asked for."
    ]


@pytest.mark.parametrize("worked", [[0], [6]])
def test_a_run_at_either_end_may_go_on_outside(worked):
    assert said(*worked, least_work=3) == []


def test_a_day_on_which_there_is_no_duty_ends_a_run_and_starts_none():
    duties = [clinic(number) for number in (0, 1, 3, 4)]
    rhythm = Rhythm(ADA.id, day(0), day(4), most_work=2)

    assert told(WorkRun(), problem([ADA], duties, rhythms=[rhythm])) == []


def test_parameters_hold_for_a_whole_group():
    assert len(said(0, 1, 2, rule=WorkRun(most_days=2))) == 1
    assert said(0, 1, 2, rule=WorkRun(most_days=2, applies_to="faculty")) == []


def test_parameters_that_cannot_both_be_kept_are_refused():
    with pytest.raises(ValueError, match="at most 2 and at least 3 days cannot both be kept"):
        WorkRun(most_days=2, least_days=3)


def test_two_duties_on_a_day_are_one_day_of_work():
    duties = [clinic(0), clinic(0, "PM"), clinic(1)]
    rhythm = Rhythm(ADA.id, day(0), day(1), most_work=2)

    assert told(WorkRun(), problem([ADA], duties, rhythms=[rhythm])) == []
