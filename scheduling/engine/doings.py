"""What a person can have done of all that is counted over the year, whenever it was.

Limits on how often something is done tell kinds of stays apart; how far each of these limits is
used up is a state. What has to come first is a limit on the steps from state to state.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from scheduling.engine.derived import Ints
from scheduling.engine.facts import Flags
from scheduling.engine.limits import NO_HIGH, NO_LOW
from scheduling.engine.linear import Rows
from scheduling.engine.stays import Stays

MOST_STATES, MOST_KINDS = 6000, 64
"""All of them are looked at in every period."""
MOST_NUMBERED = 2.0**53
"""Up to here floating point counts every whole number."""

Needed = Sequence[tuple[Ints, Ints]]
"""Stays, and others of which one has to be over when any of them begins."""


@dataclass(frozen=True, eq=False)
class Doings:
    """The steps from state to state, sorted by the one that they lead to; state 0 is "nothing"."""

    kind: Ints  # of each stay
    is_enough: Flags  # of each state: whether nothing is lacking at the end
    before: Ints  # of each step the state it leads from ...
    by: Ints  # ... and the kind of stay that it takes
    after: Ints  # the different states that steps lead to ...
    starts: Ints  # ... and where the steps to each begin

    def steps_to(self, state: int) -> dict[int, int]:
        """By the kind of stay, the state from which it leads to this one."""
        at = int(np.searchsorted(self.after, state))
        end = self.starts[at + 1] if at + 1 < len(self.starts) else len(self.by)
        mine = slice(int(self.starts[at]), int(end))
        return dict(zip(self.by[mine].tolist(), self.before[mine].tolist(), strict=True))


def doings_of(stays: Stays, rows: Rows, own: Ints) -> Doings | None:
    """None where that would be too much to look through.

    A limit that asks for nothing is left out rather than that, the widest first.
    """
    own = stays.alone(rows, own)
    counted, needed = _counted(stays, rows, own), list(_needed(stays, rows, own))
    while counted:
        found = _Counts(stays, rows, counted).doings(needed)
        if found is not None:
            return found
        spared = [row for row in counted if rows.low[row] <= 0 and rows.high[row] > 1]
        if not spared:
            return None
        counted.remove(max(spared, key=lambda row: (int(rows.high[row]), row)))
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

    def doings(self, needed: Needed) -> Doings | None:
        factors = np.cumprod([1.0, *(self.high + 1)])
        if len(self.uses) > MOST_KINDS or factors[-1] > MOST_NUMBERED:
            return None
        first, factor = self._first(needed), factors[:-1].astype(np.int64)
        states = self._states(first, factor)
        if states is None:
            return None
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
        is_enough: Flags = np.all(states >= self.low, axis=1)
        return Doings(self.kind, is_enough, before[order], by[order], reached, starts)

    def _states(self, first: Sequence[Ints], factor: Ints) -> Ints | None:
        """All that can be used up of the limits; None where that is too much."""
        states = level = np.zeros((1, len(factor)), dtype=np.int64)
        while len(level):
            level = np.concatenate([used for _, _, used in self._steps(level, first)])
            numbers, chosen = np.unique(level @ factor, return_index=True)
            level = level[chosen[~np.isin(numbers, states @ factor)]]
            states = np.concatenate([states, level])
            if len(states) > MOST_STATES:
                return None
        return states

    def _steps(self, states: Ints, first: Sequence[Ints]) -> Iterator[tuple[int, Ints, Ints]]:
        """Of each kind the states, by number, in which it may come next, and what is used then."""
        for kind, (uses, needs) in enumerate(zip(self.uses, first, strict=True)):
            used = states + uses
            fits = (used <= self.high).all(axis=1) & (states[:, needs] > 0).all(axis=1)
            yield kind, np.flatnonzero(fits), used[fits]

    def _first(self, needed: Needed) -> list[Ints]:
        """Of each kind the limits that have to be used before, whenever it begins."""
        of_stay = np.zeros((len(self.kind), len(self.high)), dtype=bool)
        for then, before in needed:
            of_stay[then] |= self.uses[np.unique(self.kind[before])].all(axis=0)
        each = range(len(self.uses))
        return [np.flatnonzero(of_stay[self.kind == kind].all(axis=0)) for kind in each]
