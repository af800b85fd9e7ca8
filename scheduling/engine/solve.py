"""Solves a problem, tier by tier, telling of its progress."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.metadata import version

from ortools.sat.python import cp_model

from scheduling.engine.files import fingerprint
from scheduling.engine.model import Cost, RosterModel
from scheduling.engine.options import Options
from scheduling.engine.problem import Problem, Roster
from scheduling.engine.result import Progress, Result, Status, TierResult

from .rules.base import Rule, Tier


class Control:
    """Lets another thread end a solve early; the best roster so far is kept."""

    def __init__(self) -> None:
        self.cancelled = threading.Event()
        self._solver: cp_model.CpSolver | None = None
        self._lock = threading.Lock()

    def cancel(self) -> None:
        with self._lock:
            self.cancelled.set()
            if self._solver:
                self._solver.stop_search()

    def watch(self, solver: cp_model.CpSolver | None) -> None:
        with self._lock:
            self._solver = solver


class _Watcher(cp_model.CpSolverSolutionCallback):
    """Passes on each better roster as it is found."""

    def __init__(self, search: _Search, tier: Tier) -> None:
        super().__init__()
        self._search, self._tier = search, tier

    def on_solution_callback(self) -> None:
        search = self._search
        search.solution = list(self.response_proto.solution)
        roster = search.model.roster(search.solution)
        search.tell(self._tier, self.objective_value, self.best_objective_bound, roster)
        if search.control.cancelled.is_set():
            self.stop_search()


class _Search:
    """One run over the tiers of a model."""

    def __init__(
        self,
        model: RosterModel,
        options: Options,
        control: Control,
        on_progress: Callable[[Progress], None],
    ) -> None:
        self.model, self.options, self.control = model, options, control
        self.on_progress = on_progress
        self.started = time.monotonic()
        self.solution: list[int] | None = None
        self.status = Status.UNKNOWN
        self.tiers: list[TierResult] = []

    def run(self) -> None:
        left = sorted(self.model.costs) or [Tier.EDUCATION]
        while left and not self.control.cancelled.is_set():
            tier = left.pop(0)
            cost = self.model.costs.get(tier, Cost())
            found = self._solve(tier, cost, self._remaining() / (len(left) + 1))
            if found is None:
                return
            self.tiers.append(found)
            self.model.keep(cost, found.objective)
        if not left and all(tier.proven for tier in self.tiers):
            self.status = Status.OPTIMAL

    def _remaining(self) -> float:
        return max(0.5, self.options.seconds - (time.monotonic() - self.started))

    def _solve(self, tier: Tier, cost: Cost, seconds: float) -> TierResult | None:
        """Improve one tier. None when nothing was found, or nothing new in the time given."""
        began = time.monotonic()
        self.model.minimise(cost)
        if self.solution is not None:
            self.model.hint(self.solution)
        solver = self._solver(seconds)
        solver.best_bound_callback = lambda bound: self.tell(tier, None, bound, None)
        self.control.watch(solver)
        status = solver.solve(self.model.cp, _Watcher(self, tier))
        self.control.watch(None)
        if status == cp_model.MODEL_INVALID:
            raise ValueError(f"The model is not valid: {self.model.cp.validate()}")
        if status == cp_model.INFEASIBLE and self.solution is None:
            self.status = Status.INFEASIBLE
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        self.status = Status.FEASIBLE
        self.solution = list(solver.response_proto.solution)
        objective = round(solver.objective_value)
        return TierResult(
            tier,
            objective,
            min(objective, _whole(solver.best_objective_bound)),
            time.monotonic() - began,
            proven=status == cp_model.OPTIMAL,
        )

    def _solver(self, seconds: float) -> cp_model.CpSolver:
        options = self.options
        solver = cp_model.CpSolver()
        parameters = solver.parameters
        parameters.max_time_in_seconds = seconds
        parameters.num_workers = options.workers
        parameters.random_seed = options.seed
        parameters.relative_gap_limit = options.gap
        if options.deterministic is not None:
            parameters.max_deterministic_time = options.deterministic
            parameters.max_time_in_seconds = max(seconds, 3600.0)
        if options.workers > 1 and options.subsolvers:
            parameters.subsolvers.extend(options.subsolvers)
        for name, value in options.extra.items():
            setattr(parameters, name, value)
        return solver

    def tell(
        self, tier: Tier, objective: float | None, bound: float | None, roster: Roster | None
    ) -> None:
        self.on_progress(
            Progress(
                tier=tier,
                objective=None if objective is None else round(objective),
                bound=None if bound is None else _whole(bound),
                seconds=time.monotonic() - self.started,
                done=tuple(self.tiers),
                roster=roster,
            )
        )


def _whole(bound: float) -> int:
    """A bound on whole numbers, rounded up with care for floating point."""
    return -int(-(bound - 1e-6) // 1)


def _ignore(_progress: Progress) -> None:
    """Nobody is watching."""


def solve(
    problem: Problem,
    rules: Sequence[Rule],
    options: Options | None = None,
    *,
    on_progress: Callable[[Progress], None] = _ignore,
    control: Control | None = None,
    hint: Roster | None = None,
) -> Result:
    """The best roster found: hard rules hold, soft rules cost as little as possible, tier by tier.

    A tier's cost is kept while the next is improved. `hint` is a roster to start from.
    """
    began = time.monotonic()
    model = RosterModel(problem, rules)
    if hint is not None:
        model.hint_roster(hint)
    built = time.monotonic() - began
    result = solve_model(model, options, on_progress=on_progress, control=control)
    return replace(
        result,
        build_seconds=built,
        seconds=result.seconds + built,
        fingerprint=fingerprint(problem, rules),
    )


def solve_model(
    model: RosterModel,
    options: Options | None = None,
    *,
    on_progress: Callable[[Progress], None] = _ignore,
    control: Control | None = None,
) -> Result:
    """The same for a model already built."""
    options, control = options or Options(), control or Control()
    search = _Search(model, options, control, on_progress)
    search.run()
    return Result(
        status=search.status,
        roster=None if search.solution is None else model.roster(search.solution),
        tiers=tuple(search.tiers),
        cancelled=control.cancelled.is_set(),
        build_seconds=0.0,
        seconds=time.monotonic() - search.started,
        seed=options.seed,
        workers=options.workers,
        solver=f"OR-Tools {version('ortools')}",
        fingerprint="",
    )
