"""Duties that go on at the same time, found at the moments at which one of them starts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from people.wording import said
from scheduling.engine.derived import Ints
from scheduling.engine.facts import Facts


@dataclass(frozen=True, eq=False)
class Moments:
    """Distinct (group, minute) at which a duty of the group starts, or another one ends."""

    group: Ints
    minute: Ints
    facts: Facts

    def clock(self, row: int) -> str:
        return said("{moment:%a %d %b %Y %H:%M}", moment=self.facts.local(self.minute[row]))

    @cached_property
    def day(self) -> Ints:
        return self.facts.days(self.minute)


def at_moments(
    facts: Facts, group: Ints, column: Ints, *, ends: bool = False, duty: Ints | None = None
) -> tuple[Moments, Ints, Ints]:
    """Which pairs go on at each moment of their group. Returns the moments, and (row, column).

    Whatever overlaps at all overlaps at the start of one of the two, so looking at starts is
    enough to find too many at a time. For too few, `ends` looks at the ends of duties as well.
    `duty` says when each column is, where they are no pairs.
    """
    duty = facts.duty[column] if duty is None else duty
    start, end = facts.start[duty], facts.end[duty]
    minutes = np.unique(np.concatenate([start, end]))
    first, beyond = np.searchsorted(minutes, start), np.searchsorted(minutes, end)
    spans = beyond - first
    pair = np.repeat(np.arange(len(column)), spans)
    steps = np.arange(len(pair)) - np.repeat(np.cumsum(spans) - spans, spans)
    moments = max(len(minutes), 1)
    key = group[pair] * moments + first[pair] + steps
    # Only moments at which something of the same group changes.
    changes = np.concatenate([first, beyond]) if ends else first
    own = np.isin(key, np.tile(group, 1 + ends) * moments + changes)
    keys, row = np.unique(key[own], return_inverse=True)
    which, moment = np.divmod(keys, moments)
    return Moments(which, minutes[moment], facts), row, column[pair[own]]
