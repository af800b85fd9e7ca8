"""Work without a real break: chains of intervals that follow each other closely."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from scheduling.engine.derived import Ints
from scheduling.engine.facts import Flags, Intervals


@dataclass(frozen=True, slots=True)
class Stretch:
    """Intervals (their indices) worked one after the other, and the minutes they span."""

    person: int
    chain: tuple[int, ...]
    start: int
    end: int
    unless: tuple[int, ...] = ()  # any of which, worked as well, makes it another stretch


def stretches(
    times: Intervals, *, people: Flags, pause: int, care_only: bool, reaches: int
) -> Iterator[Stretch]:
    """The shortest chains that span at least `reaches` minutes from their first start.

    Intervals that overlap are one piece of work, and a gap of less than `pause` minutes does not
    interrupt it. With `care_only` a chain is measured to the end of its last interval with
    patients. Only groups of intervals that are close enough to reach so far are searched, which
    ordinary days never are.
    """
    for first, beyond in _clusters(times, people, pause, reaches):
        cluster = Cluster.of(times, first, beyond, pause, care_only=care_only)
        for index in range(beyond - first):
            yield from cluster.grow((index,), reaches)


def _clusters(
    times: Intervals, people: Flags, pause: int, reaches: int
) -> Iterator[tuple[int, int]]:
    """Runs of a person's intervals without a pause between them that span far enough."""
    for person in np.flatnonzero(people).tolist():
        mine = times.of(person)
        start, end = times.start[mine], times.end[mine]
        if not len(start):
            continue
        until = np.maximum.accumulate(end)
        breaks = np.flatnonzero(start[1:] - until[:-1] >= pause) + 1
        firsts, beyonds = np.append(0, breaks), np.append(breaks, len(start))
        for first, beyond in zip(firsts, beyonds, strict=True):
            if until[beyond - 1] - start[first] >= reaches:
                yield mine.start + int(first), mine.start + int(beyond)


def goes_on_until(
    times: Intervals, stretch: Stretch, values: Ints, *, pause: int, care_only: bool
) -> int:
    """To where a stretch lasts, with all that is worked after it without a pause."""
    end, until = max(int(times.end[index]) for index in stretch.chain), stretch.end
    for index in range(stretch.chain[0], times.of(stretch.person).stop):
        start, cared = int(times.start[index]), int(times.care_end[index])
        if start - end >= pause:
            break
        if values[times.column[index]]:
            end = max(end, int(times.end[index]))
            if not care_only or cared > start:
                until = max(until, cared if care_only else end)
    return until


@dataclass(frozen=True, slots=True)
class Cluster:
    """A person's intervals close to each other, as lists, which are quicker to walk than arrays."""

    person: int
    first: int  # the index of the first interval
    pause: int
    start: list[int]
    end: list[int]
    until: list[int]  # to where a chain that ends here is measured

    @classmethod
    def of(
        cls, times: Intervals, first: int, beyond: int, pause: int, *, care_only: bool
    ) -> Cluster:
        mine = slice(first, beyond)
        until = times.care_end if care_only else times.end
        lists = (array[mine].tolist() for array in (times.start, times.end, until))
        return cls(int(times.person[first]), first, pause, *lists)

    def grow(self, chain: tuple[int, ...], reaches: int) -> Iterator[Stretch]:
        """The chains that go on from this one; an interval without patients ends none.

        None has a link that could be left out: each begins where the one before the last would no
        longer lead to it. What ends no later than the last only counts for its patients.
        """
        first, last = chain[0], chain[-1]
        if self._reaches(first, last, reaches):
            indices = tuple(self.first + index for index in chain)
            yield Stretch(self.person, indices, self.start[first], self.until[last])
            return
        end = self.end[last]
        since = self.end[chain[-2]] + self.pause if len(chain) > 1 else self.start[first]
        for index in range(last + 1, len(self.start)):
            if self.start[index] - end >= self.pause:
                return
            longer = self.end[index] > end or self._reaches(first, index, reaches)
            if longer and self.start[index] >= since:
                yield from self.grow((*chain, index), reaches)

    def _reaches(self, first: int, last: int, reaches: int) -> bool:
        until = self.until[last]
        return until > self.start[last] and until - self.start[first] >= reaches
