"""One run of the solver over the tiers of a model: what is known so far, and single steps.

Each step improves what is known, or proves something; `strategy` says which step comes when.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from ortools.sat.python import cp_model

from scheduling.engine.bare import AskedBarely
from scheduling.engine.control import LEAST_SECONDS, Clock, Control
from scheduling.engine.cost import Cost
from scheduling.engine.light import Asked, AskedLightly, Light, spans_to_say
from scheduling.engine.limits import NO_LOW
from scheduling.engine.model import RosterModel
from scheduling.engine.options import Options
from scheduling.engine.problem import Roster
from scheduling.engine.result import Progress, Status, TierResult

from .rules.base import Tier

FOUND = (cp_model.OPTIMAL, cp_model.FEASIBLE)
DAY = 24 * 3600.0
LITTLE_SECONDS, LITTLE_EFFORT = 3.0, 0.05
"""How long it is looked whether a model has an answer at all, and the solver's own time for that."""
BARE_SHARE = 0.5
"""Of the time for any roster, how long one is sought among the decisions alone, where that is done."""
START_SECONDS = 5.0
"""How long may be spent on completing a roster with what follows from it."""


class _Watcher(cp_model.CpSolverSolutionCallback):
    """Passes on each better roster as it is found."""

    def __init__(self, search: Search, tier: Tier) -> None:
        super().__init__()
        self._search, self._tier = search, tier
        self.asked: Asked | None = None

    def on_solution_callback(self) -> None:
        search = self._search
        answer = None if self.asked is None else self.asked.answer(self.response_proto.solution)
        if answer is None:
            self.stop_search()
            return
        search.solution = answer
        roster = search.model.roster(search.solution)
        search.tell(self._tier, self.objective_value, self.best_objective_bound, roster)
        if search.control.cancelled.is_set():
            self.stop_search()


class Search:
    """The model, the best answer so far, and the tiers that are done and left."""

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
        self.clock = Clock(options)
        self.solution: list[int] | None = None
        self.status = Status.UNKNOWN
        self.lines: list[list[int]] = []  # answers of which each person's line was mixed
        self._said = spans_to_say(model) if model.clear_spans else None  # None: everything
        self.tiers: list[TierResult] = []
        self.left: list[Tier] = []  # tiers not yet begun, the most important first

    # Steps

    def start_from(self, roster: Roster, seconds: float) -> None:
        """Take a roster for the first answer; if it is not possible, start near it."""
        solution = self.completed(roster, seconds)
        if solution is not None:
            self.take(solution)

    def completed(self, roster: Roster, seconds: float) -> list[int] | None:
        """The roster with everything that follows from it; None when it is not possible.

        Without what follows the solver does not know a roster for an answer.
        """
        self.model.hint_roster(roster)
        self.model.minimise(self.model.whole_cost())
        solver = self._solver(seconds)
        solver.parameters.fix_variables_to_their_hinted_value = True
        if solver.solve(self.model.cp) not in FOUND:
            return None
        return list(solver.response_proto.solution)

    def improve(
        self, tier: Tier, cost: Cost, seconds: float, effort: float | None = None
    ) -> TierResult | None:
        """Search for rosters that cost less; `effort` is a limit in the solver's own time."""
        solver = self._solver(seconds, effort)
        solver.best_bound_callback = lambda bound: self._on_bound(solver, tier, bound)
        status, answer = self._run(solver, seconds, cost, _Watcher(self, tier))
        if status == cp_model.INFEASIBLE and self.solution is None:
            self.status = Status.INFEASIBLE
        if answer is None:
            return None
        objective = cost.of(self.take(answer))
        bound = min(objective, whole(solver.best_objective_bound))
        # A gap that was asked for is called optimal by the solver, but proves nothing.
        return TierResult(tier, objective, bound, solver.wall_time, proven=bound == objective)

    def any(
        self, tier: Tier, cost: Cost, seconds: float, *, briefly: bool = False
    ) -> TierResult | None:
        """Any roster, whatever it costs, is found far sooner than a good one.

        `briefly`: without the solver first trying what each decision implies, and among the
        decisions alone at first; what follows from the roster, which nobody minded, is then as
        good as it can be.
        """
        began, until = time.monotonic(), self.clock.now() + seconds
        solution = self.decided(BARE_SHARE * seconds) if briefly else None
        if solution is not None:
            self.take(solution)
        else:
            left = max(LEAST_SECONDS, until - self.clock.now())
            solver = self._solver_for_any(left, briefly=briefly)
            status, answer = self._run(solver, left, Cost())
            if status == cp_model.INFEASIBLE:
                self.status = Status.INFEASIBLE
            if answer is None:
                return None
            self.take(answer)
            if briefly:
                self.start_from(self.model.roster(answer), START_SECONDS)
        objective = cost.of(self.solution or [])
        self.tell(tier, objective, cost.floor, self.model.roster(self.solution or []))
        spent = time.monotonic() - began
        return TierResult(tier, objective, cost.floor, spent, proven=objective == cost.floor)

    def decided(self, seconds: float) -> list[int] | None:
        """A roster that is found without what follows from it, and all that does; it is not taken."""
        asked = AskedBarely(self.model)
        if not asked.is_possible:
            return None
        solver = self._solver_for_any(seconds, briefly=True)
        if self._solve(solver, seconds, asked, None) not in FOUND:
            return None
        roster = self.model.roster(asked.answer(solver.response_proto.solution))
        return self.completed(roster, START_SECONDS)

    def _solver_for_any(self, seconds: float, *, briefly: bool) -> cp_model.CpSolver:
        solver = self._solver(seconds)
        if briefly:
            solver.parameters.cp_model_probing_level = solver.parameters.symmetry_level = 0
        solver.best_bound_callback = lambda _bound: self._stop_if_cancelled(solver)
        return solver

    def at_most(
        self,
        tier: Tier,
        cost: Cost,
        most: int,
        seconds: float,
        *,
        least: int = NO_LOW,
        effort: float | None = None,
        guided: bool = False,
        first_will_do: bool = True,
    ) -> Status:
        """Whether there is a roster that costs no more; one that is found is taken.

        `least` is known to be a bound: who has found so little need not go on. `guided`: the
        solver's relaxation of the cost leads the way. Unless the first will do, the search goes on
        to the best.
        """
        kept = self.model.keep(cost, most, least)
        solver = self._solver(seconds, effort)
        solver.parameters.stop_after_first_solution = first_will_do
        solver.best_bound_callback = lambda _bound: self._stop_if_cancelled(solver)
        watcher = None if first_will_do else _Watcher(self, tier)
        status, answer = self._run(solver, seconds, cost if guided else Cost(), watcher)
        if answer is None:
            self.model.release(kept)
            return Status.INFEASIBLE if status == cp_model.INFEASIBLE else Status.UNKNOWN
        objective = cost.of(self.take(answer))
        self.tell(tier, objective, None, self.model.roster(self.solution or []))
        return Status.OPTIMAL if status == cp_model.OPTIMAL else Status.FEASIBLE

    def may_be_possible(self) -> bool:
        """Whether a short look leaves open that the model has an answer as it now is."""
        solver = self._solver(LITTLE_SECONDS, LITTLE_EFFORT)
        solver.parameters.stop_after_first_solution = True
        return self._run(solver, LITTLE_SECONDS, Cost())[0] != cp_model.INFEASIBLE

    # What the steps share

    def is_over(self, found: TierResult | None = None) -> bool:
        return (
            self.control.cancelled.is_set()
            or self.status == Status.INFEASIBLE
            or (found is not None and (found.proven or found.gap <= self.options.gap))
        )

    def take(self, solution: object) -> list[int]:
        self.status = Status.FEASIBLE
        self.solution = self.model.tightened(list(solution))  # type: ignore[call-overload]
        return self.solution

    def _run(
        self,
        solver: cp_model.CpSolver,
        seconds: float,
        cost: Cost,
        watcher: _Watcher | None = None,
    ) -> tuple[object, list[int] | None]:
        """How it ended, and the answer; there is none when the only one found does not hold."""
        until = self.clock.now() + seconds
        while True:
            asked = self._asked(cost)
            status = self._solve(solver, until - self.clock.now(), asked, watcher)
            if status not in FOUND:
                return status, None
            answer = asked.answer(solver.response_proto.solution)
            if answer is not None:
                return status, answer
            self._said = asked.lacking if isinstance(asked, AskedLightly) else None
            if self.clock.now() >= until or self.control.cancelled.is_set():
                return cp_model.UNKNOWN, None

    def _asked(self, cost: Cost) -> Asked:
        if self._said is not None:
            rows = self.model.rows().tightened()
            light = Light(self.model, rows, cost.prices(len(rows.floor)), self._said)
            asked = AskedLightly(light, cost.offset)
            if asked.is_possible:
                return asked
        return Asked(self.model, cost)

    def _solve(
        self, solver: cp_model.CpSolver, seconds: float, asked: Asked, watcher: _Watcher | None
    ) -> object:
        if self.solution is not None:
            asked.start_from(self.solution)
        if watcher is not None:
            watcher.asked = asked
        if self.options.deterministic is None and not self.clock.of_processor:
            solver.parameters.max_time_in_seconds = max(LEAST_SECONDS, seconds)
        self.control.watch(solver)
        with self.clock.ending(solver, seconds):
            status = solver.solve(asked.cp, watcher)
        self.control.watch(None)
        if status == cp_model.MODEL_INVALID:
            raise ValueError(f"The model is not valid: {asked.cp.validate()}")
        return status

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
        parameters.max_time_in_seconds = DAY if self.clock.of_processor else seconds
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
                bound=None if bound is None else whole(bound),
                seconds=time.monotonic() - self.started,
                done=tuple(self.tiers),
                roster=roster,
                left=tuple(self.left),
            )
        )

    def results(self) -> Iterator[TierResult]:
        """The tiers with what the roster costs in them; a later tier may have improved an earlier."""
        costs = self.model.true_costs(self.solution) if self.solution is not None else {}
        for tier in self.tiers:
            objective = costs.get(tier.tier, 0)
            yield replace(tier, objective=objective, bound=min(tier.bound, objective))


def whole(bound: float) -> int:
    """A bound on whole numbers, rounded up with care for floating point."""
    return -int(-(bound - 1e-6) // 1)
