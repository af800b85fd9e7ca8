"""Rotations in the right order, with time between them."""

import pytest

from scheduling.engine.problem import Duty, Gap, Precedence
from scheduling.engine.rules import Sequence
from tests.scheduling.engine.builders import (
    call,
    duty,
    problem,
    resident,
    roster,
    rotation,
    told,
)

ADA, BEA = resident("ada"), resident("bea")
ICU = [rotation("ICU", first, first + 13) for first in (0, 14, 28)]
WARD = [rotation("WARD", first, first + 13) for first in (0, 14, 28)]


def ordered(*done: Duty) -> list[str]:
    """What is said when the ICU builds on the ward."""
    named = [tuple(each.id for each in kind) for kind in (WARD, ICU)]
    rule = Precedence(ADA.id, *named, "ICU before any WARD")
    question = problem([ADA, BEA], [*ICU, *WARD], precedences=[rule])
    return told(Sequence(), question, roster(*((ADA, one) for one in done)))


def apart(days: int, *done: Duty) -> list[str]:
    """What is said when so many days have to lie between any two of these."""
    gap = Gap(ADA.id, tuple(each.id for each in done), days, "twice too soon")
    return told(Sequence(), problem([ADA], done, gaps=[gap]))


@pytest.mark.parametrize(
    "done",
    [
        [],
        [WARD[0]],
        [WARD[0], ICU[1]],
        [WARD[0], ICU[2]],
        [WARD[0], ICU[1], ICU[2]],
        [WARD[0], WARD[1], ICU[2]],
    ],
)
def test_a_rotation_that_builds_on_another_may_follow_it(done):
    assert ordered(*done) == []


@pytest.mark.parametrize(
    "done", [[ICU[0]], [ICU[2]], [ICU[0], WARD[1]], [ICU[1], WARD[1]], [ICU[0], WARD[2]]]
)
def test_it_may_not_come_before_it_or_without_it(done):
    assert ordered(*done) == ["Ada, ICU before any WARD."]


def test_each_one_that_comes_too_early_is_said():
    assert ordered(ICU[0], WARD[1], ICU[1], ICU[2]) == ["Ada, ICU before any WARD."] * 2


def test_the_order_of_somebody_else_does_not_matter():
    rule = Precedence(ADA.id, (WARD[0].id,), (ICU[1].id,), "ICU before any WARD")
    question = problem([ADA, BEA], [ICU[1], WARD[0]], precedences=[rule])

    assert told(Sequence(), question, roster((BEA, ICU[1]))) == []
    assert told(Sequence(), question, roster((BEA, WARD[0]), (ADA, ICU[1]))) != []


@pytest.mark.parametrize(("days", "faults"), [(7, 0), (8, 1)])
def test_days_lie_between_the_end_of_one_and_the_start_of_the_next(days, faults):
    first, second = rotation("ICU", 14, 27), rotation("ICU", 35, 48)

    assert len(apart(days, first, second)) == faults


def test_a_change_of_clocks_between_two_rotations_makes_them_no_closer():
    # Fourteen days on the calendar, which are an hour short of 14 times 24 hours.
    assert apart(14, rotation("ICU", -7, -1), rotation("ICU", 14, 20)) == []
    assert apart(15, rotation("ICU", -7, -1), rotation("ICU", 14, 20)) == ["Ada, twice too soon."]


def test_every_pair_that_is_too_close_is_said():
    three = [rotation("ICU", first, first + 6) for first in (14, 21, 28)]

    assert len(apart(1, *three)) == 2
    assert len(apart(7, *three)) == 2
    assert len(apart(8, *three)) == 3


def test_what_is_not_done_stands_between_nothing():
    three = [rotation("ICU", first, first + 6) for first in (14, 21, 28)]
    gap = Gap(ADA.id, tuple(each.id for each in three), 7, "twice too soon")
    question = problem([ADA], three, gaps=[gap])

    assert told(Sequence(), question, roster((ADA, three[0]), (ADA, three[2]))) == []


@pytest.mark.parametrize(("night", "faults"), [(1, 1), (2, 1), (3, 0)])
def test_two_nights_lie_between_calls(night, faults):
    assert len(apart(2, call(0), call(night))) == faults


def test_duties_that_overlap_are_too_close_whatever_the_days():
    assert len(apart(0, duty("one", "A", 0, 8, 12), duty("two", "B", 0, 11, 13))) == 1
    assert apart(0, duty("one", "A", 0, 8, 12), duty("two", "B", 0, 12, 13)) == []
