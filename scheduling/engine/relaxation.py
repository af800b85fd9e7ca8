"""The linear relaxation of a model, solved roughly by a first-order method.

Large years of rotations have relaxations that a simplex method takes minutes for; this takes
seconds. Its values lean towards decisions, its prices say what one unit of each limit is worth.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver.python import model_builder

from scheduling.engine.control import Clock
from scheduling.engine.derived import Ints
from scheduling.engine.limits import NO_HIGH, NO_LOW
from scheduling.engine.linear import Rows

SCALE = 4096
"""Prices are multiples of one part in so many."""

Watch = Callable[[model_builder.Solver | None], None]


def nobody_watches(_solver: model_builder.Solver | None) -> None:
    """The relaxation runs to its end."""


class Relaxation:
    """A linear program, its last values of all variables and its last prices of all rows."""

    def __init__(self, rows: Rows, price: Ints) -> None:
        self.rows, self.price = rows, price
        self.values: NDArray[np.float64] = np.zeros(len(rows.floor))
        self.prices = np.zeros(len(rows.low), dtype=np.int64)  # scaled, with signs as bounds allow
        self._low = np.where(rows.low <= NO_LOW // 2, -np.inf, rows.low)
        self._high = np.where(rows.high >= NO_HIGH // 2, np.inf, rows.high)
        self._lp = model_builder.Model()  # type: ignore[no-untyped-call]
        self._variables = [
            self._lp.new_num_var(least, most, "")
            for least, most in zip(rows.floor.tolist(), rows.ceiling.tolist(), strict=True)
        ]
        self._limits = [self._limit(row) for row in range(len(rows.low))]
        sum_ = model_builder.LinearExpr.weighted_sum
        self._lp.minimize(sum_(self._variables, price.tolist()))

    def _limit(self, row: int) -> model_builder.LinearConstraint:
        columns, weights = self.rows.terms(row)
        of_row = [self._variables[column] for column in columns.tolist()]
        sum_ = model_builder.LinearExpr.weighted_sum(of_row, weights.tolist())
        low, high = float(self._low[row]), float(self._high[row])
        return self._lp.add_linear_constraint(sum_, low, high)

    def settle(self, variables: Ints) -> None:
        """From now on these are as large as they can be."""
        for variable in variables.tolist():
            self._variables[variable].lower_bound = float(self.rows.ceiling[variable])

    def solve(self, clock: Clock, seconds: float, watch: Watch = nobody_watches) -> bool:
        """Whether it was solved; if not, values and prices are those from before."""
        solver = model_builder.Solver("pdlp")
        if not clock.of_processor:
            solver.set_time_limit_in_seconds(seconds)
        watch(solver)
        with clock.ending(solver, seconds):
            status = solver.solve(self._lp)
        watch(None)
        if status != model_builder.SolveStatus.OPTIMAL:
            return False
        self.values = np.array([solver.value(each) for each in self._variables])
        duals = np.array([solver.dual_value(each) for each in self._limits])
        duals = np.where(np.isinf(self._low), np.minimum(duals, 0), duals)
        duals = np.where(np.isinf(self._high), np.maximum(duals, 0), duals)
        self.prices = np.round(SCALE * duals).astype(np.int64)
        return True
