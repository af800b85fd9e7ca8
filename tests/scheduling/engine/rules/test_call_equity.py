"""Fair shares of call: by weight, with what was done before."""

from collections.abc import Mapping

import pytest

from scheduling.engine.check import check
from scheduling.engine.problem import Pool, Problem, Roster
from scheduling.engine.rules import CallEquity, Tier
from scheduling.engine.rules.call_equity import fair_shares
from tests.scheduling.engine.builders import call, problem, resident, told

NAMES = ("ada", "bea", "cy")
NIGHTS = [call(n) for n in range(10)]


def asked(
    weights: Mapping[str, int], carried: Mapping[str, int] | None = None, total: int = 10
) -> Problem:
    pool = Pool("nights", tuple(n.id for n in NIGHTS), total, weights, carried or {})
    return problem([resident(name) for name in NAMES], NIGHTS, pools=[pool])


def taking(*counts: int) -> Roster:
    """Ada takes the first nights, Bea the next, Cy those after."""
    names = [name for name, count in zip(NAMES, counts, strict=True) for _ in range(count)]
    return Roster.of((name, night.id) for name, night in zip(names, NIGHTS, strict=False))


EQUAL = dict.fromkeys(NAMES, 100)


@pytest.mark.parametrize("counts", [(4, 3, 3), (3, 4, 3), (3, 3, 4)])
def test_equal_shares_differ_by_one_at_the_most(counts):
    assert told(CallEquity(), asked(EQUAL), taking(*counts)) == []


def test_a_count_beside_the_share_is_said_for_each_person():
    assert told(CallEquity(), asked(EQUAL), taking(5, 3, 2)) == [
        "Ada, nights: 5; a fair share is 3 to 4.",
        "Cy, nights: 2; a fair share is 3 to 4.",
    ]


def test_a_share_that_is_a_whole_number_is_said_as_one():
    assert told(CallEquity(), asked(EQUAL, total=9), taking(4, 3, 2)) == [
        "Ada, nights: 4; a fair share is 3.",
        "Cy, nights: 2; a fair share is 3.",
    ]


def test_shares_are_in_proportion_to_working_time():
    half_time = {"ada": 100, "bea": 100, "cy": 50}

    assert told(CallEquity(), asked(half_time), taking(4, 4, 2)) == []
    assert told(CallEquity(), asked(half_time), taking(4, 3, 3)) == [
        "Bea, nights: 3; a fair share is 4.",
        "Cy, nights: 3; a fair share is 2.",
    ]


def test_what_was_done_before_is_made_up_for():
    before = {"ada": 4, "bea": 1}

    # Fifteen in all, five for each: one more for Ada, four for Bea, five for Cy.
    assert told(CallEquity(), asked(EQUAL, before), taking(1, 4, 5)) == []
    assert told(CallEquity(), asked(EQUAL, before), taking(4, 3, 3)) == [
        "Ada, nights: 4; a fair share is 1.",
        "Bea, nights: 3; a fair share is 4.",
        "Cy, nights: 3; a fair share is 5.",
    ]


def test_who_has_done_far_too_much_is_asked_for_nothing():
    assert list(fair_shares(Pool("p", (), 3, EQUAL, {"ada": 9}))) == [(0, 0), (4, 4), (4, 4)]


def test_a_spread_allows_so_many_more_or_fewer():
    assert told(CallEquity(spread=1), asked(EQUAL), taking(5, 3, 2)) == []
    assert told(CallEquity(spread=1), asked(EQUAL), taking(6, 3, 1)) == [
        "Ada, nights: 6; a fair share is 2 to 5.",
        "Cy, nights: 1; a fair share is 2 to 5.",
    ]


def test_each_call_beside_the_share_costs_ten_in_the_tier_of_fairness():
    report = check(asked(EQUAL), taking(6, 2, 2), [CallEquity()])

    assert report.costs == {Tier.FAIRNESS: 40}
    assert (report.violations, report.advisories) == ((), ())


def test_people_outside_the_pool_have_no_share():
    assert told(CallEquity(), asked({"ada": 1, "bea": 1}), taking(5, 5, 0)) == []
    assert told(CallEquity(), asked({"ada": 1, "bea": 1}, total=7), taking(4, 3, 3)) == []
