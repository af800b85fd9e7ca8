"""What a cost must come to at least, proven without searching for a roster.

A linear relaxation prices the limits that people share. With these prices everybody is planned
apart, each as well as the limits of their own allow, and what they cost together is a bound for
all. It holds whatever the prices are, so the relaxation may be solved roughly; the sums are whole
numbers, so that no rounding can make the bound too high.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from math import floor

import numpy as np
from ortools.sat.python import cp_model

from scheduling.engine.derived import Ints
from scheduling.engine.linear import Rows
from scheduling.engine.model import Cost, RosterModel
from scheduling.engine.relaxation import SCALE, Relaxation

NOBODY = -1
MANY = 10**9
PERSON_SECONDS = 2.0


def lower_bound(
    model: RosterModel, cost: Cost, relaxation: Relaxation, seconds: float, workers: int = 1
) -> int:
    """What the cost is at least in every roster of the model, at the prices of a relaxation.

    Whoever cannot be planned in time is taken at what the relaxation says of them.
    """
    until = time.monotonic() + seconds
    rows, price, prices = relaxation.rows, relaxation.price, relaxation.prices
    owner = _owners(model, rows)
    of_one = _own_rows(rows, owner)
    # Where people share what is paid for, as the worst-off person's cost, they share the row.
    of_one[rows.row[((owner == NOBODY) & (price != 0))[rows.variable]]] = NOBODY
    is_shared = (of_one == NOBODY)[rows.row]
    known = _worth(rows, prices)[of_one == NOBODY].sum()
    reduced = SCALE * price
    np.subtract.at(reduced, rows.variable[is_shared], (prices[rows.row] * rows.weight)[is_shared])
    free = owner == NOBODY
    known += np.minimum(reduced * rows.floor, reduced * rows.ceiling)[free].sum()
    people = [_Person(rows, owner, of_one, who) for who in np.unique(owner[~free]).tolist()]
    relaxed = _relaxed(relaxation, owner, of_one, reduced)

    def least(person: _Person) -> int:
        found = person.least(reduced, until)
        at_least = int(relaxed[person.who])
        return at_least if found is None else max(found, at_least)

    with ThreadPoolExecutor(workers) as pool:
        apart = sum(pool.map(least, people))
    return int(cost.offset - (-(int(known) + apart) // SCALE))


def _worth(rows: Rows, prices: Ints) -> Ints:
    """What the bound of each row counts for."""
    return np.where(prices > 0, prices * rows.low, np.where(prices < 0, prices * rows.high, 0))


def _relaxed(relaxation: Relaxation, owner: Ints, of_one: Ints, reduced: Ints) -> Ints:
    """What each person's part costs at least when their own limits are priced as well."""
    rows, prices = relaxation.rows, relaxation.prices
    least = np.zeros(owner.max() + 2, dtype=np.int64)  # the last is for nobody
    np.add.at(least, of_one, _worth(rows, prices))
    paid = -(prices[rows.row] * rows.weight)
    is_own = of_one[rows.row] != NOBODY
    of_others = is_own & (owner[rows.variable] == NOBODY)
    ends = paid * rows.floor[rows.variable], paid * rows.ceiling[rows.variable]
    np.add.at(least, of_one[rows.row[of_others]], np.minimum(*ends)[of_others])
    rest = reduced.copy()
    mine = is_own & ~of_others
    np.add.at(rest, rows.variable[mine], paid[mine])
    np.add.at(least, owner, np.minimum(rest * rows.floor, rest * rows.ceiling))
    return least


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


class _Person:
    """One person's part of a model: their variables, and the rows that are theirs alone."""

    def __init__(self, rows: Rows, owner: Ints, of_one: Ints, who: int) -> None:
        self.who, self.variables = who, np.flatnonzero(owner == who)
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
