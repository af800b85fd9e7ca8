"""No call in the night before leave; nobody far above a fair share."""

import pytest

from scheduling.engine.check import check
from scheduling.engine.problem import Pool, Work
from scheduling.engine.rules import CallBeforeLeave, CallOverload, Tier
from tests.scheduling.engine.builders import away, call, problem, resident, roster, told

ADA, BEA = resident("ada"), resident("bea")
CALLS = [call(n, work=Work.NONE) for n in range(10)]


@pytest.mark.parametrize(("nights", "faults"), [((4,), 1), ((3,), 1), ((2,), 0), ((5,), 0)])
def test_a_call_is_over_a_day_before_leave_begins(nights, faults):
    asked = problem([ADA, BEA], CALLS, away=[away(ADA, 5, 8)])

    done = [(ADA, CALLS[n]) for n in nights] + [(BEA, CALLS[4])]
    assert len(told(CallBeforeLeave(), asked, roster(*done))) == faults


def test_the_hours_are_counted_from_the_end_of_the_call():
    asked = problem([ADA], CALLS, away=[away(ADA, 5, 8)])
    before = roster((ADA, CALLS[3]))  # ends at 07:00 on day 4, 17 hours before

    assert told(CallBeforeLeave(hours=17), asked, before) == []
    assert told(CallBeforeLeave(hours=18), asked, before) == [
        "Ada has call-3, less than 18 h before planned leave begins."
    ]


def test_nobody_knows_of_sick_leave_the_night_before():
    asked = problem([ADA], CALLS, away=[away(ADA, 5, 8, planned=False)])

    assert told(CallBeforeLeave(), asked) == []


@pytest.mark.parametrize(("count", "cost"), [(3, 0), (4, 0), (5, 10), (6, 30), (7, 70), (8, 110)])
def test_each_call_far_above_the_share_costs_more_than_the_one_before(count, cost):
    ids = tuple(c.id for c in CALLS)
    pool = Pool("nights", ids, 6, {ADA.id: 1, BEA.id: 1})  # three each
    asked = problem([ADA, BEA], CALLS, pools=[pool])

    done = roster(*((ADA, c) for c in CALLS[:count]))
    assert check(asked, done, [CallOverload()]).costs == {Tier.FAIRNESS: cost}


def test_the_sentence_names_the_count():
    pool = Pool("nights", tuple(c.id for c in CALLS), 2, {ADA.id: 1, BEA.id: 1})
    asked = problem([ADA, BEA], CALLS, pools=[pool])

    assert told(CallOverload(), asked, roster(*((ADA, c) for c in CALLS[:3]))) == [
        "Ada, nights: 3, which is 1 too many."
    ]
