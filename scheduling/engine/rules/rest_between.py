"""Eight hours between duty periods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from people.wording import said
from scheduling.engine.facts import Facts, Intervals
from scheduling.engine.limits import Limits, limits, spells
from scheduling.engine.rules.base import Broken, Force, Rule


@dataclass(frozen=True, kw_only=True)
class RestBetween(Rule):
    """Two intervals with too short a rest between them, unless work goes on in between."""

    code: ClassVar[str] = "rest-between"
    title: ClassVar[str] = "Eight hours between duty periods"
    text: ClassVar[str] = "So many hours lie between scheduled periods of work and education."
    source: ClassVar[str] = "ACGME Common Program Requirements"
    force: ClassVar[Force] = Force.SHOULD
    meanings: ClassVar[Mapping[str, str]] = {
        "hours": "Hours off in between.",
        "pause_minutes": "A shorter gap does not end a period of duty.",
        "applies_to": "The tag of those it is for.",
    }

    weight: int | None = 5
    hours: int = 8
    pause_minutes: int = 120  # a shorter gap does not end a duty period
    applies_to: str = "resident"

    def limits(self, facts: Facts) -> Iterator[Limits]:
        times = facts.intervals
        row: list[int] = []
        column: list[int] = []
        weight: list[int] = []
        people: list[int] = []
        starts: list[int] = []
        due: list[int] = []
        for person in np.flatnonzero(facts.tagged(self.applies_to)).tolist():
            for first, second in self._close_pairs(times, person):
                between = times.between(first, second)
                row += [len(people)] * (2 + len(between))
                column += [times.column[i] for i in (first, second, *between)]
                weight += [1, 1, *([-1] * len(between))]
                people.append(person)
                starts.append(times.start[second])
                due.append(times.end[first] + self.hours * 60)
        days = facts.days(np.array(starts, dtype=np.int64))
        yield limits(
            len(people),
            np.array(row, dtype=np.int64),
            np.array(column, dtype=np.int64),
            np.array(weight, dtype=np.int64),
            high=1,
            person=people,
            first_day=days,
            last_day=days,
            spells=spells(starts, due),
        )

    def _close_pairs(self, times: Intervals, person: int) -> Iterator[tuple[int, int]]:
        mine = times.of(person)
        start, end = times.start[mine], times.end[mine]
        left = np.searchsorted(start, end + self.pause_minutes)
        right = np.searchsorted(start, end + self.hours * 60)
        for index in np.flatnonzero(right > left):
            for other in range(left[index], right[index]):
                yield mine.start + int(index), mine.start + other

    def says(self, broken: Broken) -> str:
        return said(
            "{name} has less than {hours} h off before duty on {days}.",
            name=broken.name,
            hours=self.hours,
            days=broken.days,
        )
