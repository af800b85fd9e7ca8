"""Some of a problem's hard limits by themselves: can they all hold, and what does one cost?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from scheduling.engine.control import Control
from scheduling.engine.result import Status
from scheduling.engine.stated import Stated
from scheduling.engine.whole import View, Whole

STATUS = {
    cp_model.OPTIMAL: Status.OPTIMAL,
    cp_model.FEASIBLE: Status.FEASIBLE,
    cp_model.INFEASIBLE: Status.INFEASIBLE,
    cp_model.UNKNOWN: Status.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether the rows can hold; and the sums of the soft ones, broken as little as possible."""

    status: Status
    totals: Mapping[int, int] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        return self.status in (Status.OPTIMAL, Status.FEASIBLE)


class Trial(Stated):
    """The model of a few rows. Those in `soft` may be broken; what is in excess is minimised."""

    def __init__(
        self, whole: Whole, rows: Iterable[int], view: View, *, soft: Collection[int] = ()
    ) -> None:
        super().__init__(whole.facts, whole.compiled)
        self.rows = sorted({int(row) for row in rows})
        self.low, self.high = view.low, view.high
        self._cliques = whole.no_cliques
        self._variable = [-1] * len(self.low)
        self._soft: dict[int, tuple[list[int], list[int], int]] = {}
        self._excess: list[cp_model.IntVar] = []
        self.row_of: dict[int, int] = {}  # of each constraint that bounds a row
        pairs = whole.pairs_of(self.rows)
        self.open_pairs = pairs[self.low[pairs] < self.high[pairs]]
        for column in self.open_pairs.tolist():
            self._variable[column] = self.cp.new_bool_var("").index
        for row in self.rows:
            least, most = view.least[row], view.most[row]
            if row in soft:
                self._soften(view, row, least, most)
            else:
                # What a derived fact means comes first, and the bound on the row last.
                self._hold(view.terms, row, least, most)
                self.row_of[len(self.cp.proto.constraints) - 1] = row
        if self._excess:
            self.cp.minimize(cp_model.LinearExpr.sum(self._excess))

    def _soften(self, view: View, row: int, least: int, most: int) -> None:
        low, high = int(self.compiled.low[row]), int(self.compiled.high[row])
        low, high = self._as_far_as_possible(view.terms, row, low, high, least, most)
        variables, weights, settled = self._decisions(view.terms, row, low)
        self._soft[row] = variables, weights, settled
        slack = self.cp.new_int_var(0, max(0, most - high, low - least), "")
        self.says.linear([*variables, slack.index], [*weights, 1], low - settled, 2**40)
        self.says.linear([*variables, slack.index], [*weights, -1], -(2**40), high - settled)
        self._excess.append(slack)

    def solve(self, seconds: float, workers: int = 1, control: Control | None = None) -> Answer:
        """Try. Cancelling leaves it undecided."""
        solver, control = self._solver(seconds, workers), control or Control()
        control.watch(solver)
        if control.cancelled.is_set():
            return Answer(Status.UNKNOWN)
        status = STATUS[solver.solve(self.cp)]  # an invalid model is an error
        control.watch(None)
        if status not in (Status.OPTIMAL, Status.FEASIBLE) or not self._soft:
            return Answer(status)
        values = solver.response_proto.solution
        totals = {
            row: settled + sum(w * values[v] for v, w in zip(variables, weights, strict=True))
            for row, (variables, weights, settled) in self._soft.items()
        }
        return Answer(status, totals)

    def _solver(self, seconds: float, workers: int) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = max(0.05, seconds)
        solver.parameters.num_workers = workers
        solver.parameters.random_seed = 1
        if workers == 1:
            solver.parameters.linearization_level = 2
        return solver
