"""In-house call every third night at most, averaged."""

import pytest

from scheduling.engine.problem import Duty, Work
from scheduling.engine.rules import CallFrequency
from tests.scheduling.engine.builders import away, call, night, problem, resident, span, told

ADA = resident("ada")


def calls(*nights: int, **fields: object) -> list[Duty]:
    return [call(n, **fields) for n in nights]


def test_nine_calls_in_28_nights_are_allowed_however_they_are_spread():
    spread, together = calls(*range(0, 27, 3)), calls(*range(9))

    for nine in (spread, together):
        assert told(CallFrequency(), problem([ADA], nine, spans=[span(ADA, 0, 27)])) == []


def test_ten_calls_in_28_nights_are_not_allowed():
    asked = problem([ADA], calls(*range(0, 28, 3)), spans=[span(ADA, 0, 27)])

    assert told(CallFrequency(), asked) == [
        "Ada takes 10 in-house calls in the rotation (08 Mar to 04 Apr 2027); "
        "at most 9 are allowed."
    ]


@pytest.mark.parametrize(("count", "faults"), [(7, 0), (8, 1)])
def test_a_week_of_leave_leaves_seven_calls(count, faults):
    asked = problem([ADA], calls(*range(count)), spans=[span(ADA, 0, 27)], away=[away(ADA, 21, 27)])

    assert len(told(CallFrequency(), asked)) == faults


@pytest.mark.parametrize("work", [Work.HOME_CALL, Work.CARE, Work.NONE])
def test_only_in_house_call_counts(work):
    asked = problem([ADA], calls(*range(20), work=work), spans=[span(ADA, 0, 27)])

    assert told(CallFrequency(), asked) == []


def test_night_float_is_no_call():
    asked = problem([ADA], map(night, range(20)), spans=[span(ADA, 0, 27)])

    assert told(CallFrequency(), asked) == []


def test_a_call_counts_in_the_rotation_in_which_it_begins():
    asked = problem([ADA], calls(1, 2, 3), spans=[span(ADA, 0, 2), span(ADA, 3, 5)])

    # The call of night 2 reaches into day 3; were it counted twice, both would be broken.
    assert told(CallFrequency(), asked) == [
        "Ada takes 2 in-house calls in the rotation (08 Mar to 10 Mar 2027); at most 1 are allowed."
    ]


def test_every_fourth_night_is_a_parameter():
    asked = problem([ADA], calls(*range(8)), spans=[span(ADA, 0, 27)])

    assert told(CallFrequency(every=4), asked) == [
        "Ada takes 8 in-house calls in the rotation (08 Mar to 04 Apr 2027); at most 7 are allowed."
    ]


def test_every_zeroth_night_is_refused():
    with pytest.raises(ValueError, match="every is 0; it must be 1 or more"):
        CallFrequency(every=0)
