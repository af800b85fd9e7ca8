"""Duties that go on at the same time, found at the moments at which one of them starts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scheduling.engine.derived import Ints
from scheduling.engine.facts import Facts


@dataclass(frozen=True, eq=False)
class Moments:
    """Distinct (group, minute) at which a duty of the group starts."""

    group: Ints
    minute: Ints
    facts: Facts

    def clock(self, row: int) -> str:
        return f"{self.facts.local(self.minute[row]):%a %d %b %Y %H:%M}"

    @cached_property
    def day(self) -> Ints:
        return self.facts.days(self.minute)


def at_moments(facts: Facts, group: Ints, column: Ints) -> tuple[Moments, Ints, Ints]:
    """Which pairs go on at each moment of their group. Returns the moments, and (row, column).

    Whatever overlaps at all overlaps at the start of one of the two, so looking at starts is
    enough.
    """
    duty = facts.duty[column]
    start, end = facts.start[duty], facts.end[duty]
    starts = np.unique(start)
    first = np.searchsorted(starts, start)
    spans = np.searchsorted(starts, end) - first
    pair = np.repeat(np.arange(len(column)), spans)
    steps = np.arange(len(pair)) - np.repeat(np.cumsum(spans) - spans, spans)
    key = group[pair] * max(len(starts), 1) + first[pair] + steps
    # Only moments at which a duty of the same group starts.
    own = np.isin(key, group * max(len(starts), 1) + first)
    keys, row = np.unique(key[own], return_inverse=True)
    which, moment = np.divmod(keys, max(len(starts), 1))
    return Moments(which, starts[moment], facts), row, column[pair[own]]
