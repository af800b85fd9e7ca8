"""The constraints of a model as arrays: low <= sum of weight * variable <= high."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from scheduling.engine.compiled import row_sums
from scheduling.engine.derived import Ints, ranges
from scheduling.engine.facts import Flags
from scheduling.engine.limits import NO_HIGH, NO_LOW


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

    def tightened(self) -> Rows:
        """Rows of a single variable say what its range is."""
        floor, ceiling = self.floor.copy(), self.ceiling.copy()
        alone = np.flatnonzero(np.diff(self.starts) == 1)
        alone = alone[self.weight[self.starts[alone]] == 1]
        variable = self.variable[self.starts[alone]]
        np.maximum.at(floor, variable, self.low[alone])
        np.minimum.at(ceiling, variable, self.high[alone])
        return replace(self, floor=floor, ceiling=ceiling)

    def settled(self) -> Rows:
        """Without what can only be one thing: what costs nothing at its least may not be broken."""
        at_floor, (least, most) = self.weight * self.floor[self.variable], self._ends()
        at_least = (row_sums(least, self.starts) == self.high)[self.row]
        at_most = (row_sums(most, self.starts) == self.low)[self.row]
        floor, ceiling = self.floor.copy(), self.ceiling.copy()
        for tight, end in ((at_least, least), (at_most, most)):
            low, high = (self.variable[tight & at] for at in (end == at_floor, end != at_floor))
            ceiling[low], floor[high] = floor[low], ceiling[high]
        known = (floor == ceiling)[self.variable]
        left = replace(self.given(known, floor), floor=floor, ceiling=ceiling)
        says_something = (np.diff(left.starts) > 0) | (left.low > 0) | (left.high < 0)
        return left.chosen(says_something)

    def given(self, known: Flags, values: Ints) -> Rows:
        """Without these terms, the values of their variables being known."""
        sums = row_sums(np.where(known, self.weight * values[self.variable], 0), self.starts)
        return replace(
            self,
            row=self.row[~known],
            variable=self.variable[~known],
            weight=self.weight[~known],
            starts=np.concatenate([[0], np.cumsum(~known)])[self.starts],
            low=np.where(self.low <= NO_LOW // 2, self.low, self.low - sums),
            high=np.where(self.high >= NO_HIGH // 2, self.high, self.high - sums),
        )

    def freed(self, price: Ints) -> Ints:
        """Variables free of charge that make their rows hold at their most, whatever else is done.

        Nobody minds yet how much the limits of later tiers are broken. A solver finds that out by
        itself, slowly; a first-order method does not.
        """
        least, most = self._ends()
        raised = self.weight * self.ceiling[self.variable]
        lowest = row_sums(least, self.starts)[self.row] - least + raised
        highest = row_sums(most, self.starts)[self.row] - most + raised
        holds = (lowest >= self.low[self.row]) & (highest <= self.high[self.row])
        frees = (price == 0) & (self.floor < self.ceiling)
        frees[self.variable[~holds]] = False
        return np.flatnonzero(frees)

    def without(self, variables: Ints) -> Rows:
        """Only rows in which none of these variables stands."""
        named = np.zeros(len(self.floor), dtype=np.int64)
        named[variables] = 1
        return self.chosen(row_sums(named[self.variable], self.starts) == 0)

    def merged(self) -> Rows:
        """What is asked for at least and what is allowed at most of the same sum, as one row."""
        order, sizes = np.lexsort((self.variable, self.row)), np.diff(self.starts)
        variable, weight = self.variable[order], self.weight[order]
        draw = np.random.default_rng(len(sizes))
        while True:
            factors = draw.integers(1, 1 << 62, size=len(self.floor), dtype=np.int64)
            sums = row_sums(weight * factors[variable], self.starts)
            _, first, number = np.unique(sums, return_index=True, return_inverse=True)
            like = first[number]
            if (sizes[like] == sizes).all():
                twin = ranges(self.starts[like], self.starts[like + 1])
                if (variable[twin] == variable).all() and (weight[twin] == weight).all():
                    break  # or else different rows met by chance
        low, high = self.low.copy(), self.high.copy()
        np.maximum.at(low, like, self.low)
        np.minimum.at(high, like, self.high)
        kept = np.zeros(len(sizes), dtype=bool)
        kept[first] = True
        return replace(self, low=low, high=high).chosen(kept)

    def chosen(self, rows: Flags) -> Rows:
        """Some of the rows, on the same variables."""
        return self.numbered(np.flatnonzero(rows))

    def numbered(self, rows: Ints) -> Rows:
        """The same by their numbers."""
        terms, sizes = self.terms_of(rows), np.diff(self.starts)[rows]
        return replace(
            self,
            row=np.repeat(np.arange(len(sizes)), sizes),
            variable=self.variable[terms],
            weight=self.weight[terms],
            starts=np.concatenate([[0], np.cumsum(sizes)]),
            low=self.low[rows],
            high=self.high[rows],
        )

    def _ends(self) -> tuple[Ints, Ints]:
        """The least and the most that each term can be."""
        ends = self.weight * self.floor[self.variable], self.weight * self.ceiling[self.variable]
        return np.minimum(*ends), np.maximum(*ends)

    def holds(self, solution: Ints) -> bool:
        """Whether an answer keeps every constraint."""
        inside = (solution >= self.floor).all() and (solution <= self.ceiling).all()
        return bool(inside) and not len(self.broken(solution))

    def broken(self, solution: Ints) -> Ints:
        """The rows that an answer does not keep."""
        sums = row_sums(self.weight * solution[self.variable], self.starts)
        return np.flatnonzero((sums < self.low) | (sums > self.high))

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
        """The rows of the terms, variable by variable, and where each variable's begin."""
        starts = np.concatenate(
            [[0], np.cumsum(np.bincount(self.variable, minlength=len(self.floor)))]
        )
        return self.row[np.argsort(self.variable, kind="stable")], starts

    def rows_with(self, variables: Ints) -> Ints:
        """The rows in which any of these variables stands."""
        rows, starts = self._by_variable
        is_with = np.zeros(len(self.low), dtype=bool)
        is_with[rows[ranges(starts[variables], starts[variables + 1])]] = True
        return np.flatnonzero(is_with)

    def terms_of(self, rows: Ints) -> Ints:
        """Where the terms of these rows stand, row by row."""
        return ranges(self.starts[rows], self.starts[rows + 1])
