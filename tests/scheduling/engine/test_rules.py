"""The whole rule book at once: the model and the check say the same of any roster."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.engine.breaches import compared
from scheduling.engine.check import Checker, check
from scheduling.engine.model import RosterModel
from scheduling.engine.options import Options
from scheduling.engine.problem import Roster
from scheduling.engine.result import Status
from scheduling.engine.rules import ALL
from scheduling.engine.rules.base import Rule
from scheduling.engine.solve import solve_model

from .builders import situation

SMALL: dict[str, dict[str, object]] = {
    # Limits that a situation of nine days can reach.
    "weekly-hours": {"hours": 20},
    "night-run": {"nights": 1},
    "call-frequency": {"every": 6},
    "continuous-duty": {"hours": 14, "transition_hours": 2},
    "rest-after-call": {"after_hours": 14},
    "rest-between": {"hours": 12},
    "week-churn": {"activities": 1, "places": 0},
    "attending-at-once": {"percent": 0},
    "service-hours": {"care_hours": 10, "hours": 20},
    "shift-rest": {"hours": 3, "place": "main"},
    "work-run": {"most_days": 3, "least_days": 2},
    "rest-run": {"least_days": 3},
    "free-weekends": {"most": 0, "of": 1},
    "night-blocks": {"halves": 1},
    "heavy-run": {"halves": 1},
    "clinic-gap": {"halves": 0},
    "leave-spacing": {"weeks": 1},
    "leave-blackout": {"days": "03-10 to 03-10"},
    "heavy-week": {"hours": 20},
    "rolling-hours": {"hours": 20, "days": 5, "step_days": 1},
    "night-float": {"weeks_in_a_row": 1, "weeks_a_year": 1},
}
ONE = Options(workers=1, seconds=30)


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.code)
@given(seed=st.integers(0, 2**32))
def test_model_and_check_agree_when_hard(rule: type[Rule], seed: int) -> None:
    problem, roster = situation(seed)
    hard = rule(weight=None, **SMALL.get(rule.code, {}))
    model = RosterModel(problem, [hard])
    model.fix(roster)

    result = solve_model(model, ONE)

    # A fault of what is fixed is excused as long as it gets no worse.
    excused = {
        (b.row, b.excess)
        for b in check(problem, Roster(problem.fixed), [hard]).violations
        if b.row in model.settled_faults
    }
    faults = {(b.row, b.excess) for b in check(problem, roster, [hard]).violations}
    assert (result.status == Status.OPTIMAL) == (faults <= excused)


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.code)
@given(seed=st.integers(0, 2**32))
def test_model_and_check_agree_on_cost_when_soft(rule: type[Rule], seed: int) -> None:
    problem, roster = situation(seed)
    soft = rule(weight=3, **SMALL.get(rule.code, {}))
    model = RosterModel(problem, [soft])
    model.fix(roster)

    result = solve_model(model, ONE)

    costs = check(problem, roster, [soft]).costs
    assert result.status == Status.OPTIMAL
    assert sum(tier.objective for tier in result.tiers) == costs[soft.tier]


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.code)
@given(seed=st.integers(0, 2**32))
def test_judging_moves_agrees_with_checking_everything(rule: type[Rule], seed: int) -> None:
    problem, after = situation(seed)
    hard = rule(weight=None, **SMALL.get(rule.code, {}))
    checker = Checker(problem, [hard])
    before = Roster(problem.fixed)

    verdict = checker.start(before).judge(add=after.pairs - before.pairs)

    was, now = ({b.row: b for b in checker.report(r).broken} for r in (before, after))
    grown, gone = ({b.row for b in each} for each in compared(was.values(), now.values()))
    plain_was, plain_now = (
        {row: b.excess for row, b in each.items() if not b.spell} for each in (was, now)
    )
    worse = {row for row, excess in plain_now.items() if excess > plain_was.get(row, 0)}
    assert {b.row for b in verdict.broken} == worse | grown
    assert {b.row for b in verdict.mended} == (plain_was.keys() - plain_now.keys()) | gone
