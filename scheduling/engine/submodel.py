"""The constraints of a model as arrays, so that a small part of it can be cut out quickly."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from scheduling.engine.compiled import row_sums
from scheduling.engine.derived import Ints
from scheduling.engine.limits import NO_HIGH, NO_LOW
from scheduling.engine.model import Cost, RosterModel


@dataclass(frozen=True, eq=False)
class Part:
    """A model of a few variables, everything else being held."""

    cp: cp_model.CpModel
    free: Ints

    def whole(self, base: Ints, solution: Any) -> Ints:
        answer = base.copy()
        answer[self.free] = np.array(list(solution), dtype=np.int64)
        return answer


class Rows:
    """low <= sum of coefficient * variable <= high, for each constraint of a model.

    Clauses and "at most one" are sums as well; a negated literal is 1 less the variable.
    """

    def __init__(self, model: RosterModel, cost: Cost) -> None:
        proto = model.cp.proto
        self._read(proto)
        domains = [list(variable.domain) for variable in proto.variables]
        self.floor = np.array([domain[0] for domain in domains], dtype=np.int64)
        self.ceiling = np.array([domain[-1] for domain in domains], dtype=np.int64)
        self.price = np.zeros(len(domains), dtype=np.int64)
        np.add.at(self.price, cost.variables, cost.coefficients)
        self.offset = cost.offset
        order = np.argsort(self.variable, kind="stable")
        self._by_variable = self.variable[order], self.row[order]
        self._follows = np.ones(len(domains), dtype=bool)  # all that is no decision on a duty
        self._follows[model.variable[model.open_pairs]] = False
        self._is_fact = self._follows.copy()
        self._is_fact[model.slacks] = False
        self._is_kept = np.zeros(len(self.low), dtype=bool)
        self._is_kept[model.kept] = True

    def _read(self, proto: Any) -> None:
        variables: list[int] = []
        weights: list[int] = []
        sizes: list[int] = []
        lows: list[int] = []
        highs: list[int] = []
        for constraint in proto.constraints:
            if constraint.has_linear():
                linear = constraint.linear
                own, factors = list(linear.vars), list(linear.coeffs)
                low, *_, high = list(linear.domain)
            else:
                own, factors, low, high = _of_literals(constraint)
            variables += own
            weights += factors
            sizes.append(len(own))
            lows.append(low)
            highs.append(high)
        self.variable = np.array(variables, dtype=np.int64)
        self.weight = np.array(weights, dtype=np.int64)
        self.starts = np.concatenate([[0], np.cumsum(np.array(sizes, dtype=np.int64))])
        self.row = np.repeat(np.arange(len(sizes)), sizes)
        self.low, self.high = np.array(lows, dtype=np.int64), np.array(highs, dtype=np.int64)

    def cost(self, solution: Ints) -> int:
        return int(self.price @ solution) + self.offset

    def holds(self, solution: Ints) -> bool:
        """Whether an answer keeps every constraint."""
        sums = row_sums(self.weight * solution[self.variable], self.starts)
        inside = (solution >= self.floor).all() and (solution <= self.ceiling).all()
        return bool(inside and (sums >= self.low).all() and (sums <= self.high).all())

    def costly(self, solution: Ints, random: Random) -> Ints:
        """Variables that stand together with one that costs something now, chosen at random."""
        paid = self.price * np.where(self.price > 0, solution, solution - 1)
        costing = np.flatnonzero(paid > 0)
        if not len(costing):
            return costing
        chosen = random.choices(costing.tolist(), paid[costing].tolist())[0]
        rows = self._rows_with(np.array([chosen]))
        return self.variable[self._terms_of(rows[~self._is_kept[rows]])]

    def _rows_with(self, variables: Ints) -> Ints:
        """The constraints in which any of these variables stands."""
        known, rows = self._by_variable
        left = np.searchsorted(known, variables, "left")
        right = np.searchsorted(known, variables, "right")
        found = [rows[a:b] for a, b in zip(left, right, strict=True)]
        return np.unique(np.concatenate([*found, np.zeros(0, dtype=np.int64)]))

    def _terms_of(self, rows: Ints) -> Ints:
        firsts, lengths = self.starts[rows], self.starts[rows + 1] - self.starts[rows]
        steps = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        return np.asarray(np.repeat(firsts, lengths) + steps)

    def part(self, free: Ints, base: Ints) -> Part:
        """A model of `free` and of what follows from them; everything else is as in `base`.

        What stands with them in a constraint and is no decision on a duty (slacks, derived facts)
        is free too, and so is what stands with such a derived fact.
        """
        free = self._with_followers(free)
        rows = self._rows_with(free)
        terms = self._terms_of(rows)
        is_free = np.zeros(len(self.floor), dtype=bool)
        is_free[free] = True
        open_terms = is_free[self.variable[terms]]
        lengths = self.starts[rows + 1] - self.starts[rows]
        starts = np.concatenate([[0], np.cumsum(lengths)])
        held = row_sums(
            np.where(open_terms, 0, self.weight[terms] * base[self.variable[terms]]), starts
        )
        return self._built(
            free, rows, terms[open_terms], row_sums(open_terms.astype(np.int64), starts), held, base
        )

    def _with_followers(self, free: Ints) -> Ints:
        """A slack takes nothing along with it, nor does a cost that is kept: all stand in those."""
        known = np.unique(free)
        grown = known
        for _ in range(2):
            rows = self._rows_with(grown)
            near = np.unique(self.variable[self._terms_of(rows[~self._is_kept[rows]])])
            known = np.unique(np.concatenate([known, near[self._follows[near]]]))
            grown = near[self._is_fact[near]]
        return known

    def _built(
        self, free: Ints, rows: Ints, terms: Ints, lengths: Ints, held: Ints, base: Ints
    ) -> Part:
        place = np.full(len(self.floor), -1, dtype=np.int64)
        place[free] = np.arange(len(free))
        model = cp_model.CpModel()
        proto = model.proto
        for low, high in zip(self.floor[free].tolist(), self.ceiling[free].tolist(), strict=True):
            proto.variables.add().domain.extend([low, high])
        self._constrain(proto, rows, terms, lengths, held, place)
        priced = np.flatnonzero(self.price[free])
        proto.objective.vars.extend(priced.tolist())
        proto.objective.coeffs.extend(self.price[free][priced].tolist())
        proto.solution_hint.vars.extend(range(len(free)))
        proto.solution_hint.values.extend(base[free].tolist())
        return Part(model, free)

    def _constrain(
        self, proto: Any, rows: Ints, terms: Ints, lengths: Ints, held: Ints, place: Ints
    ) -> None:
        """What is left of the constraints; those that hold in any case are left out."""
        starts = np.concatenate([[0], np.cumsum(lengths)])
        variable, weight = self.variable[terms], self.weight[terms]
        floor, ceiling = self.floor[variable], self.ceiling[variable]
        least = row_sums(weight * np.where(weight > 0, floor, ceiling), starts)
        most = row_sums(weight * np.where(weight > 0, ceiling, floor), starts)
        low, high = self.low[rows] - held, self.high[rows] - held
        plain = (np.abs(weight) == 1) & (floor == 0) & (ceiling == 1)
        is_plain = row_sums((~plain).astype(np.int64), starts) == 0
        negated = row_sums((weight < 0).astype(np.int64), starts)
        only_one = is_plain & (high + negated == 1) & (low <= least)
        some = is_plain & (low + negated == 1) & (high >= most)
        mine = place[variable]
        literal = np.where(weight > 0, mine, -mine - 1).tolist()
        weights, lows, highs = weight.tolist(), low.tolist(), high.tolist()
        mine = mine.tolist()
        for row in np.flatnonzero((least < low) | (most > high)).tolist():
            inside = slice(int(starts[row]), int(starts[row + 1]))
            constraint = proto.constraints.add()
            if only_one[row]:
                constraint.at_most_one.literals.extend(literal[inside])
            elif some[row]:
                constraint.bool_or.literals.extend(literal[inside])
            else:
                linear = constraint.linear
                linear.vars.extend(mine[inside])
                linear.coeffs.extend(weights[inside])
                linear.domain.extend([max(lows[row], NO_LOW), min(highs[row], NO_HIGH)])


def _of_literals(constraint: Any) -> tuple[list[int], list[int], int, int]:
    """A clause or "at most one" as a sum; each negated literal takes 1 from the bounds."""
    if constraint.has_at_most_one():
        literals, low, high = list(constraint.at_most_one.literals), NO_LOW, 1
    elif constraint.has_exactly_one():
        literals, low, high = list(constraint.exactly_one.literals), 1, 1
    elif constraint.has_bool_or():
        literals, low, high = list(constraint.bool_or.literals), 1, NO_HIGH
    else:
        raise TypeError("The model has a constraint that cannot be cut.")
    negated = sum(literal < 0 for literal in literals)
    variables = [literal if literal >= 0 else -literal - 1 for literal in literals]
    weights = [1 if literal >= 0 else -1 for literal in literals]
    return variables, weights, low - negated, high - negated
