"""Facts that follow from who does what: "does any of these", "has so many clear days"."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

DAY = 24 * 60
"""Minutes of a day that counts as free: elapsed time, whatever the clocks do."""


def ranges(first: Ints, beyond: Ints) -> Ints:
    """All numbers of [first, beyond), one range after the other."""
    lengths = beyond - first
    steps = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return np.asarray(np.repeat(first, lengths) + steps)


class Derived(Protocol):
    """A family of facts, in consecutive columns from `first`."""

    @property
    def first(self) -> int: ...

    @property
    def count(self) -> int: ...

    def values(self, pairs: Ints, rows: Ints) -> Ints:
        """The value of the facts `rows` (counted from 0) when each pair has the value given."""

    def touched(self, columns: Ints) -> Ints:
        """The facts, counted from 0, that may change when these pairs do."""

    def pairs_of(self, rows: Ints) -> Ints:
        """The pairs on which the facts `rows` (counted from 0) depend, each once."""


@dataclass(frozen=True, eq=False)
class AnyOf:
    """Fact i holds when any of the pairs members[starts[i]:starts[i + 1]] does."""

    first: int
    starts: Ints
    members: Ints

    @property
    def count(self) -> int:
        return len(self.starts) - 1

    def group(self, row: int) -> Ints:
        return self.members[self.starts[row] : self.starts[row + 1]]

    def values(self, pairs: Ints, rows: Ints) -> Ints:
        if len(rows) == self.count:
            return np.maximum.reduceat(pairs[self.members], self.starts[:-1])
        return np.array([pairs[self.group(row)].max() for row in rows], dtype=np.int64)

    @cached_property
    def _groups_of(self) -> tuple[Ints, Ints]:
        """Members in order, and the group each stands in."""
        order = np.argsort(self.members, kind="stable")
        group = np.repeat(np.arange(self.count), np.diff(self.starts))
        return self.members[order], group[order]

    def touched(self, columns: Ints) -> Ints:
        members, groups = self._groups_of
        left = np.searchsorted(members, columns, "left")
        right = np.searchsorted(members, columns, "right")
        return np.unique(np.concatenate([groups[a:b] for a, b in zip(left, right, strict=True)]))

    def pairs_of(self, rows: Ints) -> Ints:
        sizes = self.starts[rows + 1] - self.starts[rows]
        first = np.repeat(self.starts[rows] - np.cumsum(sizes) + sizes, sizes)
        return np.unique(self.members[first + np.arange(len(first))])


@dataclass(frozen=True, eq=False)
class ClearDays:
    """Fact i: how many separate clear periods of 24 hours the person has in a span.

    `column`, `owner`, `start`, `end` are the pairs during which somebody is on duty (in house or
    at home), sorted by owner and start; an owner of which the column is -1 is away. Leave is taken
    out of the average on both sides, so being away is no free day.
    """

    first: int
    column: Ints
    owner: Ints
    start: Ints
    end: Ints
    person: Ints  # of each fact
    low: Ints  # first minute of its span
    high: Ints  # the minute after its last

    @property
    def count(self) -> int:
        return len(self.person)

    def duties(self, person: int) -> slice:
        left, right = np.searchsorted(self.owner, [person, person + 1])
        return slice(left, right)

    def values(self, pairs: Ints, rows: Ints) -> Ints:
        result = np.zeros(len(rows), dtype=np.int64)
        for person in np.unique(self.person[rows]):
            mine = self.duties(person)
            busy = (self.column[mine] < 0) | (pairs[self.column[mine]] > 0)
            of_person = self.person[rows] == person
            result[of_person] = clear_days(
                self.start[mine][busy],
                self.end[mine][busy],
                self.low[rows][of_person],
                self.high[rows][of_person],
            )
        return result

    def touched(self, columns: Ints) -> Ints:
        owners = np.unique(self.owner[np.isin(self.column, columns)])
        return np.flatnonzero(np.isin(self.person, owners))

    def pairs_of(self, rows: Ints) -> Ints:
        mine = np.isin(self.owner, self.person[rows]) & (self.column >= 0)
        return np.unique(self.column[mine])


def clear_days(start: Ints, end: Ints, low: Ints, high: Ints) -> Ints:
    """How many disjoint periods of 24 hours lie free of [start, end) within each [low, high).

    All are minutes; `start` is sorted. Free time that is cut by the edge of a span counts for the
    part inside.
    """
    until = np.maximum.accumulate(end) if len(end) else end
    gap_starts = np.concatenate([[np.iinfo(np.int64).min // 2], until])
    gap_ends = np.concatenate([start, [np.iinfo(np.int64).max // 2]])
    gaps = np.minimum(gap_ends, high[:, None]) - np.maximum(gap_starts, low[:, None])
    return np.asarray((np.maximum(gaps, 0) // DAY).sum(axis=1), dtype=np.int64)
