"""Solves a problem, tier by tier, telling of its progress."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from importlib.metadata import version
from typing import Protocol

from ortools.sat.python import cp_model

from scheduling.engine.bound import lower_bound
from scheduling.engine.files import fingerprint
from scheduling.engine.model import Cost, RosterModel
from scheduling.engine.neighbourhood import Improver
from scheduling.engine.options import Options
from scheduling.engine.problem import Problem, Roster
from scheduling.engine.result import Progress, Result, Status, TierResult

from .rules.base import Rule, Tier

EARLIER_SHARE = 0.7
"""Of the time left, what a tier may take before the less important ones; what it spares is theirs."""

LOOK_EFFORT = 1.0
"""The solver's own time for a first look at a tier: some seconds for a year of call."""
AIM_EFFORT, AIM_SHARE = 1.5, 0.6
"""The same for asking for a bound outright, and the share of a tier's time that may go into it."""
FAR = 0.5
"""The gap from which on it is worth to ask; a search that is nearer soon gets there by itself."""

MANY_PAIRS = 1000
"""Open decisions from which on a search of the whole gives way to one of parts ..."""
WHOLE_SHARE = 0.3
"""... after this share of a tier's time, unless objective and bound are as NEAR as this."""
NEAR = 0.02
PATIENCE_SHARE, LAST_SECONDS = 0.2, 1.0
"""Of the time left, how long parts may be tried in vain; and what is too short to be of use."""

ANY_SHARE = 0.5
"""What finding any roster at all may take of a tier's time."""

BOUND_SHARE = 0.25
"""Of the time left when a search gives way to one of parts: for finding a better bound first."""

START_SECONDS = 5.0
"""How long may be spent on finding out whether a roster to start from is possible."""


class Search(Protocol):
    """What can be told to end."""

    def stop_search(self) -> None: ...


class Control:
    """Lets another thread end a solve early; the best roster so far is kept."""

    def __init__(self) -> None:
        self.cancelled = threading.Event()
        self._solver: Search | None = None
        self._lock = threading.Lock()

    def cancel(self) -> None:
        with self._lock:
            self.cancelled.set()
            if self._solver:
                self._solver.stop_search()

    def watch(self, solver: Search | None) -> None:
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
        self.left: list[Tier] = []  # tiers not yet begun, the most important first

    def start_from(self, roster: Roster) -> None:
        """Take a roster for the first answer; if it is not possible, start near it.

        The solver is shown the roster with everything that follows from it, or else it does not
        know the roster for an answer.
        """
        self.model.hint_roster(roster)
        self.model.minimise(self.model.whole_cost())
        solver = self._solver(min(START_SECONDS, self.options.seconds))
        solver.parameters.fix_variables_to_their_hinted_value = True
        if solver.solve(self.model.cp) in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            self._take(solver)

    def run(self) -> None:
        self.left = self.options.ordered(self.model.costs) or [Tier.EDUCATION]
        if len(self.left) > 1 and self.solution is None:
            self._first_for_nothing()
        while self.left and not self.control.cancelled.is_set():
            tier = self.left.pop(0)
            cost = self.model.costs.get(tier, Cost())
            found = self._solve(tier, cost, self._share())
            if found is None:
                return
            self.tiers.append(found)
            self.model.keep(cost, found.objective)
        if not self.left and all(tier.proven for tier in self.tiers):
            self.status = Status.OPTIMAL

    def _first_for_nothing(self) -> None:
        """Try for the second tier with the first at its very least; often that is possible.

        It saves a search, and the next one does not start from a roster that was found with no
        regard to what it is about. If it fails, nothing has been learnt and nothing is kept.
        """
        (first, second), whole = self.left[:2], self.left
        cost, began = self.model.costs[first], time.monotonic()
        kept = self.model.keep(cost, cost.floor)
        self.left = whole[2:]
        found = self._solve(second, self.model.costs[second], self._share())
        if found is None:
            self.model.release(kept)
            self.status, self.left = Status.UNKNOWN, whole
            return
        before = time.monotonic() - began - found.seconds
        self.tiers += [TierResult(first, cost.floor, cost.floor, before, proven=True), found]
        self.model.keep(self.model.costs[second], found.objective)

    def results(self) -> Iterator[TierResult]:
        """The tiers with what the roster costs in them; a later tier may have improved an earlier."""
        costs = self.model.true_costs(self.solution) if self.solution is not None else {}
        for tier in self.tiers:
            objective = costs.get(tier.tier, 0)
            yield replace(tier, objective=objective, bound=min(tier.bound, objective))

    def _share(self) -> float:
        """The seconds that the tier at work may take."""
        return self._remaining() * (EARLIER_SHARE if self.left else 1)

    def _remaining(self) -> float:
        return max(0.5, self.options.seconds - (time.monotonic() - self.started))

    def _solve(self, tier: Tier, cost: Cost, seconds: float) -> TierResult | None:
        """Improve one tier. None when nothing was found, or nothing new in the time given.

        A short look gives a roster and a bound, and the bound is often the answer: to ask for it
        outright is far quicker than to come down to it roster by roster.
        """
        began = time.monotonic()
        found = self._improve(tier, cost, seconds, LOOK_EFFORT)
        if not self._is_over(found):
            found = self._go_on(tier, cost, began + seconds, found)
        return found and replace(found, seconds=time.monotonic() - began)

    def _go_on(
        self, tier: Tier, cost: Cost, until: float, seen: TierResult | None
    ) -> TierResult | None:
        """After a first look, ask for the bound; if that fails, search for the rest of the time."""
        if seen is not None and seen.gap > FAR:
            seen = self._aim(cost, until, seen)
        elif seen is None and self.solution is None:
            seen = self._any(tier, cost, until)
        if self._is_over(seen):
            return seen
        if seen is not None:
            self.model.keep(cost, seen.objective)
        share = WHOLE_SHARE if self._may_go_by_parts() else 1
        better = self._improve(tier, cost, max(0.5, share * (until - time.monotonic())))
        found = _with_bound(better, seen)
        if share == 1 or self._is_over(found):
            return found
        if found is None or found.gap <= NEAR:  # or nothing yet
            return _with_bound(self._improve(tier, cost, max(0.5, until - time.monotonic())), found)
        found = self._bounded(tier, cost, until, found)
        return found if self._is_over(found) else self._by_parts(tier, cost, until, found)

    def _bounded(self, tier: Tier, cost: Cost, until: float, found: TierResult) -> TierResult:
        """What prices on shared limits prove, for the search of parts proves nothing."""
        seconds = BOUND_SHARE * (until - time.monotonic())
        if seconds < LAST_SECONDS:
            return found
        bound = lower_bound(self.model, cost, seconds, self.options.workers, self.control.watch)
        if bound is None or bound <= found.bound:
            return found
        bound = min(bound, found.objective)
        self.tell(tier, None, bound, None)
        return replace(found, bound=bound, proven=bound == found.objective)

    def _any(self, tier: Tier, cost: Cost, until: float) -> TierResult | None:
        """Where a first look finds nothing: any roster, whatever it costs, is found far sooner."""
        began = time.monotonic()
        self.model.minimise(Cost())
        solver = self._solver(max(0.5, ANY_SHARE * (until - began)))
        solver.best_bound_callback = lambda _bound: self._stop_if_cancelled(solver)
        status = self._run(solver, None)
        if status == cp_model.INFEASIBLE:
            self.status = Status.INFEASIBLE
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        objective = cost.of(self._take(solver))
        self.tell(tier, objective, cost.floor, self.model.roster(self.solution or []))
        seconds = time.monotonic() - began
        return TierResult(tier, objective, cost.floor, seconds, proven=objective == cost.floor)

    def _may_go_by_parts(self) -> bool:
        """A repeatable answer is not found by threads that race each other."""
        options = self.options
        is_large = len(self.model.open_pairs) >= MANY_PAIRS
        return is_large and options.workers > 1 and options.deterministic is None

    def _by_parts(self, tier: Tier, cost: Cost, until: float, found: TierResult) -> TierResult:
        """Decide parts of the roster anew for the rest of the time; the bound stays what it is."""

        def on_better(solution: list[int], objective: int) -> None:
            self.solution = solution
            self.tell(tier, objective, found.bound, self.model.roster(solution))

        improver = Improver(
            self.model, cost, self.solution or [], seed=self.options.seed, on_better=on_better
        )
        left = until - time.monotonic()
        self.solution = improver.improve(
            seconds=left,
            workers=self.options.workers,
            bound=found.bound,
            is_over=self.control.cancelled.is_set,
            patience=PATIENCE_SHARE * left,
        )
        found = replace(found, objective=improver.cost, proven=improver.cost == found.bound)
        left = until - time.monotonic()
        if self._is_over(found) or left < LAST_SECONDS:
            return found
        # No part can be bettered: what is left of the time may prove that, or better the whole.
        self.model.keep(cost, found.objective)
        return _with_bound(self._improve(tier, cost, left), found) or found

    def _aim(self, cost: Cost, until: float, seen: TierResult) -> TierResult:
        """Ask for a roster that costs no more than the bound; it is kept if there is one."""
        kept = self.model.keep(cost, seen.bound)
        self.model.minimise(Cost())
        seconds = AIM_SHARE * (until - time.monotonic())
        solver = self._solver(max(0.5, seconds), AIM_EFFORT)
        solver.best_bound_callback = lambda _bound: self._stop_if_cancelled(solver)
        status = self._run(solver, None)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            roster = self.model.roster(self._take(solver))
            self.tell(seen.tier, seen.bound, seen.bound, roster)
            return replace(seen, objective=seen.bound, proven=True)
        self.model.release(kept)
        bound = seen.bound + (status == cp_model.INFEASIBLE)
        return replace(seen, bound=bound, proven=bound == seen.objective)

    def _is_over(self, found: TierResult | None) -> bool:
        return (
            self.control.cancelled.is_set()
            or self.status == Status.INFEASIBLE
            or (found is not None and found.proven)
        )

    def _improve(
        self,
        tier: Tier,
        cost: Cost,
        seconds: float,
        effort: float | None = None,
    ) -> TierResult | None:
        """Search for rosters that cost less; `effort` is a limit in the solver's own time."""
        self.model.minimise(cost)
        solver = self._solver(seconds, effort)
        solver.best_bound_callback = lambda bound: self._on_bound(solver, tier, bound)
        status = self._run(solver, _Watcher(self, tier))
        if status == cp_model.INFEASIBLE and self.solution is None:
            self.status = Status.INFEASIBLE
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        self._take(solver)
        objective = round(solver.objective_value)
        bound = min(objective, _whole(solver.best_objective_bound))
        # A gap that was asked for is called optimal by the solver, but proves nothing.
        return TierResult(tier, objective, bound, solver.wall_time, proven=bound == objective)

    def _run(self, solver: cp_model.CpSolver, watcher: _Watcher | None) -> object:
        if self.solution is not None:
            self.model.hint(self.solution)
        self.control.watch(solver)
        status = solver.solve(self.model.cp, watcher)
        self.control.watch(None)
        if status == cp_model.MODEL_INVALID:
            raise ValueError(f"The model is not valid: {self.model.cp.validate()}")
        return status

    def _take(self, solver: cp_model.CpSolver) -> list[int]:
        self.status = Status.FEASIBLE
        self.solution = self.model.tightened(solver.response_proto.solution)
        return self.solution

    def _on_bound(self, solver: cp_model.CpSolver, tier: Tier, bound: float) -> None:
        self.tell(tier, None, bound, None)
        self._stop_if_cancelled(solver)

    def _stop_if_cancelled(self, solver: cp_model.CpSolver) -> None:
        """It may have been cancelled before the solver could hear of it."""
        if self.control.cancelled.is_set():
            solver.stop_search()

    def _solver(self, seconds: float, effort: float | None = None) -> cp_model.CpSolver:
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
        if effort is not None:
            parameters.max_deterministic_time = min(parameters.max_deterministic_time, effort)
        if options.workers > 1:
            parameters.subsolvers.extend(options.subsolvers)
        else:
            # Without relaxations a lone worker finds no bounds and poor rosters.
            parameters.linearization_level = 2
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
                left=tuple(self.left),
            )
        )


def _with_bound(better: TierResult | None, before: TierResult | None) -> TierResult | None:
    """The later of two results of a tier; a bound that was proven once stays proven."""
    if better is None or before is None:
        return better or before
    bound = min(better.objective, max(before.bound, better.bound))
    return replace(better, bound=bound, proven=bound == better.objective)


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

    The tiers come in the order of the options. A tier's cost is kept while the next is improved. `hint` is a roster to start from.
    """
    began = time.monotonic()
    model = RosterModel(problem, rules)
    built = time.monotonic() - began
    result = solve_model(model, options, on_progress=on_progress, control=control, hint=hint)
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
    hint: Roster | None = None,
) -> Result:
    """The same for a model already built."""
    options, control = options or Options(), control or Control()
    search = _Search(model, options, control, on_progress)
    if hint is not None:
        search.start_from(hint)
    search.run()
    return Result(
        status=search.status,
        roster=None if search.solution is None else model.roster(search.solution),
        tiers=tuple(search.results()),
        cancelled=control.cancelled.is_set(),
        build_seconds=0.0,
        seconds=time.monotonic() - search.started,
        seed=options.seed,
        workers=options.workers,
        solver=f"OR-Tools {version('ortools')}",
        fingerprint="",
    )
