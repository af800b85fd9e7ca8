"""Facts about the way of a person through rotations: idle in between, moved to another place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scheduling.engine.derived import Ints

Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Paths:
    """Two facts for each person and period: is idle with something still to come; has moved.

    Somebody has moved when they are at a place at which they were not the last time that they were
    anywhere. Both may only be bounded from above: the model lets them be true without need.
    """

    first: int
    people: int
    periods: int
    places: int
    pair: Ints  # one entry for each pair and period that it covers
    owner: Ints
    period: Ints
    place: Ints

    @property
    def count(self) -> int:
        return 2 * self.people * self.periods

    def idle(self, person: int) -> Ints:
        """The columns of a person's idle periods."""
        return self.first + 2 * (person * self.periods + np.arange(self.periods))

    def moved(self, person: int) -> Ints:
        return self.idle(person) + 1

    def values(self, pairs: Ints, rows: Ints) -> Ints:
        shape = (self.people, self.periods, self.places)
        at = np.zeros(shape, dtype=bool)
        done = pairs[self.pair] > 0
        at[self.owner[done], self.period[done], self.place[done]] = True
        there: Flags = np.any(at, axis=2)
        to_come = np.logical_or.accumulate(there[:, ::-1], axis=1)[:, ::-1]
        both = np.stack([to_come & ~there, self._moves(at, there)], axis=2)
        return both.reshape(-1)[rows].astype(np.int64)

    def _moves(self, at: Flags, there: Flags) -> Flags:
        moved = np.zeros_like(there)
        last = at[:, 0] if self.periods else at[:, :0]
        for period in range(1, self.periods):
            elsewhere = np.any(at[:, period] & ~last, axis=1)
            moved[:, period] = elsewhere & np.any(last, axis=1)
            last = np.where(there[:, period, None], at[:, period], last)
        return moved

    def touched(self, columns: Ints) -> Ints:
        owners = np.unique(self.owner[np.isin(self.pair, columns)])
        own = 2 * self.periods
        return (owners[:, None] * own + np.arange(own)).reshape(-1)

    def pairs_of(self, rows: Ints) -> Ints:
        mine = np.isin(self.owner, rows // (2 * self.periods))
        return np.unique(self.pair[mine])

    @cached_property
    def _starts(self) -> Ints:
        return np.searchsorted(self.owner, np.arange(self.people + 1))

    def members(self, person: int) -> tuple[Ints, Ints, Ints]:
        """Pairs, periods and places of a person; the entries are sorted by owner."""
        mine = slice(*self._starts[person : person + 2])
        return self.pair[mine], self.period[mine], self.place[mine]
