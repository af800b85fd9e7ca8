"""What a cost must come to at least, proven without searching for a roster.

A linear relaxation prices the limits that people share. With these prices everybody is planned
apart, each as well as the limits of their own allow, and what they cost together is a bound for
all. It holds whatever the prices are, so the relaxation may be solved roughly; the sums are whole
numbers, so that no rounding can make the bound too high.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from math import floor

import numpy as np
from ortools.linear_solver.python import model_builder
from ortools.sat.python import cp_model

from scheduling.engine.derived import Ints
from scheduling.engine.limits import NO_HIGH, NO_LOW
from scheduling.engine.linear import Rows
from scheduling.engine.model import Cost, RosterModel

SCALE = 4096
"""Prices are multiples of one part in so many."""
NOBODY = -1
MANY = 10**9
PERSON_SECONDS = 2.0
LINEAR_SHARE = 0.8
"""Of the time for a bound, what the relaxation may take."""


def _nobody_watches(_solver: model_builder.Solver | None) -> None:
    """The relaxation runs to its end."""


def lower_bound(
    model: RosterModel,
    cost: Cost,
    seconds: float,
    workers: int = 1,
    watch: Callable[[model_builder.Solver | None], None] = _nobody_watches,
) -> int | None:
    """What the cost is at least in every roster of the model; None when it could not be found.

    `watch` is handed the solver that can be told to stop, and None once it has ended.
    """
    until = time.monotonic() + seconds
    rows = Rows.of(model.cp).tightened()
    owner = _owners(model, rows)
    price = cost.prices(len(rows.floor))
    of_one = _own_rows(rows, owner)
    # Where people share what is paid for, as the worst-off person's cost, they share the row.
    of_one[rows.row[((owner == NOBODY) & (price != 0))[rows.variable]]] = NOBODY
    prices = _shadow_prices(rows, price, LINEAR_SHARE * seconds, watch)
    if prices is None:
        return None
    prices = np.where(of_one == NOBODY, prices, 0)
    known = np.sum(np.where(prices > 0, prices * rows.low, prices * rows.high))
    reduced = SCALE * price
    np.subtract.at(reduced, rows.variable, prices[rows.row] * rows.weight)
    free = owner == NOBODY
    known += np.minimum(reduced * rows.floor, reduced * rows.ceiling)[free].sum()
    people = [_Person(rows, owner, of_one, who) for who in np.unique(owner[~free]).tolist()]
    with ThreadPoolExecutor(workers) as pool:
        found = list(pool.map(lambda person: person.least(reduced, until), people))
    whole = [bound for bound in found if bound is not None]
    if len(whole) < len(found):
        return None
    return int(cost.offset - (-(int(known) + sum(whole)) // SCALE))


def _owners(model: RosterModel, rows: Rows) -> Ints:
    """Whose each variable is: the person of its pair, or of all the limits it stands in."""
    owner = np.full(len(rows.floor), NOBODY, dtype=np.int64)
    owner[model.variable[model.open_pairs]] = model.facts.person[model.open_pairs]
    for _ in range(2):  # facts that follow from pairs, then the slacks of limits on these
        of_row = _own_rows(rows, owner)[rows.row]
        low, high = np.full(len(owner), MANY), np.full(len(owner), NOBODY)
        np.minimum.at(low, rows.variable, of_row)
        np.maximum.at(high, rows.variable, of_row)
        owner = np.where((owner == NOBODY) & (low == high), high, owner)
    return owner


def _own_rows(rows: Rows, owner: Ints) -> Ints:
    """Whose each row is; nobody's when people share it."""
    of_term = owner[rows.variable]
    known = of_term != NOBODY
    low, high = np.full(len(rows.low), MANY), np.full(len(rows.low), NOBODY)
    np.minimum.at(low, rows.row[known], of_term[known])
    np.maximum.at(high, rows.row[known], of_term[known])
    return np.where(low == high, high, NOBODY)


def _shadow_prices(
    rows: Rows,
    price: Ints,
    seconds: float,
    watch: Callable[[model_builder.Solver | None], None],
) -> Ints | None:
    """What one unit of each row is worth in the relaxation, in whole parts; signs as bounds allow."""
    lp = model_builder.Model()  # type: ignore[no-untyped-call]
    expression = model_builder.LinearExpr.weighted_sum
    variables = [
        lp.new_num_var(least, most, "")
        for least, most in zip(rows.floor.tolist(), rows.ceiling.tolist(), strict=True)
    ]
    low = np.where(rows.low <= NO_LOW // 2, -np.inf, rows.low)
    high = np.where(rows.high >= NO_HIGH // 2, np.inf, rows.high)
    kept = []
    for row in range(len(low)):
        columns, weights = rows.terms(row)
        sum_ = expression([variables[c] for c in columns.tolist()], weights.tolist())
        kept.append(lp.add_linear_constraint(sum_, float(low[row]), float(high[row])))
    lp.minimize(expression(variables, price.tolist()))
    solver = model_builder.Solver("pdlp")
    solver.set_time_limit_in_seconds(seconds)
    watch(solver)
    status = solver.solve(lp)
    watch(None)
    if status != model_builder.SolveStatus.OPTIMAL:
        return None
    duals = np.array([solver.dual_value(each) for each in kept])
    duals = np.where(np.isinf(low), np.minimum(duals, 0), duals)
    duals = np.where(np.isinf(high), np.maximum(duals, 0), duals)
    return np.round(SCALE * duals).astype(np.int64)


class _Person:
    """One person's part of a model: their variables, and the rows that are theirs alone."""

    def __init__(self, rows: Rows, owner: Ints, of_one: Ints, who: int) -> None:
        self.variables = np.flatnonzero(owner == who)
        self._index = {variable: i for i, variable in enumerate(self.variables.tolist())}
        self.cp = cp_model.CpModel()
        for variable in self.variables.tolist():
            domain = [int(rows.floor[variable]), int(rows.ceiling[variable])]
            self.cp.proto.variables.add().domain.extend(domain)
        for row in np.flatnonzero(of_one == who).tolist():
            self._constrain(rows, row)

    def _constrain(self, rows: Rows, row: int) -> None:
        """What others have in the row, such as a slack that is shared, is as good as it can be."""
        columns, weights = rows.terms(row)
        mine = np.array([column in self._index for column in columns.tolist()], dtype=bool)
        ends = weights * rows.floor[columns], weights * rows.ceiling[columns]
        low = int(rows.low[row] - np.maximum(*ends)[~mine].sum())
        high = int(rows.high[row] - np.minimum(*ends)[~mine].sum())
        own = [self._index[column] for column in columns[mine].tolist()]
        if high == 1 and low <= 1 and (weights[mine] == 1).all():
            target = self.cp.proto.constraints.add()
            kind = target.exactly_one if low == 1 else target.at_most_one
            kind.literals.extend(own)
            return
        linear = self.cp.proto.constraints.add().linear
        linear.vars.extend(own)
        linear.coeffs.extend(weights[mine].tolist())
        linear.domain.extend([low, high])

    def least(self, reduced: Ints, until: float) -> int | None:
        """The least that the person's variables can cost at these prices; None if time is up."""
        left = until - time.monotonic()
        if left <= 0:
            return None
        objective, prices = self.cp.proto.objective, reduced[self.variables]
        priced = np.flatnonzero(prices)
        objective.vars.extend(priced.tolist())
        objective.coeffs.extend(prices[priced].tolist())
        solver = cp_model.CpSolver()
        parameters = solver.parameters
        parameters.num_workers = 1
        parameters.max_deterministic_time = PERSON_SECONDS
        parameters.max_time_in_seconds = left
        parameters.linearization_level = 2
        parameters.symmetry_level = parameters.cp_model_probing_level = 0
        status = solver.solve(self.cp)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        return floor(solver.best_objective_bound + 1e-6)
