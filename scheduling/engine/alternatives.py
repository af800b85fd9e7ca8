"""Several schedules that are as good, or nearly so, and differ by at least so much."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from scheduling.engine.check import Checker
from scheduling.engine.control import Control
from scheduling.engine.cost import Cost
from scheduling.engine.measures import Alternative, Apart, measure
from scheduling.engine.model import RosterModel
from scheduling.engine.options import Options
from scheduling.engine.problem import Problem, Roster
from scheduling.engine.result import Progress, Result, Status
from scheduling.engine.rules.base import Rule, Tier
from scheduling.engine.solve import solve_model


@dataclass(frozen=True)
class Alternatives:
    """The schedules found, the best first. `exhausted`: no further one is possible."""

    found: tuple[Alternative, ...]
    limits: Mapping[Tier, int]
    exhausted: bool
    seconds: float
    first: Result  # of the solve that found the first


def alternatives(
    problem: Problem,
    rules: Sequence[Rule],
    options: Options | None = None,
    *,
    count: int = 3,
    apart: Apart | None = None,
    control: Control | None = None,
    hint: Roster | None = None,
    on_progress: Callable[[Progress], None] = lambda _: None,
    tell: Callable[[Alternative], None] = lambda _: None,
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
    results: list[Result] = []
    while len(found) < count and not (results and control.cancelled.is_set()):
        result = solve_model(
            model, each, control=control, on_progress=on_progress, hint=None if found else hint
        )
        results.append(result)
        if result.roster is None:
            break
        measured = measure(checker, result.roster, [one.roster for one in found])
        found.append(Alternative(result.roster, measured))
        tell(found[-1])
        limits = limits or {t: apart.most(t, cost) for t, cost in measured.costs.items()}
        # The search has kept the costs that it reached; the next may cost what the limits say.
        model = RosterModel(problem, rules)
        for tier, cost in model.costs.items():
            model.keep(cost, limits[tier])
        for one in found:
            _keep_apart(model, one.roster, apart.share)
    exhausted = results[-1].status == Status.INFEASIBLE
    return Alternatives(tuple(found), limits, exhausted, time.monotonic() - began, results[0])


def _keep_apart(model: RosterModel, roster: Roster, share: float) -> None:
    """At least this share of the decided pairs of the roster is not done."""
    done = [
        int(model.variable[column])
        for column in model.open_pairs.tolist()
        if _pair(model, column) in roster.pairs
    ]
    model.keep(Cost(done, [1] * len(done)), len(done) - math.ceil(share * len(done)))


def _pair(model: RosterModel, column: int) -> tuple[str, str]:
    problem = model.facts.problem
    return (
        problem.people[model.facts.person[column]].id,
        problem.duties[model.facts.duty[column]].id,
    )
