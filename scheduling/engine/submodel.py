"""Cuts a small part out of a model: a few variables free, everything else held."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from scheduling.engine.compiled import row_sums
from scheduling.engine.cost import Cost
from scheduling.engine.derived import Ints
from scheduling.engine.limits import NO_HIGH, NO_LOW
from scheduling.engine.linear import Rows
from scheduling.engine.model import RosterModel


@dataclass(frozen=True, eq=False)
class Part:
    """A model of a few variables, everything else being held."""

    cp: cp_model.CpModel
    free: Ints

    def whole(self, base: Ints, solution: Any) -> Ints:
        answer = base.copy()
        answer[self.free] = np.array(list(solution), dtype=np.int64)
        return answer


class Parts:
    """The constraints and costs of a model, and small models cut out of them."""

    def __init__(self, model: RosterModel, cost: Cost) -> None:
        self.rows = rows = Rows.of(model.cp)
        self.price = cost.prices(len(rows.floor))
        self.offset = cost.offset
        self._follows = np.ones(len(rows.floor), dtype=bool)  # all that is no decision on a duty
        self._follows[model.variable[model.open_pairs]] = False
        self._is_fact = self._follows.copy()
        self._is_fact[model.slacks] = False
        self._is_kept = np.zeros(len(rows.low), dtype=bool)
        self._is_kept[model.kept] = True

    def cost(self, solution: Ints) -> int:
        return int(self.price @ solution) + self.offset

    def holds(self, solution: Ints) -> bool:
        """Whether an answer keeps every constraint."""
        return self.rows.holds(solution)

    def costly(self, solution: Ints, random: Random) -> Ints:
        """Variables that stand together with one that costs something now, chosen at random."""
        paid = self.price * np.where(self.price > 0, solution, solution - 1)
        costing = np.flatnonzero(paid > 0)
        if not len(costing):
            return costing
        return self.beside(np.array(random.choices(costing.tolist(), paid[costing].tolist())))

    def beside(self, variables: Ints) -> Ints:
        """What stands in a limit with any of these; that a cost is kept is no such limit."""
        rows = self.rows.rows_with(variables)
        return self.rows.variable[self.rows.terms_of(rows[~self._is_kept[rows]])]

    def part(self, free: Ints, base: Ints) -> Part:
        """A model of `free` and of what follows from them; everything else is as in `base`.

        What stands with them in a constraint and is no decision on a duty (slacks, derived facts)
        is free too, and so is what stands with such a derived fact.
        """
        free = self._with_followers(free)
        rows = self.rows.rows_with(free)
        terms = self.rows.terms_of(rows)
        is_free = np.zeros(len(self.rows.floor), dtype=bool)
        is_free[free] = True
        open_terms = is_free[self.rows.variable[terms]]
        lengths = self.rows.starts[rows + 1] - self.rows.starts[rows]
        starts = np.concatenate([[0], np.cumsum(lengths)])
        held = row_sums(
            np.where(open_terms, 0, self.rows.weight[terms] * base[self.rows.variable[terms]]),
            starts,
        )
        return self._built(
            free, rows, terms[open_terms], row_sums(open_terms.astype(np.int64), starts), held, base
        )

    def _with_followers(self, free: Ints) -> Ints:
        """A slack takes nothing along with it, nor does a cost that is kept: all stand in those."""
        known = np.unique(free)
        grown = known
        for _ in range(2):
            rows = self.rows.rows_with(grown)
            near = np.unique(self.rows.variable[self.rows.terms_of(rows[~self._is_kept[rows]])])
            known = np.unique(np.concatenate([known, near[self._follows[near]]]))
            grown = near[self._is_fact[near]]
        return known

    def _built(
        self, free: Ints, rows: Ints, terms: Ints, lengths: Ints, held: Ints, base: Ints
    ) -> Part:
        place = np.full(len(self.rows.floor), -1, dtype=np.int64)
        place[free] = np.arange(len(free))
        model = cp_model.CpModel()
        proto = model.proto
        for low, high in zip(
            self.rows.floor[free].tolist(), self.rows.ceiling[free].tolist(), strict=True
        ):
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
        variable, weight = self.rows.variable[terms], self.rows.weight[terms]
        floor, ceiling = self.rows.floor[variable], self.rows.ceiling[variable]
        least = row_sums(weight * np.where(weight > 0, floor, ceiling), starts)
        most = row_sums(weight * np.where(weight > 0, ceiling, floor), starts)
        low, high = self.rows.low[rows] - held, self.rows.high[rows] - held
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
