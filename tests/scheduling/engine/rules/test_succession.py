"""Duties that may not follow others."""

from scheduling.engine.problem import Succession
from scheduling.engine.rules import ShiftSuccession
from tests.scheduling.engine.builders import clinic, problem, resident, told

ADA, BEA = resident("ada"), resident("bea", pgy=1)
LATE, EARLY = frozenset({"LATE"}), frozenset({"EARLY"})


def said(gap: int, *, days: int = 1, who: frozenset[str] = frozenset()) -> list[str]:
    duties = [clinic(1, code="LATE"), clinic(1 + gap, code="EARLY")]
    rows = [Succession(LATE, EARLY, days, who)]
    return told(ShiftSuccession(), problem([ADA], duties, successions=rows))


def test_what_may_not_follow_is_a_fault_on_the_next_day():
    assert said(1) == ["Ada, 09 Mar to 10 Mar 2027: EARLY may not follow LATE."]


def test_neither_the_same_day_nor_a_later_one_is_meant_nor_the_other_order():
    assert [said(gap) for gap in (0, 2, -1)] == [[], [], []]


def test_the_number_of_days_is_told():
    assert len(said(2, days=2)) == 1
    assert said(3, days=2) == []


def test_only_those_meant_are_held_to_it():
    assert said(1, who=frozenset({"PGY-1"})) == []
    assert len(said(1, who=frozenset({"PGY-2"}))) == 1


def test_duties_of_two_people_do_not_follow_each_other():
    duties = [clinic(1, code="LATE"), clinic(2, code="EARLY")]
    shared = frozenset({("ada", duties[0].id), ("bea", duties[1].id)})
    rows = [Succession(LATE, EARLY)]

    assert (
        told(ShiftSuccession(), problem([ADA, BEA], duties, candidates=shared, successions=rows))
        == []
    )
