"""What schedules are compared by, and how far apart they are. Needs no solver."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from scheduling.engine.check import Checker
from scheduling.engine.metrics import coverage, rotation_changes, shares
from scheduling.engine.problem import Problem, Roster
from scheduling.engine.rules.base import Tier
from scheduling.engine.rules.call_equity import fair_shares


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
class Share:
    """How a pool shares its duties: how many each person has, and what is fair for them."""

    label: str
    spread: int  # most less fewest among people of equal weight
    counts: Mapping[str, int]
    fair: Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class Measures:
    """What schedules are compared by."""

    costs: Mapping[Tier, int]  # by the solver-free check
    violations: int
    coverage: float
    shares: tuple[Share, ...]
    wishes_not_met: int
    rotation_changes: int
    changed: int | None  # against what is published; None where nothing is
    distances: tuple[float, ...]  # to each schedule before it


@dataclass(frozen=True)
class Alternative:
    roster: Roster
    measures: Measures


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
        shares=tuple(
            Share(
                one.pool.label,
                one.spread,
                one.counts,
                dict(zip(one.pool.weights, fair_shares(one.pool), strict=True)),
            )
            for one in shares(problem, roster)
        ),
        wishes_not_met=sum(b.rule.code == "rank-preferences" for b in report.broken),
        rotation_changes=sum(rotation_changes(problem, roster).values()),
        changed=len(kept) + len(new) if problem.published else None,
        distances=tuple(distance(problem, other, roster) for other in others),
    )


def distance(problem: Problem, one: Roster, other: Roster) -> float:
    """The share of the decided pairs of one schedule that the other has not."""
    decided = one.pairs - problem.fixed
    return len(decided - other.pairs) / len(decided) if decided else 0.0
