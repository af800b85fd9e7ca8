"""Writes constraints into a model of the solver: clauses where they say the same as sums.

What was written is remembered as rows: asking the solver's model for it takes ten times as long.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import numpy as np
from ortools.sat.python import cp_model

from scheduling.engine.compiled import row_sums
from scheduling.engine.limits import NO_HIGH, NO_LOW
from scheduling.engine.linear import Rows


def negated(literal: int) -> int:
    return -literal - 1


class Statements:
    """What is said of variables, which are known by their numbers; a literal may be negated."""

    def __init__(self, cp: cp_model.CpModel) -> None:
        self._cp = cp
        self._proto = cp.proto  # asking for it each time costs a tenth of the build
        self._terms, self._weights, self._ends = array("q"), array("q"), array("q", [0])
        self._low, self._high = array("q"), array("q")

    def decision(self) -> int:
        return self._cp.new_bool_var("").index

    def constant(self, value: int) -> int:
        return self._cp.new_int_var(value, value, "").index

    def bound(self, variables: list[int], weights: list[int], low: int, high: int) -> None:
        if all(w == 1 for w in weights) and len(set(variables)) == len(variables):
            if high == 1 and low <= 1:
                target = self._proto.constraints.add()
                kind = target.exactly_one if low == 1 else target.at_most_one
                kind.literals.extend(variables)
                self._remember(variables, weights, low, high)
                return
            if low == 1 and high >= len(variables):
                self.clause(variables)
                return
        self.linear(variables, weights, low, high)

    def at_most_one(self, literals: Sequence[int]) -> None:
        self._proto.constraints.add().at_most_one.literals.extend(literals)
        self._remember(literals, [1] * len(literals), NO_LOW, 1)

    def clause(self, literals: Sequence[int]) -> None:
        self._proto.constraints.add().bool_or.literals.extend(literals)
        self._remember(literals, [1] * len(literals), 1, NO_HIGH)

    def linear(self, variables: Sequence[int], weights: Sequence[int], low: int, high: int) -> int:
        """The number of the constraint, should it be loosened later.

        What weighs nothing is not part of it: whoever reads a tight row takes all that stands in it for decided.
        """
        if 0 in weights:
            terms = [
                (one, weight) for one, weight in zip(variables, weights, strict=True) if weight
            ]
            variables, weights = [one for one, _ in terms], [weight for _, weight in terms]
        low, high = max(low, NO_LOW), min(high, NO_HIGH)
        linear = self._proto.constraints.add().linear
        linear.vars.extend(variables)
        linear.coeffs.extend(weights)
        linear.domain.extend([low, high])
        self._remember(variables, weights, low, high)
        return len(self._low) - 1

    def loosen(self, number: int) -> None:
        """From now on the sum may be what it likes."""
        self._stand_side_by_side()
        domain = self._proto.constraints[number].linear.domain
        domain[0], domain[1] = NO_LOW, NO_HIGH
        self._low[number], self._high[number] = NO_LOW, NO_HIGH

    def _remember(
        self, literals: Sequence[int], weights: Sequence[int], low: int, high: int
    ) -> None:
        self._terms.extend(literals)
        self._weights.extend(weights)
        self._ends.append(len(self._terms))
        self._low.append(low)
        self._high.append(high)

    def _stand_side_by_side(self) -> None:
        """What is remembered and the solver's constraints have the same numbers."""
        if len(self._low) != len(self._proto.constraints):
            raise TypeError("The model has a constraint that was not stated.")

    def rows(self) -> Rows:
        """All that was said; a negated literal is 1 less the variable."""
        self._stand_side_by_side()
        terms, starts = np.array(self._terms), np.array(self._ends)
        is_negated = terms < 0
        negated_ones = row_sums(is_negated.astype(np.int64), starts)
        domains = [(one.domain[0], one.domain[1]) for one in self._proto.variables]
        low, high = np.array(self._low), np.array(self._high)
        return Rows(
            row=np.repeat(np.arange(len(low)), np.diff(starts)),
            variable=np.where(is_negated, -terms - 1, terms),
            weight=np.where(is_negated, -1, np.array(self._weights)),
            starts=starts,
            low=np.where(low <= NO_LOW, NO_LOW, low - negated_ones),
            high=np.where(high >= NO_HIGH, NO_HIGH, high - negated_ones),
            floor=np.array([low for low, _ in domains], dtype=np.int64),
            ceiling=np.array([high for _, high in domains], dtype=np.int64),
        )
