"""Cuts a small part out of a model: a few variables free, everything else held."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from scheduling.engine.cost import Cost
from scheduling.engine.derived import Ints
from scheduling.engine.linear import Rows
from scheduling.engine.model import RosterModel
from scheduling.engine.written import start_from, written


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
        self.rows = rows = model.rows()
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
        model = written(self._rows_on(free, base), self.price, free)
        start_from(model, base[free])
        return Part(model, free)

    def _rows_on(self, free: Ints, base: Ints) -> Rows:
        """What is left of the rows on these variables when everything else is held."""
        numbers = self.rows.rows_with(free)
        rows = self.rows.numbered(numbers)
        is_held = np.ones(len(rows.floor), dtype=bool)
        is_held[free] = False
        return rows.given(is_held[rows.variable], base)

    def _with_followers(self, free: Ints) -> Ints:
        """A slack takes nothing along with it, nor does a cost that is kept: all stand in those."""
        is_free, grown = np.zeros(len(self.price), dtype=bool), free
        is_free[free] = True
        for _ in range(2):
            rows = self.rows.rows_with(grown)
            is_near = np.zeros(len(is_free), dtype=bool)
            is_near[self.rows.variable[self.rows.terms_of(rows[~self._is_kept[rows]])]] = True
            is_free |= is_near & self._follows
            grown = np.flatnonzero(is_near & self._is_fact)
        return np.flatnonzero(is_free)
