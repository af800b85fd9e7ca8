"""What a cost must come to at least, proven without searching for a roster.

A linear relaxation prices the limits that people share. With these prices everybody is planned
apart, each as well as the limits of their own allow, and what they cost together is a bound for
all. It holds whatever the prices are, so the relaxation may be solved roughly; the sums are whole
numbers, so that no rounding can make the bound too high.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from math import floor

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver.python import model_builder
from ortools.sat.python import cp_model

from scheduling.engine.derived import Ints
from scheduling.engine.limits import NO_HIGH, NO_LOW
from scheduling.engine.model import Cost, RosterModel

Floats = NDArray[np.float64]

SCALE = 4096
"""Prices are multiples of one part in so many."""
NOBODY = -1
MANY = 10**9
PERSON_SECONDS = 2.0
LINEAR_SHARE = 0.8
"""Of the time for a bound, what the relaxation may take."""


@dataclass(frozen=True, eq=False)
class Rows:
    """low <= sum of weights * variables <= high, with the range of each variable."""

    row: Ints
    variable: Ints
    weight: Ints
    starts: Ints
    low: Ints
    high: Ints
    least: Ints  # of each variable
    most: Ints

    @classmethod
    def of(cls, model: RosterModel) -> Rows:
        variables: list[int] = []
        weights: list[int] = []
        starts, low, high = [0], [], []
        for row in _linear(model):
            variables += row[0]
            weights += row[1]
            starts.append(len(variables))
            low.append(max(row[2], NO_LOW))
            high.append(min(row[3], NO_HIGH))
        domains = [list(variable.domain) for variable in model.cp.proto.variables]
        return cls(
            row=np.repeat(np.arange(len(low)), np.diff(starts)),
            variable=np.array(variables, dtype=np.int64),
            weight=np.array(weights, dtype=np.int64),
            starts=np.array(starts, dtype=np.int64),
            low=np.array(low, dtype=np.int64),
            high=np.array(high, dtype=np.int64),
            least=np.array([domain[0] for domain in domains], dtype=np.int64),
            most=np.array([domain[-1] for domain in domains], dtype=np.int64),
        )

    def tightened(self) -> Rows:
        """Rows of a single variable say what its range is."""
        least, most = self.least.copy(), self.most.copy()
        alone = np.flatnonzero(np.diff(self.starts) == 1)
        alone = alone[self.weight[self.starts[alone]] == 1]
        variable = self.variable[self.starts[alone]]
        np.maximum.at(least, variable, self.low[alone])
        np.minimum.at(most, variable, self.high[alone])
        return replace(self, least=least, most=most)

    def terms(self, row: int) -> tuple[Ints, Ints]:
        mine = slice(self.starts[row], self.starts[row + 1])
        return self.variable[mine], self.weight[mine]


Row = tuple[list[int], list[int], int, int]


def _linear(model: RosterModel) -> Iterator[Row]:
    """Every constraint of a model as variables, weights and bounds."""
    for constraint in model.cp.proto.constraints:
        if constraint.has_linear():
            linear = constraint.linear
            domain = list(linear.domain)
            yield list(linear.vars), list(linear.coeffs), domain[0], domain[-1]
        elif constraint.has_at_most_one():
            yield _of_literals(list(constraint.at_most_one.literals), NO_LOW, 1)
        elif constraint.has_exactly_one():
            yield _of_literals(list(constraint.exactly_one.literals), 1, 1)
        elif constraint.has_bool_or():
            yield _of_literals(list(constraint.bool_or.literals), 1, NO_HIGH)
        else:
            raise TypeError("The model has a constraint that a relaxation does not know.")


def _of_literals(literals: list[int], low: int, high: int) -> Row:
    """Of a negated literal -x the sum has 1 - x."""
    negated = sum(literal < 0 for literal in literals)
    variables = [literal if literal >= 0 else -literal - 1 for literal in literals]
    weights = [1 if literal >= 0 else -1 for literal in literals]
    return variables, weights, low - negated, high - negated


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
    rows = Rows.of(model).tightened()
    owner = _owners(model, rows)
    price = np.zeros(len(rows.least), dtype=np.int64)
    np.add.at(price, cost.variables, cost.coefficients)
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
    known += np.minimum(reduced * rows.least, reduced * rows.most)[free].sum()
    people = [_Person(rows, owner, of_one, who) for who in np.unique(owner[~free]).tolist()]
    with ThreadPoolExecutor(workers) as pool:
        found = list(pool.map(lambda person: person.least(reduced, until), people))
    whole = [bound for bound in found if bound is not None]
    if len(whole) < len(found):
        return None
    return int(cost.offset - (-(int(known) + sum(whole)) // SCALE))


def _owners(model: RosterModel, rows: Rows) -> Ints:
    """Whose each variable is: the person of its pair, or of all the limits it stands in."""
    owner = np.full(len(rows.least), NOBODY, dtype=np.int64)
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
        for least, most in zip(rows.least.tolist(), rows.most.tolist(), strict=True)
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
            domain = [int(rows.least[variable]), int(rows.most[variable])]
            self.cp.proto.variables.add().domain.extend(domain)
        for row in np.flatnonzero(of_one == who).tolist():
            self._constrain(rows, row)

    def _constrain(self, rows: Rows, row: int) -> None:
        """What others have in the row, such as a slack that is shared, is as good as it can be."""
        columns, weights = rows.terms(row)
        mine = np.array([column in self._index for column in columns.tolist()], dtype=bool)
        ends = weights * rows.least[columns], weights * rows.most[columns]
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
