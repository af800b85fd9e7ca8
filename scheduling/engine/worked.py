"""How long people work within windows of time: each minute once, whatever lies on it together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scheduling.engine.derived import Ints, ranges
from scheduling.engine.facts import Facts, Flags
from scheduling.engine.moments import at_moments
from scheduling.engine.problem import Work

Minutes = tuple[Ints, Ints, Ints]
"""Window, fact and minutes: what each fact adds to the work of a window."""
_NONE = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Pieces:
    """Times that share no minute with each other, sorted by person and start."""

    person: Ints
    start: Ints
    end: Ints
    column: Ints  # the fact "works then"

    def sorted(self) -> Pieces:
        order = np.lexsort((self.start, self.person))
        return Pieces(*(each[order] for each in self._all))

    def joined(self, other: Pieces) -> Pieces:
        pairs = zip(self._all, other._all, strict=True)
        return Pieces(*(np.concatenate(pair) for pair in pairs))

    @property
    def _all(self) -> tuple[Ints, Ints, Ints, Ints]:
        return self.person, self.start, self.end, self.column


def worked_in_spans(facts: Facts, *works: Work) -> Minutes:
    """The same for each span of the problem: a rotation of somebody."""
    return minutes_in(facts, works, facts.span_person, facts.span_start, facts.span_end)


def minutes_in(
    facts: Facts, works: tuple[Work, ...], person: Ints, start: Ints, end: Ints
) -> Minutes:
    """What counts in each window: a person, and the minutes from `start` up to `end`."""
    pieces = _pieces(facts, works)
    if not len(pieces.column) or not len(person):
        return _NONE, _NONE, _NONE
    longest = int((pieces.end - pieces.start).max())
    since = min(int(pieces.start.min()), int(start.min()) - longest)
    minutes = max(int(pieces.start.max()), int(end.max())) - since + 1
    key = pieces.person * minutes + pieces.start - since
    left = np.searchsorted(key, person * minutes + start - longest - since)
    right = np.searchsorted(key, person * minutes + end - since)
    window, at = np.repeat(np.arange(len(left)), right - left), ranges(left, right)
    inside = np.minimum(pieces.end[at], end[window]) - np.maximum(pieces.start[at], start[window])
    some = inside > 0
    return _added(window[some], pieces.column[at[some]], inside[some])


def _added(window: Ints, column: Ints, minutes: Ints) -> Minutes:
    """The pieces of a fact in a window are one term."""
    width = int(column.max(initial=0)) + 1
    key, place = np.unique(window * width + column, return_inverse=True)
    sums = np.zeros(len(key), dtype=np.int64)
    np.add.at(sums, place, minutes)
    return key // width, key % width, sums


def _pieces(facts: Facts, works: tuple[Work, ...]) -> Pieces:
    """Found once for a problem: each look would add the same facts again."""
    if works not in facts.pieces:
        column = np.flatnonzero(facts.of_work(*works)[facts.duty])
        alone = _alone(facts, column)
        duty = facts.duty[column[alone]]
        whole = Pieces(
            facts.person[column[alone]], facts.start[duty], facts.end[duty], column[alone]
        )
        facts.pieces[works] = whole.joined(_cut(facts, column[~alone])).sorted()
    return facts.pieces[works]


def _alone(facts: Facts, column: Ints) -> Flags:
    """Which pairs share no minute with another one of the same person."""
    person, duty = facts.person[column], facts.duty[column]
    order = np.lexsort((facts.start[duty], person))
    since, until = int(facts.start.min(initial=0)), int(facts.end.max(initial=0))
    base = person[order] * (until - since + 1) - since
    start, end = base + facts.start[duty[order]], base + facts.end[duty[order]]
    meets = start[1:] < np.maximum.accumulate(end)[:-1]
    alone = np.ones(len(column), dtype=bool)
    alone[order[1:][meets]] = alone[order[:-1][meets]] = False
    return alone


def _cut(facts: Facts, column: Ints) -> Pieces:
    """Where duties overlap: from each moment at which one begins or ends up to the next."""
    at, row, member = at_moments(facts, facts.person[column], column, ends=True)
    end = np.full(len(at.minute), np.iinfo(np.int64).max)
    np.minimum.at(end, row, facts.end[facts.duty[member]])
    same = np.flatnonzero(at.group[1:] == at.group[:-1])
    end[same] = np.minimum(end[same], at.minute[same + 1])
    _, fact = facts.any_of(row, member)
    return Pieces(at.group, at.minute, end, fact)
