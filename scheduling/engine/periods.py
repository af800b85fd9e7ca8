"""Periods of work without a real pause, as a roster has them."""

from __future__ import annotations

from dataclasses import dataclass

from scheduling.engine.check import Standing
from scheduling.engine.facts import Intervals


@dataclass(frozen=True, slots=True)
class Period:
    """Work that no real pause interrupts, from a minute to a minute.

    `care_end` is when the last work with patients ended; `long_call` is whether in-house call ended
    so many minutes after the start, or later.
    """

    start: int
    end: int
    care_end: int
    long_call: bool = False

    @property
    def minutes(self) -> int:
        return self.end - self.start

    @property
    def care_minutes(self) -> int:
        return max(0, self.care_end - self.start)


def periods(
    standing: Standing, times: Intervals, which: range, *, pause: int, long: int = 0
) -> list[Period]:
    """What somebody works in some intervals; neither overlap nor a short gap ends a period."""
    found: list[Period] = []
    for index in (i for i in which if standing.values[times.column[i]]):
        _, start, end = times.times[index]
        care = int(times.care_end[index])
        care = care if care > start else 0
        last = found[-1] if found else None
        if last is None or start - last.end >= pause:
            found.append(Period(start, end, care, _is_long(times, index, start, long)))
            continue
        found[-1] = Period(
            last.start,
            max(last.end, end),
            max(last.care_end, care),
            last.long_call or _is_long(times, index, last.start, long),
        )
    return found


def _is_long(times: Intervals, index: int, start: int, long: int) -> bool:
    return bool(times.call[index]) and times.times[index][2] - start >= long
