"""The constraints of a model as arrays: low <= sum of weight * variable <= high."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from scheduling.engine.compiled import row_sums
from scheduling.engine.derived import Ints, ranges
from scheduling.engine.limits import NO_HIGH, NO_LOW

Row = tuple[list[int], list[int], int, int]
"""Variables, their weights, and the bounds of the sum."""


@dataclass(frozen=True, eq=False)
class Rows:
    """Clauses and "at most one" are sums as well; a negated literal is 1 less the variable."""

    row: Ints  # of each term; terms are sorted by row
    variable: Ints
    weight: Ints
    starts: Ints
    low: Ints
    high: Ints
    floor: Ints  # of each variable
    ceiling: Ints

    @classmethod
    def of(cls, model: cp_model.CpModel) -> Rows:
        variables: list[int] = []
        weights: list[int] = []
        starts, low, high = [0], [], []
        for row in _sums(model.proto):
            variables += row[0]
            weights += row[1]
            starts.append(len(variables))
            low.append(max(row[2], NO_LOW))
            high.append(min(row[3], NO_HIGH))
        domains = [list(variable.domain) for variable in model.proto.variables]
        return cls(
            row=np.repeat(np.arange(len(low)), np.diff(starts)),
            variable=_ints(variables),
            weight=_ints(weights),
            starts=_ints(starts),
            low=_ints(low),
            high=_ints(high),
            floor=_ints([domain[0] for domain in domains]),
            ceiling=_ints([domain[-1] for domain in domains]),
        )

    def tightened(self) -> Rows:
        """Rows of a single variable say what its range is."""
        floor, ceiling = self.floor.copy(), self.ceiling.copy()
        alone = np.flatnonzero(np.diff(self.starts) == 1)
        alone = alone[self.weight[self.starts[alone]] == 1]
        variable = self.variable[self.starts[alone]]
        np.maximum.at(floor, variable, self.low[alone])
        np.minimum.at(ceiling, variable, self.high[alone])
        return replace(self, floor=floor, ceiling=ceiling)

    def holds(self, solution: Ints) -> bool:
        """Whether an answer keeps every constraint."""
        sums = row_sums(self.weight * solution[self.variable], self.starts)
        inside = (solution >= self.floor).all() and (solution <= self.ceiling).all()
        return bool(inside and (sums >= self.low).all() and (sums <= self.high).all())

    def common(self, mark: Ints) -> Ints:
        """Of each row the mark that all its variables carry; -1 where they differ."""
        of_term = mark[self.variable]
        low = np.full(len(self.low), np.iinfo(np.int64).max)
        high = np.full(len(self.low), -1)
        np.minimum.at(low, self.row, of_term)
        np.maximum.at(high, self.row, of_term)
        return np.where(low == high, high, -1)

    def terms(self, row: int) -> tuple[Ints, Ints]:
        """Variables and weights of one row."""
        mine = slice(self.starts[row], self.starts[row + 1])
        return self.variable[mine], self.weight[mine]

    @cached_property
    def _by_variable(self) -> tuple[Ints, Ints]:
        order = np.argsort(self.variable, kind="stable")
        return self.variable[order], self.row[order]

    def rows_with(self, variables: Ints) -> Ints:
        """The rows in which any of these variables stands."""
        known, rows = self._by_variable
        left = np.searchsorted(known, variables, "left")
        right = np.searchsorted(known, variables, "right")
        found = [rows[a:b] for a, b in zip(left, right, strict=True)]
        return np.unique(np.concatenate([*found, np.zeros(0, dtype=np.int64)]))

    def terms_of(self, rows: Ints) -> Ints:
        """Where the terms of these rows stand, row by row."""
        return ranges(self.starts[rows], self.starts[rows + 1])


def _sums(proto: Any) -> Iterator[Row]:
    for constraint in proto.constraints:
        if constraint.has_linear():
            linear = constraint.linear
            low, *_, high = list(linear.domain)
            yield list(linear.vars), list(linear.coeffs), low, high
        elif constraint.has_at_most_one():
            yield _of_literals(constraint.at_most_one, NO_LOW, 1)
        elif constraint.has_exactly_one():
            yield _of_literals(constraint.exactly_one, 1, 1)
        elif constraint.has_bool_or():
            yield _of_literals(constraint.bool_or, 1, NO_HIGH)
        else:
            raise TypeError("The model has a constraint that is no sum.")


def _of_literals(constraint: Any, low: int, high: int) -> Row:
    """Each negated literal takes 1 from the bounds."""
    literals = list(constraint.literals)
    negated = sum(literal < 0 for literal in literals)
    variables = [literal if literal >= 0 else -literal - 1 for literal in literals]
    weights = [1 if literal >= 0 else -1 for literal in literals]
    return variables, weights, low - negated, high - negated


def _ints(values: list[int]) -> Ints:
    return np.array(values, dtype=np.int64)
