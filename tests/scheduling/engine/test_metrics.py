"""Numbers about a roster."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.engine.check import check
from scheduling.engine.metrics import Coverage, coverage, hours, rotation_changes, shares
from scheduling.engine.problem import Demand, Pool, Roster, Work
from scheduling.engine.rules import Coverage as CoverageRule

from .builders import (
    attending,
    away,
    call,
    clinic,
    duty,
    night,
    problem,
    resident,
    roster,
    rotation,
    situation,
    span,
)

ADA, BEA = resident("ada", pgy=1), resident("bea")
WEEK = [call(n) for n in range(7)]
NIGHTS = problem(
    [ADA, BEA], WEEK, demands=[Demand((each.id,), 1, 1, label=each.id) for each in WEEK]
)
ALL_TAKEN = roster(*((ADA if n % 2 else BEA, each) for n, each in enumerate(WEEK)))


def test_a_week_in_which_every_call_is_taken_is_wholly_covered():
    found = coverage(NIGHTS, ALL_TAKEN)

    assert (found.needed, found.filled, found.share) == (7, 7, 1.0)


def test_a_missing_sunday_call_is_exactly_one_gap():
    without = ALL_TAKEN.changed(remove=[("ada", "call-6"), ("bea", "call-6")])

    found = coverage(NIGHTS, without)

    assert found.needed - found.filled == 1
    assert [b.message for b in check(NIGHTS, without, [CoverageRule()]).violations] == [
        "call-6: 0 of the 1 needed."
    ]


def test_coverage_is_never_above_all():
    everybody = Roster(NIGHTS.candidates)

    assert coverage(NIGHTS, everybody) == Coverage(7, 7)


def test_those_a_demand_does_not_ask_for_fill_nothing():
    demand = Demand(("call-0",), 2, who=frozenset({"PGY-1", "faculty"}))
    asked = problem([ADA, BEA, attending("gray")], WEEK, demands=[demand])

    assert coverage(asked, roster((BEA, WEEK[0]))) == Coverage(2, 0)
    assert coverage(asked, roster((ADA, WEEK[0]), (BEA, WEEK[0]))) == Coverage(2, 1)


def test_where_nothing_is_needed_all_is_covered():
    assert coverage(problem([ADA], WEEK), Roster()).share == 1.0


@given(seed=st.integers(0, 2**32))
def test_coverage_falls_short_when_and_only_when_the_rule_says_so(seed):
    asked, done = situation(seed)
    # A person counts once for a demand, however many of its duties they do.
    asked = problem(
        asked.people,
        asked.duties,
        candidates=asked.candidates,
        fixed=asked.fixed,
        demands=[Demand(d.duties[:1], d.low, d.high, d.who) for d in asked.demands],
    )

    found, broken = coverage(asked, done), check(asked, done, [CoverageRule()]).violations

    assert found.needed - found.filled == sum(b.excess for b in broken)
    assert found.share <= 1.0


def test_shares_count_what_each_does_of_a_pool_and_how_far_apart_they_are():
    pool = Pool("nights", tuple(each.id for each in WEEK), 7, {"ada": 1, "bea": 1})
    asked = problem([ADA, BEA, resident("cy")], [*WEEK, clinic(0)], pools=[pool])
    done = roster((BEA, WEEK[0]), (BEA, WEEK[1]), (BEA, clinic(0)), (asked.people[2], WEEK[2]))

    [found] = shares(asked, done)

    assert (found.pool, found.counts, found.spread) == (pool, {"ada": 0, "bea": 2}, 2)


@pytest.mark.parametrize(
    ("weights", "carried", "spread"),
    [
        ({"ada": 1, "bea": 1}, {"ada": 2}, 0),
        ({"ada": 1, "bea": 1}, {"bea": 1}, 3),
        ({"ada": 1, "bea": 2}, {}, 0),
        ({"ada": 1, "bea": 1, "cy": 2}, {}, 2),
    ],
)
def test_a_spread_regards_what_was_carried_over_and_compares_equal_shares_only(
    weights, carried, spread
):
    pool = Pool("nights", tuple(each.id for each in WEEK), 7, weights, carried)
    asked = problem([ADA, BEA, resident("cy")], WEEK, pools=[pool])

    [found] = shares(asked, roster((BEA, WEEK[0]), (BEA, WEEK[1])))

    assert found.spread == spread


def test_a_pool_without_people_has_no_spread():
    [found] = shares(problem([ADA], WEEK, pools=[Pool("p", (), 0, {})]), Roster())

    assert (found.counts, found.spread) == ({}, 0)


def test_hours_are_those_in_house_in_each_span_by_the_weeks_present():
    spans = [span(ADA, 0, 13), span(BEA, 0, 6)]
    home = call(2, name="home", work=Work.HOME_CALL)
    worked = [night(0), clinic(1), home, duty("lecture", "L", 2, 8, 10, work=Work.EDUCATION)]
    asked = problem([ADA, BEA], worked, spans=spans, away=[away(ADA, 7, 13)])
    done = roster(*((ADA, each) for each in worked))

    first, second = hours(asked, done)

    assert (first.person, first.label, first.minutes, first.weeks) == (
        "ada",
        "the rotation",
        1080,
        1,
    )
    assert first.weekly == pytest.approx(18.0)
    assert (second.person, second.minutes, second.weekly) == ("bea", 0, 0.0)


def test_hours_of_a_span_that_is_all_leave_are_no_hours_a_week():
    asked = problem([ADA], [clinic(0)], spans=[span(ADA, 0, 6)], away=[away(ADA, 0, 6)])

    [found] = hours(asked, Roster())

    assert (found.weeks, found.weekly) == (0, 0.0)


def test_rotation_changes_count_different_rotations():
    blocks = [rotation("ICU", 0, 13), rotation("ED", 14, 27), rotation("ICU", 28, 41)]
    asked = problem([ADA, BEA], [*blocks, clinic(0)])
    done = roster(*((ADA, each) for each in [*blocks, clinic(0)]), (BEA, blocks[0]))

    assert rotation_changes(asked, done) == {"ada": 2, "bea": 1}
