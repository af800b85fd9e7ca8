"""Solving: the best answer, tier by tier; repeatable; stopped when told to."""

import os
import subprocess
import sys
import threading
import time
from dataclasses import replace
from itertools import pairwise
from unittest.mock import patch

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from scheduling.engine import light
from scheduling.engine.check import Checker, check
from scheduling.engine.control import Control
from scheduling.engine.files import fingerprint
from scheduling.engine.model import RosterModel
from scheduling.engine.options import Options
from scheduling.engine.problem import Demand, Pool, Preference, Quota, Roster
from scheduling.engine.relaxed import RELAXED
from scheduling.engine.result import Progress, Result, Status, TierResult
from scheduling.engine.rules import (
    ALL,
    CallEquity,
    Coverage,
    FairPreferences,
    OneThing,
    RankPreferences,
    Rule,
    Sequence,
    StayClose,
    Tier,
    WeeklyShare,
    defaults,
)
from scheduling.engine.solve import solve, solve_model

from .builders import call, clinic, long_problem, problem, resident, roster, situation

ADA, BEA = resident("ada"), resident("bea")
ONE = Options(workers=1, seconds=30)
LONG, LONGER = long_problem(people=12, nights=60), long_problem(people=20, nights=120)
LONG_RULES = [Coverage(), Sequence(), FairPreferences(), RankPreferences()]

SMALL = {
    "weekly-hours": {"hours": 20},
    "night-run": {"nights": 1},
    "call-frequency": {"every": 6},
    "continuous-duty": {"hours": 14, "transition_hours": 2},
    "rest-after-call": {"after_hours": 14},
    "rest-between": {"hours": 12},
}


def book(asking_price: int | None = None) -> list[Rule]:
    """The rules with limits that a situation can reach; what is asked for may have a price."""
    return [
        rule(weight=asking_price, **SMALL.get(rule.code, {}))
        if rule.code in RELAXED and asking_price
        else rule(**SMALL.get(rule.code, {}))
        for rule in ALL
    ]


def objectives(result: Result) -> dict[Tier, int]:
    return {tier.tier: tier.objective for tier in result.tiers if tier.objective}


# The best answer


@given(seed=st.integers(0, 2**32))
def test_no_roster_is_better_than_the_answer(seed):
    """Against all rosters of a problem with at most six decisions, whatever is said when."""
    asked, _ = situation(seed)
    open_pairs = sorted(asked.candidates | asked.fixed)[:: max(1, len(asked.candidates) // 5)][:6]
    asked = replace(asked, candidates=frozenset(open_pairs), fixed=frozenset())
    rules = book(asking_price=2)
    model, checker = RosterModel(asked, rules), Checker(asked, rules)
    assume(not model.settled_faults)

    with patch.object(light, "SHORT", seed % 2 * light.SHORT):
        result = solve_model(model, ONE)

    reports = [
        checker.report(Roster.of(p for bit, p in enumerate(open_pairs) if number >> bit & 1))
        for number in range(2 ** len(open_pairs))
    ]
    costs = [[r.costs[tier] for tier in sorted(r.costs)] for r in reports if not r.violations]
    assert result.status == (Status.OPTIMAL if costs else Status.INFEASIBLE)
    if costs:
        best = dict(zip(sorted(reports[0].costs), min(costs), strict=True))
        assert objectives(result) == {tier: cost for tier, cost in best.items() if cost}
        assert all(tier.bound == tier.objective and tier.proven for tier in result.tiers)


@given(seed=st.integers(0, 2**32))
def test_the_check_finds_nothing_wrong_with_an_answer_and_counts_the_same_costs(seed):
    asked, _ = situation(seed)
    rules = book(asking_price=2)
    model = RosterModel(asked, rules)

    result = solve_model(model, ONE)

    assume(result.roster is not None)
    report = check(asked, result.roster, rules)
    assert {b.row for b in report.violations} <= set(model.settled_faults)
    assert {tier: cost for tier, cost in report.costs.items() if cost} == objectives(result)
    assert asked.fixed <= result.roster.pairs <= asked.candidates | asked.fixed


# Tiers


def test_a_later_tier_never_costs_an_earlier_one():
    """Ada's least wanted clinic is the one that education asks for."""
    wish = Preference("ada", ("C-0-AM",), 1000)
    asked = problem(
        [ADA],
        [clinic(0), clinic(1)],
        preferences=[wish],
        quotas=[Quota("weekly-share", "ada", {"C-0-AM": 1}, 1, None)],
        published=frozenset({("ada", "C-1-AM")}),
    )

    result = solve(asked, [WeeklyShare(weight=1), RankPreferences(), StayClose()], ONE)

    assert result.roster == roster((ADA, clinic(0)), (ADA, clinic(1)))
    assert [(t.tier, t.objective) for t in result.tiers] == [
        (Tier.EDUCATION, 0),
        (Tier.PREFERENCES, 1000),
        (Tier.NEARNESS, 1),
    ]


@pytest.mark.parametrize("order", [1, -1])
def test_tiers_are_served_in_their_order_however_the_rules_are_given(order):
    """Fairness wants Ada to take both calls, her wishes none."""
    calls = [call(0), call(3)]
    ids = tuple(each.id for each in calls)
    asked = problem(
        [ADA],
        calls,
        pools=[Pool("calls", ids, 2, {"ada": 1})],
        preferences=[Preference("ada", ids, 50)],
    )

    result = solve(asked, [CallEquity(weight=1), RankPreferences(weight=9)][::order], ONE)

    assert result.roster == Roster(asked.candidates)
    assert objectives(result) == {Tier.PREFERENCES: 2 * 50 * 9}


@pytest.mark.parametrize(
    ("order", "costs"),
    [
        ((), [(Tier.FAIRNESS, 0), (Tier.PREFERENCES, 100)]),
        ((Tier.PREFERENCES,), [(Tier.PREFERENCES, 0), (Tier.FAIRNESS, 2)]),
        ((Tier.SHAPE, Tier.PREFERENCES), [(Tier.PREFERENCES, 0), (Tier.FAIRNESS, 2)]),
        ((Tier.FAIRNESS, Tier.PREFERENCES), [(Tier.FAIRNESS, 0), (Tier.PREFERENCES, 100)]),
    ],
)
def test_tiers_are_served_in_the_order_asked_for(order, costs):
    """Fairness wants Ada to take both calls, her wishes none."""
    calls = [call(0), call(3)]
    ids = tuple(each.id for each in calls)
    asked = problem(
        [ADA],
        calls,
        pools=[Pool("calls", ids, 2, {"ada": 1})],
        preferences=[Preference("ada", ids, 50)],
    )
    found: list[Progress] = []

    result = solve(
        asked,
        [CallEquity(weight=1), RankPreferences()],
        replace(ONE, order=order),
        on_progress=found.append,
    )

    assert [(tier.tier, tier.objective) for tier in result.tiers] == costs
    assert [(tier.bound, tier.proven) for tier in result.tiers] == [(c, True) for _, c in costs]
    assert {p.left for p in found if p.tier == costs[1][0]} <= {()}


def test_progress_tells_which_tiers_are_left():
    calls = [call(0), call(3)]
    ids = tuple(each.id for each in calls)
    asked = problem(
        [ADA],
        calls,
        pools=[Pool("calls", ids, 2, {"ada": 1})],
        preferences=[Preference("ada", ids, 50)],
        published=frozenset({("ada", "call-0")}),
    )
    found: list[Progress] = []

    order = (Tier.NEARNESS, Tier.PREFERENCES)
    rules = [CallEquity(weight=1), RankPreferences(), StayClose()]
    solve(asked, rules, replace(ONE, order=order), on_progress=found.append)

    assert (Tier.PREFERENCES, (Tier.FAIRNESS,)) in {(p.tier, p.left) for p in found}


def test_an_order_that_names_a_tier_twice_is_refused():
    with pytest.raises(ValueError, match="names one twice: shape, shape"):
        Options(order=(Tier.SHAPE, Tier.SHAPE))


def test_where_a_tier_leaves_a_choice_the_next_one_makes_it():
    asked = problem(
        [ADA, BEA],
        [call(0)],
        demands=[Demand(("call-0",), 1)],
        preferences=[Preference("ada", ("call-0",), 1)],
    )

    assert solve(asked, [Coverage(), RankPreferences()], ONE).roster == roster((BEA, call(0)))


def test_a_problem_without_soft_rules_has_one_tier_that_costs_nothing():
    asked = problem([ADA], [call(0)], demands=[Demand(("call-0",), 1)])

    result = solve(asked, [Coverage()], ONE)

    assert [(t.objective, t.bound, t.gap) for t in result.tiers] == [(0, 0, 0.0)]
    assert (result.status, result.gap) == (Status.OPTIMAL, 0.0)


# What a result says


def test_a_result_says_all_that_is_needed_to_repeat_it():
    asked = problem([ADA], [call(0)])
    result = solve(asked, defaults(), Options(workers=1, seed=7))

    assert (result.seed, result.workers, result.cancelled) == (7, 1, False)
    assert result.fingerprint == fingerprint(asked, defaults())
    assert result.solver.startswith("OR-Tools 9.")
    assert result.seconds >= result.build_seconds > 0


def test_a_problem_without_an_answer_is_infeasible():
    asked = problem(
        [ADA], [clinic(0), clinic(0, code="X")], demands=[Demand(("C-0-AM", "X-0-AM"), 2)]
    )

    result = solve(asked, [Coverage(), OneThing()], ONE)

    assert (result.status, result.roster, result.tiers) == (Status.INFEASIBLE, None, ())


def test_without_time_nothing_is_known():
    result = solve(LONG, LONG_RULES, Options(workers=1, deterministic=1e-9))

    assert (result.status, result.roster, result.tiers) == (Status.UNKNOWN, None, ())


def test_what_is_not_proven_is_feasible_and_its_gap_is_told():
    result = solve(LONG, LONG_RULES, Options(workers=1, deterministic=0.05))

    assert result.status == Status.FEASIBLE
    assert not result.tiers[0].proven
    assert result.tiers[0].bound < result.tiers[0].objective
    assert result.gap == max(tier.gap for tier in result.tiers) > 0
    assert check(LONG, result.roster, LONG_RULES).violations == ()
    costs = check(LONG, result.roster, LONG_RULES).costs
    assert [costs[tier.tier] for tier in result.tiers] == [t.objective for t in result.tiers]


def test_a_gap_that_was_asked_for_is_no_proof():
    rules = [Coverage(), Sequence(), RankPreferences()]

    result = solve(LONG, rules, Options(workers=1, seconds=30, gap=0.5))

    assert result.status == Status.FEASIBLE
    assert not result.tiers[0].proven
    assert 0 < result.tiers[0].gap <= 0.5


@pytest.mark.parametrize(
    ("objective", "bound", "gap"), [(100, 80, 0.2), (0, 0, 0.0), (5, 5, 0.0), (0, -1, 1.0)]
)
def test_a_gap_is_a_share_of_the_cost(objective, bound, gap):
    assert TierResult(Tier.SHAPE, objective, bound, 1.0, proven=False).gap == pytest.approx(gap)


def test_solving_takes_about_the_time_allowed():
    began = time.monotonic()

    result = solve(LONG, LONG_RULES, Options(workers=1, seconds=1))

    assert result.status == Status.FEASIBLE
    assert time.monotonic() - began < 5


# Repeatable


REPEATABLE = Options(workers=1, seed=3, deterministic=0.05)


def test_the_same_seed_gives_the_same_roster_in_any_process():
    """Also where Python orders its sets differently."""
    program = (
        "from tests.scheduling.engine.test_solve import *\n"
        "print(sorted(solve(LONG, LONG_RULES, REPEATABLE).roster.pairs))"
    )
    there = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )

    here = solve(LONG, LONG_RULES, REPEATABLE)

    assert here.status == Status.FEASIBLE
    assert there.stdout == f"{sorted(here.roster.pairs)}\n"


# A roster to start from


def improvements(options: Options, hint: Roster) -> list[Progress]:
    found: list[Progress] = []
    solve(LONG, LONG_RULES, options, hint=hint, on_progress=found.append)
    return [progress for progress in found if progress.roster is not None]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_roster_to_start_from_is_the_first_answer(workers):
    """Nights are taken in turn, which no solver would come upon."""
    people = [person.id for person in LONG.people]
    in_turn = Roster.of((people[n % len(people)], each.id) for n, each in enumerate(LONG.duties))

    found = improvements(Options(workers=workers, seconds=1), in_turn)

    assert found[0].roster == in_turn
    assert found[0].objective == check(LONG, in_turn, LONG_RULES).costs[Tier.FAIRNESS]


def test_a_roster_that_breaks_rules_is_only_near_where_the_search_starts():
    hint = Roster.of(("r00", each.id) for each in LONG.duties)

    found = improvements(Options(workers=1, deterministic=0.5), hint)

    assert found[0].roster != hint
    assert check(LONG, found[0].roster, LONG_RULES).violations == ()


def test_a_roster_to_start_from_may_hold_what_is_not_asked_about():
    asked = problem([ADA, BEA], [call(0)], candidates=frozenset({("ada", "call-0")}))

    result = solve(asked, [Coverage()], ONE, hint=roster((BEA, call(0)), (ADA, call(0))))

    assert result.status == Status.OPTIMAL


# Progress, and stopping


def test_progress_tells_of_better_and_better_rosters_and_bounds():
    found: list[Progress] = []

    result = solve(
        LONG, LONG_RULES, Options(workers=1, deterministic=0.05), on_progress=found.append
    )

    first = [p for p in found if p.tier == Tier.FAIRNESS]
    better = [p.objective for p in first if p.roster is not None]
    bounds = [p.bound for p in first if p.bound is not None]
    assert all(b <= a for a, b in pairwise(better))
    assert max(bounds) <= min(better)
    assert all(a <= b for a, b in pairwise(p.seconds for p in found))
    assert {p.tier for p in found} == {Tier.FAIRNESS, Tier.PREFERENCES}
    second = next(p for p in found if p.tier == Tier.PREFERENCES)
    assert [tier.tier for tier in second.done] == [Tier.FAIRNESS]
    assert check(LONG, found[-1].roster or result.roster, LONG_RULES).violations == ()


def test_stopping_keeps_the_best_roster_found():
    control, found = Control(), []

    def stop_at_the_second(progress: Progress) -> None:
        found.append(progress.roster)
        if len([each for each in found if each]) == 2:
            control.cancel()

    began = time.monotonic()
    result = solve(
        LONGER,
        LONG_RULES,
        Options(workers=1, seconds=60),
        on_progress=stop_at_the_second,
        control=control,
    )

    assert time.monotonic() - began < 30
    assert (result.status, result.cancelled) == (Status.FEASIBLE, True)
    assert result.roster in found
    assert [tier.tier for tier in result.tiers] == [Tier.FAIRNESS]


def test_stopping_from_elsewhere_ends_the_search_soon():
    control, started = Control(), threading.Event()
    ended: list[float] = []

    def run() -> None:
        solve(
            LONGER,
            LONG_RULES,
            Options(workers=2, seconds=60),
            on_progress=lambda _: started.set(),
            control=control,
        )
        ended.append(time.monotonic())

    thread = threading.Thread(target=run)
    thread.start()
    assert started.wait(30)
    told = time.monotonic()
    control.cancel()
    thread.join(30)

    assert ended[0] - told < 2


def test_what_is_stopped_before_it_begins_finds_nothing():
    control = Control()
    control.cancel()

    result = solve(LONGER, LONG_RULES, ONE, control=control)

    assert (result.status, result.roster, result.cancelled) == (Status.UNKNOWN, None, True)


class _Unheard(Control):
    """Somebody stops the search when the solver has been made and has not begun."""

    def watch(self, solver: cp_model.CpSolver | None) -> None:
        self.cancelled.set()


def test_what_is_stopped_before_the_solver_can_hear_of_it_ends_soon():
    began = time.monotonic()

    result = solve(LONGER, LONG_RULES, Options(workers=1, seconds=60), control=_Unheard())

    assert result.cancelled
    assert time.monotonic() - began < 30
