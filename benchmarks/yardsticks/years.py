"""A year of an invented program: our engine beside the model by hand, tier after tier."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from ortools.sat.python import cp_model

from benchmarks.inventions import benchmark_owner, empty_draft
from benchmarks.rows import Row
from benchmarks.stages import Effort, started_run
from benchmarks.yardsticks.compare import ALLOWED, CLOSE
from benchmarks.yardsticks.rotations import Year
from people.models import academic_year_of
from scheduling.engine.control import Clock
from scheduling.engine.files import problem_to_json
from scheduling.engine.options import Options
from scheduling.engine.problem import Problem
from scheduling.engine.result import Progress
from scheduling.engine.rules import Rule, Tier
from scheduling.engine.solve import EARLIER_SHARE, solve
from scheduling.models import SolverRun
from scheduling.program_file.sample import make
from scheduling.services.question import question_of

KINDS = ("im140",)


@dataclass(frozen=True)
class Step:
    """What a tier came to, and when its search was over."""

    tier: str
    found: int
    bound: int
    seconds: float  # since the first row was read

    @property
    def is_proven(self) -> bool:
        return self.found == self.bound

    @property
    def told(self) -> str:
        proof = "proven" if self.is_proven else f"bound {self.bound}"
        return f"{self.found} ({proof}), {self.seconds:.0f} s"


def year_rows(kinds: Sequence[str], options: Options) -> Iterator[Row]:
    for kind in kinds:
        problem, rules = _asked(kind, options.seed)
        engine = by_engine(problem, rules, options)
        hand = by_hand(problem_to_json(problem), options)
        for name, steps in (("ours", engine), ("by hand", hand)):
            for step in steps:
                yield Row(f"{kind}, {step.tier}: {name}", step.told)
        yield from _held(kind, engine, hand)


def _asked(kind: str, seed: int) -> tuple[Problem, tuple[Rule, ...]]:
    program = make(kind, seed, academic_year_of(timezone.now().date()))
    version = empty_draft(program, owner=benchmark_owner(kind))
    run = started_run(version, SolverRun.Scope.YEAR, Effort(0, 1, seed), None)
    question = question_of(run, at=timezone.now())
    return question.problem, question.rules


def by_engine(problem: Problem, rules: Sequence[Rule], options: Options) -> list[Step]:
    clock, over = Clock(options), dict[Tier, float]()

    def look(news: Progress) -> None:
        for tier in news.done:
            over.setdefault(tier.tier, clock.now() - clock.began)

    result = solve(problem, rules, options, on_progress=look)
    spent = clock.now() - clock.began
    return [
        Step(tier.tier.name.lower(), tier.objective, tier.bound, over.get(tier.tier, spent))
        for tier in result.tiers
        if tier.objective or tier.tier != Tier.EDUCATION
    ]


def by_hand(data: Mapping[str, Any], options: Options) -> list[Step]:
    """Each tier may take as much of the time left as one of ours."""
    clock, steps = Clock(options), list[Step]()
    year = Year(data)
    for name, cost in year.tiers.items():
        is_last = name == list(year.tiers)[-1]
        solver = _solver(options)
        year.cp.minimize(cost)
        seconds = clock.left * (1 if is_last else EARLIER_SHARE)
        if not clock.of_processor:
            solver.parameters.max_time_in_seconds = seconds
        with clock.ending(solver, seconds):
            status = solver.solve(year.cp)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            break
        found, bound = round(solver.objective_value), math.ceil(solver.best_objective_bound - 1e-6)
        steps.append(Step(name, found, min(found, bound), clock.now() - clock.began))
        year.cp.add(cost <= found)
        _start_from(year.cp, solver)
    return steps


def _solver(options: Options) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = options.workers
    solver.parameters.random_seed = options.seed
    solver.parameters.subsolvers.extend(options.subsolvers)
    return solver


def _start_from(model: cp_model.CpModel, solver: cp_model.CpSolver) -> None:
    solution = list(solver.response_proto.solution)
    model.clear_hints()  # type: ignore[no-untyped-call]
    model.proto.solution_hint.vars.extend(range(len(solution)))
    model.proto.solution_hint.values.extend(solution)


def _held(kind: str, engine: Sequence[Step], hand: Sequence[Step]) -> Iterator[Row]:
    """By time as far as both have proven; by what was found in the first tier that is not."""
    both = list(zip(engine, hand, strict=False))
    proven = [ours.is_proven and theirs.is_proven for ours, theirs in both]
    first_open = proven.index(False) if False in proven else len(proven)
    if first_open:
        ours, theirs = both[first_open - 1]
        name = f"{kind}: time until {ours.tier} is proven, against by hand"
        yield Row(name, ours.seconds / theirs.seconds, "x", ALLOWED)
    if first_open < len(both):
        ours, theirs = both[first_open]
        name = f"{kind}: cost of {ours.tier} in the same time, against by hand"
        yield Row(name, ours.found / max(1, theirs.found), "x", 1 + CLOSE)
    elif len(engine) < len(hand):
        yield Row(f"{kind}: {hand[len(engine)].tier}", None, limit=1 + CLOSE, note="Not reached.")
