"""Work without a real break: chains of intervals that follow each other closely."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from scheduling.engine.facts import Facts, Flags, Intervals


@dataclass(frozen=True, slots=True)
class Stretch:
    """Intervals (their indices) worked one after the other, and the minutes they span."""

    person: int
    chain: tuple[int, ...]
    start: int
    end: int


def stretches(
    facts: Facts, *, people: Flags, pause: int, care_only: bool, reaches: int
) -> Iterator[Stretch]:
    """The shortest chains that span at least `reaches` minutes from their first start.

    A gap of less than `pause` minutes does not interrupt the work. With `care_only` a chain is
    measured to the end of its last interval with patients. Only groups of intervals that are close
    enough to reach so far are searched, which ordinary days never are.
    """
    times = facts.intervals
    for first, beyond in _clusters(times, people, pause, reaches):
        for index in range(first, beyond):
            yield from _grow(times, (index,), beyond, pause, care_only, reaches)


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


def _grow(
    times: Intervals,
    chain: tuple[int, ...],
    beyond: int,
    pause: int,
    care_only: bool,
    reaches: int,
) -> Iterator[Stretch]:
    first, last = chain[0], chain[-1]
    counted = times.care[last] or not care_only
    if counted and times.end[last] - times.start[first] >= reaches:
        yield Stretch(
            int(times.person[first]), chain, int(times.start[first]), int(times.end[last])
        )
        return
    for index in range(last + 1, beyond):
        gap = times.start[index] - times.end[last]
        if 0 <= gap < pause:
            yield from _grow(times, (*chain, index), beyond, pause, care_only, reaches)
