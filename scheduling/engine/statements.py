"""Writes constraints into a model of the solver: clauses where they say the same as sums."""

from __future__ import annotations

from collections.abc import Sequence

from ortools.sat.python import cp_model

from scheduling.engine.limits import NO_HIGH, NO_LOW


def negated(literal: int) -> int:
    return -literal - 1


class Statements:
    """What is said of variables, which are known by their numbers; a literal may be negated."""

    def __init__(self, cp: cp_model.CpModel) -> None:
        self._cp = cp
        self._proto = cp.proto  # asking for it each time costs a tenth of the build

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
                return
            if low == 1 and high >= len(variables):
                self.clause(variables)
                return
        self.linear(variables, weights, low, high)

    def at_most_one(self, literals: Sequence[int]) -> None:
        self._proto.constraints.add().at_most_one.literals.extend(literals)

    def clause(self, literals: Sequence[int]) -> None:
        self._proto.constraints.add().bool_or.literals.extend(literals)

    def linear(self, variables: Sequence[int], weights: Sequence[int], low: int, high: int) -> None:
        linear = self._proto.constraints.add().linear
        linear.vars.extend(variables)
        linear.coeffs.extend(weights)
        linear.domain.extend([max(low, NO_LOW), min(high, NO_HIGH)])
