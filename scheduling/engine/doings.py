"""What a person can have done of all that is counted over the year, whenever it was.

Limits on how often something is done tell kinds of stays apart; how far each of these limits is
used up is a state. What has to come first is a limit on the steps from state to state.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from scheduling.engine.derived import Ints
from scheduling.engine.limits import NO_HIGH, NO_LOW
from scheduling.engine.linear import Rows
from scheduling.engine.stays import Stays

MOST_STATES, MOST_KINDS = 6000, 64
"""All of them are looked at in every period ..."""
MOST_MINDED = 20_000
"""... which is worth more where a cheapest way broke a limit that had been left out."""
MOST_NUMBERED = 2.0**53
"""Up to here floating point counts every whole number."""

Needed = Sequence[tuple[Ints, Ints]]
"""Stays, and others of which one has to be over when any of them begins."""


@dataclass(frozen=True, eq=False)
class Steps:
    """From state to state, by one more stay; sorted by the state that each leads to."""

    before: Ints  # of each step the state it leads from ...
    by: Ints  # ... and the kind of stay that it takes
    after: Ints  # the different states that steps lead to ...
    starts: Ints  # ... and where the steps to each begin

    def to(self, state: int) -> tuple[Ints, Ints]:
        """Kinds of stays, and the states from which they lead to this one."""
        at = int(np.searchsorted(self.after, state))
        mine = self._between(at, at + 1)
        return self.by[mine], self.before[mine]

    def _between(self, first: int, beyond: int) -> slice:
        end = self.starts[beyond] if beyond < len(self.starts) else len(self.by)
        return slice(int(self.starts[first]), int(end))

    def within(self, low: int, high: int) -> Steps:
        """Those to some of the states, one after the other."""
        first, beyond = map(int, np.searchsorted(self.after, [low, high]))
        if first == beyond:
            return Steps(*[self.by[:0]] * 4)
        mine, states = self._between(first, beyond), slice(first, beyond)
        starts = self.starts[states] - self.starts[first]
        return Steps(self.before[mine], self.by[mine], self.after[states], starts)

    def of_kinds(self, kinds: Ints) -> Steps:
        """Those that take a stay of one of these kinds."""
        mine = np.flatnonzero(np.isin(self.by, kinds))
        sizes = np.diff(np.append(self.starts, len(self.by)))
        after, starts = np.unique(np.repeat(self.after, sizes)[mine], return_index=True)
        return Steps(self.before[mine], self.by[mine], after, starts)


@dataclass(frozen=True, eq=False)
class Doings:
    """States, the first of which is that nothing is done yet, and the steps between them."""

    kind: Ints  # of each stay
    done: Ints  # of each state, how many stays it takes to come to it at least; in order
    lacking: Ints  # of each state, how many more it takes at least to have done enough
    steps: Steps
    left_out: Sequence[int]  # rows that are not minded

    def span(self, most_done: int, most_lacking: int) -> tuple[int, int]:
        """From which state to which they matter where so much can be done by then, and after it."""
        matters = np.flatnonzero((self.done <= most_done) & (self.lacking <= most_lacking))
        return (int(matters[0]), int(matters[-1]) + 1) if len(matters) else (0, 0)


def doings_of(stays: Stays, rows: Rows, own: Ints, minded: Ints) -> Doings | None:
    """None where that would be too much to look through.

    A limit that asks for nothing is left out rather than that, the widest first, unless it is minded.
    """
    own = stays.alone(rows, own)
    counted, needed = _counted(stays, rows, own), list(_needed(stays, rows, own))
    left_out: list[int] = []
    most = MOST_STATES if not len(minded) else MOST_MINDED
    while counted:
        found = _Counts(stays, rows, counted).doings(needed, most, left_out)
        if found is not None:
            return found
        spared = [row for row in counted if rows.low[row] <= 0 and rows.high[row] > 1]
        spared = [row for row in spared if row not in minded]
        if not spared:
            return None
        left_out.append(max(spared, key=lambda row: (int(rows.high[row]), row)))
        counted.remove(left_out[-1])
    return None


def _counted(stays: Stays, rows: Rows, own: Ints) -> list[int]:
    """Limits on how many of some stays are done that are not about one period alone."""
    found = []
    for row in own[rows.high[own] < NO_HIGH // 2].tolist():
        of_row, weights = stays.terms(rows, row)
        if len(of_row) and (weights == 1).all() and not stays.meet(of_row):
            found.append(row)
    return found


def _needed(stays: Stays, rows: Rows, own: Ints) -> Iterator[tuple[Ints, Ints]]:
    """As limits say it: no more of these than of those."""
    for row in own[(rows.high[own] == 0) & (rows.low[own] <= NO_LOW // 2)].tolist():
        of_row, weights = stays.terms(rows, row)
        before, then = of_row[weights < 0], of_row[weights > 0]
        if len(before) and (np.abs(weights) == 1).all():
            yield then[stays.begin[then] >= stays.beyond[before].max()], before


class _Counts:
    """How far stays use up some limits: what uses the same of each is of one kind."""

    def __init__(self, stays: Stays, rows: Rows, counted: Sequence[int]) -> None:
        of_stay = np.zeros((len(stays.variable), len(counted)), dtype=np.int64)
        for number, row in enumerate(counted):
            of_stay[stays.terms(rows, row)[0], number] = 1
        uses, kind = np.unique(of_stay, axis=0, return_inverse=True)
        self.uses, self.kind = uses, kind.reshape(-1)
        self.low, self.high = rows.low[counted], rows.high[counted]
        self.is_exact, self.is_wide = self.low == self.high, (self.low <= 0) & (self.high > 1)

    def doings(self, needed: Needed, most: int, left_out: Sequence[int]) -> Doings | None:
        factors = np.cumprod([1.0, *(self.high + 1)])
        if len(self.uses) > MOST_KINDS or factors[-1] > MOST_NUMBERED:
            return None
        first, factor = self._first(needed), factors[:-1].astype(np.int64)
        found = self._states(first, factor, most)
        if found is None:
            return None
        states, done = found
        number = states @ factor
        order = np.argsort(number)
        steps = [
            (before, np.full(len(before), kind), order[np.searchsorted(number[order], after)])
            for kind, before, used in self._steps(states, first)
            for after in [used @ factor]
        ]
        before, by, after = (np.concatenate(part) for part in zip(*steps, strict=True))
        order = np.argsort(after, kind="stable")
        reached, starts = np.unique(after[order], return_index=True)
        ordered = Steps(before[order], by[order], reached, starts)
        return Doings(self.kind, done, self._lacking(states), ordered, left_out)

    def _lacking(self, states: Ints) -> Ints:
        """How many stays are lacking at least."""
        asked = self.low > 0
        at_once = max(1, int(self.uses[:, asked].sum(axis=1).max()))
        lacking: Ints = -(-np.maximum(self.low - states, 0)[:, asked].sum(axis=1) // at_once)
        return lacking

    def _states(self, first: Sequence[Ints], factor: Ints, most: int) -> tuple[Ints, Ints] | None:
        """All that can be used up of the limits, and by how many stays; None where that is too much."""
        states = level = self._told_apart(np.zeros((1, len(factor)), dtype=np.int64))
        sizes = []
        while len(level):
            sizes.append(len(level))
            level = np.concatenate([used for _, _, used in self._steps(level, first)])
            numbers, chosen = np.unique(level @ factor, return_index=True)
            level = level[chosen[~np.isin(numbers, states @ factor)]]
            states = np.concatenate([states, level])
            if len(states) > most:
                return None
        return states, np.repeat(np.arange(len(sizes)), sizes)

    def _steps(self, states: Ints, first: Sequence[Ints]) -> Iterator[tuple[int, Ints, Ints]]:
        """Of each kind the states, by number, in which it may come next, and what is used then."""
        for kind, (uses, needs) in enumerate(zip(self.uses, first, strict=True)):
            used = states + uses
            fits = (used <= self.high).all(axis=1) & (states[:, needs] > 0).all(axis=1)
            yield kind, np.flatnonzero(fits), self._told_apart(used[fits])

    def _told_apart(self, used: Ints) -> Ints:
        """A limit that cannot be reached any more is used as far as leaves it so."""
        if self.uses[:, self.is_exact].any(axis=1).all():
            to_come = (self.high - used)[:, self.is_exact].sum(axis=1)
            least = np.maximum(self.high[self.is_wide] - to_come[:, None], 0)
            used[:, self.is_wide] = np.maximum(used[:, self.is_wide], least)
        return used

    def _first(self, needed: Needed) -> list[Ints]:
        """Of each kind the limits that have to be used before, whenever it begins."""
        of_stay = np.zeros((len(self.kind), len(self.high)), dtype=bool)
        for then, before in needed:
            of_stay[then] |= self.uses[np.unique(self.kind[before])].all(axis=0) & ~self.is_wide
        each = range(len(self.uses))
        return [np.flatnonzero(of_stay[self.kind == kind].all(axis=0)) for kind in each]
