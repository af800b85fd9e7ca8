"""Limits on a few days each, gathered day by day."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from scheduling.engine.derived import Ints
from scheduling.engine.limits import NO_LOW, Limits, Spells, limits, spells
from scheduling.engine.rules.rhythm import NOBODY, Days


class Windows:
    """Rows of columns and weights; a day on which nobody can work counts nothing."""

    def __init__(self) -> None:
        self._columns: list[Ints] = []
        self._weights: list[Ints] = []
        self._bounds: list[tuple[int, int, int, int, int]] = []
        self._least: list[int] = []

    def add(
        self,
        days: Days,
        first: int,
        last: int,
        columns: Ints,
        weights: int | Sequence[int],
        *,
        high: int,
        low: int = NO_LOW,
        least: int = 0,
    ) -> None:
        """A limit about the days numbered `first` to `last`; `least` is what a sentence may name."""
        known = columns != NOBODY
        self._columns.append(columns[known])
        self._weights.append(np.broadcast_to(np.array(weights), columns.shape)[known])
        begin = days.first_day
        self._bounds.append((low, high, days.person, begin + first, begin + last))
        self._least.append(least)

    def limits(self, *, lasting: Callable[[Ints, Ints, Ints], Spells] | None = None) -> Limits:
        """All of them. `lasting` says how long their breaches last, of the days and `least`."""
        sizes = [len(columns) for columns in self._columns]
        bounds = np.array(self._bounds, dtype=np.int64).reshape(len(sizes), 5)
        return limits(
            len(sizes),
            np.repeat(np.arange(len(sizes)), sizes),
            np.concatenate([*self._columns, _NONE]),
            np.concatenate([*self._weights, _NONE]),
            low=bounds[:, 0],
            high=bounds[:, 1],
            person=bounds[:, 2],
            first_day=bounds[:, 3],
            last_day=bounds[:, 4],
            label=lambda row: str(self._least[row] or ""),
            spells=lasting(bounds[:, 3], bounds[:, 4], np.array(self._least)) if lasting else None,
        )


def too_long(first: Ints, last: Ints, _least: Ints) -> Spells:
    """Windows of days that are too many: those that overlap are one run."""
    return spells(first, last + 1)


def too_short(begin: Ints, ended: Ints, least: Ints) -> Spells:
    """Runs that begin on a day and are over on another, before they last the least of days.

    Such a run lasts as long as it should, once for each day that is missing.
    """
    due = begin + least
    return Spells(begin, due, "short", lambda row, _: (int(due[row]),) * int(due[row] - ended[row]))


_NONE = np.zeros(0, dtype=np.int64)
