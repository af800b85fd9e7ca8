"""A person's way through rotations in the model: idle periods and moves follow from it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from scheduling.engine.derived import Ints
from scheduling.engine.paths import Paths
from scheduling.engine.statements import Statements, negated


class Walk:
    """The variables of a person's idle periods and moves, each as far as it has to be true."""

    def __init__(
        self, says: Statements, paths: Paths, person: int, some: Callable[[Ints], int]
    ) -> None:
        """`some` is a literal that tells whether any of some pairs is done."""
        pair, period, place = paths.members(person)
        self._says, self._none = says, says.constant(0)
        each = range(paths.periods)
        self._there = [some(pair[period == t]) for t in each]
        self._at = [
            {h: some(pair[(period == t) & (place == h)]) for h in np.unique(place).tolist()}
            for t in each
        ]
        self.idle = [says.decision() for _ in each]
        self.moved = [says.decision() for _ in each]
        self._wait()
        self._move()

    def _wait(self) -> None:
        """Idle, or there, or nothing to come."""
        to_come = self._none
        for idle, there in reversed(list(zip(self.idle, self._there, strict=True))):
            self._says.clause([idle, there, negated(to_come)])
            to_come = self._either(to_come, there)

    def _move(self) -> None:
        """Moved, or not there, or there the last time as well, or nowhere before."""
        before = self._none
        last = dict.fromkeys(self._at[0], self._none) if self._at else {}
        for moved, there, at in zip(self.moved, self._there, self._at, strict=True):
            for place, here in at.items():
                self._says.clause([moved, negated(here), last[place], negated(before)])
                last[place] = self._last(here, last[place], there)
            before = self._either(before, there)

    def _last(self, here: int, before: int, there: int) -> int:
        """Only true at a place of this period, or of the one before if nothing was done in this."""
        last = self._says.decision()
        self._says.clause([negated(last), here, before])
        self._says.clause([negated(last), here, negated(there)])
        return last

    def _either(self, one: int, other: int) -> int:
        both = self._says.decision()
        self._says.clause([negated(one), both])
        self._says.clause([negated(other), both])
        return both
