"""Several schedules that are as good, or nearly so, and differ by at least so much."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from scheduling.engine.check import Checker
from scheduling.engine.control import Control
from scheduling.engine.metrics import coverage, rotation_changes, shares
from scheduling.engine.model import RosterModel
from scheduling.engine.options import Options
from scheduling.engine.problem import Problem, Roster
from scheduling.engine.result import Status
from scheduling.engine.rules.base import Rule, Tier
from scheduling.engine.solve import solve_model


@dataclass(frozen=True)
class Apart:
    """How far schedules lie from each other, and what each may cost more than the best."""

    share: float = 0.1  # of the decided pairs of each earlier one, those not done in a later one
    slack: float = 0.05  # of the best cost of a tier, what another may cost more
    extra: Mapping[Tier, int] = field(default_factory=dict)  # in place of the share, by tier

    def __post_init__(self) -> None:
        if not 0 < self.share <= 1:
            raise ValueError(f"The share that differs is {self.share}; it is above 0, up to 1.")
        if self.slack < 0 or any(cost < 0 for cost in self.extra.values()):
            raise ValueError("What a schedule may cost more must not be negative.")

    def most(self, tier: Tier, best: int) -> int:
        """The most that a schedule may cost in a tier."""
        return best + self.extra.get(tier, math.floor(self.slack * abs(best)))


@dataclass(frozen=True)
class Measures:
    """What schedules are compared by."""

    costs: Mapping[Tier, int]  # by the solver-free check
    violations: int
    coverage: float
    spread: Mapping[str, int]  # of each pool: most less fewest among people of equal weight
    wishes_not_met: int
    rotation_changes: int
    changed: int  # against what is published
    distances: tuple[float, ...]  # to each schedule before it


@dataclass(frozen=True)
class Alternative:
    roster: Roster
    measures: Measures


@dataclass(frozen=True)
class Alternatives:
    """The schedules found, the best first. `exhausted`: no further one is possible."""

    found: tuple[Alternative, ...]
    limits: Mapping[Tier, int]
    exhausted: bool
    seconds: float


def alternatives(
    problem: Problem,
    rules: Sequence[Rule],
    options: Options | None = None,
    *,
    count: int = 3,
    apart: Apart | None = None,
    control: Control | None = None,
) -> Alternatives:
    """Up to so many schedules, each apart from all before it and within the cost of the first.

    The time is shared out equally. What is returned was checked: its costs are those of the check,
    not of the solver.
    """
    options, apart, control = options or Options(), apart or Apart(), control or Control()
    began = time.monotonic()
    each = replace(options, seconds=options.seconds / count)
    checker = Checker(problem, rules)
    model = RosterModel(problem, rules)
    found: list[Alternative] = []
    limits: dict[Tier, int] = {}
    status = Status.UNKNOWN
    while len(found) < count and not control.cancelled.is_set():
        result = solve_model(model, each, control=control)
        status = result.status
        if result.roster is None:
            break
        measured = measure(checker, result.roster, [one.roster for one in found])
        found.append(Alternative(result.roster, measured))
        limits = limits or {t: apart.most(t, cost) for t, cost in measured.costs.items()}
        # The search has kept the costs that it reached; the next may cost what the limits say.
        model = RosterModel(problem, rules)
        for tier, cost in model.costs.items():
            model.keep(cost, limits[tier])
        for one in found:
            _keep_apart(model, one.roster, apart.share)
    return Alternatives(tuple(found), limits, status == Status.INFEASIBLE, time.monotonic() - began)


def _keep_apart(model: RosterModel, roster: Roster, share: float) -> None:
    """At least this share of the decided pairs of the roster is not done."""
    done = [
        int(model.variable[column])
        for column in model.open_pairs.tolist()
        if _pair(model, column) in roster.pairs
    ]
    linear = model.cp.proto.constraints.add().linear
    linear.vars.extend(done)
    linear.coeffs.extend([1] * len(done))
    linear.domain.extend([0, len(done) - math.ceil(share * len(done))])


def _pair(model: RosterModel, column: int) -> tuple[str, str]:
    problem = model.facts.problem
    return (
        problem.people[model.facts.person[column]].id,
        problem.duties[model.facts.duty[column]].id,
    )


def measure(checker: Checker, roster: Roster, others: Sequence[Roster] = ()) -> Measures:
    """The numbers of one schedule."""
    problem = checker.facts.problem
    report = checker.report(roster)
    kept = problem.published - roster.pairs
    new = {p for p in roster.pairs - problem.published if p not in problem.fixed}
    return Measures(
        costs=report.costs,
        violations=len(report.violations),
        coverage=coverage(problem, roster).share,
        spread={one.pool.label: one.spread for one in shares(problem, roster)},
        wishes_not_met=sum(b.rule.code == "rank-preferences" for b in report.broken),
        rotation_changes=sum(rotation_changes(problem, roster).values()),
        changed=len(kept) + len(new) if problem.published else 0,
        distances=tuple(distance(problem, other, roster) for other in others),
    )


def distance(problem: Problem, one: Roster, other: Roster) -> float:
    """The share of the decided pairs of one schedule that the other has not."""
    decided = one.pairs - problem.fixed
    return len(decided - other.pairs) / len(decided) if decided else 0.0
