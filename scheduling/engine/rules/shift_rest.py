"""Shifts at a place: not too long, and as long a rest after each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from people.wording import said
from scheduling.engine.facts import IN_HOUSE, Facts, Flags
from scheduling.engine.limits import Limits, limits_of_rows, spells
from scheduling.engine.rules.base import Broken, Rule
from scheduling.engine.rules.forbidden import forbidden


@dataclass(frozen=True, kw_only=True)
class ShiftRest(Rule):
    """Each duty at the place by its length, and each work in house that begins too soon after it."""

    code: ClassVar[str] = "shift-rest"
    title: ClassVar[str] = "Shifts and the rest after them"
    text: ClassVar[str] = (
        "A shift at the place named lasts at most so many hours, and at least as long is free "
        "after it."
    )
    meanings: ClassVar[Mapping[str, str]] = {
        "hours": "The longest shift, in hours; 0: neither limit nor rest.",
        "place": "The place of the shifts.",
        "applies_to": "The tag of those it is for.",
    }

    hours: int = 0
    place: str = "ED"
    applies_to: str = "resident"

    def limits(self, facts: Facts) -> Iterator[Limits]:
        if not self.hours:
            return
        here = np.array([duty.place == self.place for duty in facts.problem.duties], dtype=bool)
        here &= facts.of_work(*IN_HOUSE)
        yield self._too_long(facts, here)
        yield self._too_soon(facts, here)

    def _too_long(self, facts: Facts, here: Flags) -> Limits:
        long = here & (facts.end - facts.start > self.hours * 60)
        mine = facts.tagged(self.applies_to)[facts.person]
        column = np.flatnonzero(long[facts.duty] & mine)
        return forbidden(
            facts,
            column,
            label=lambda row: said("a shift of {length}", length=_length(facts, column[row])),
            spells=spells(facts.start[facts.duty[column]], facts.end[facts.duty[column]], "length"),
        )

    def _too_soon(self, facts: Facts, here: Flags) -> Limits:
        rows, people, days, short = [], [], [], []
        in_house = facts.of_work(*IN_HOUSE)
        for person in np.flatnonzero(facts.tagged(self.applies_to)).tolist():
            mine = facts.of_person(person)
            columns = np.arange(mine.start, mine.stop)
            columns = columns[in_house[facts.duty[columns]]]
            columns = columns[np.argsort(facts.start[facts.duty[columns]], kind="stable")]
            starts = facts.start[facts.duty[columns]]
            for shift in columns[here[facts.duty[columns]]].tolist():
                start, end = facts.start[facts.duty[shift]], facts.end[facts.duty[shift]]
                left, right = np.searchsorted(starts, [end, 2 * end - start])
                for later in columns[left:right].tolist():
                    rows.append([shift, later])
                    people.append(person)
                    days.append(facts.first_day[facts.duty[later]])
                    short.append((facts.start[facts.duty[later]], 2 * end - start))
        return limits_of_rows(
            rows,
            high=1,
            person=people,
            first_day=days,
            last_day=days,
            label=lambda row: said(
                "less rest than the {length} of the shift", length=_length(facts, rows[row][0])
            ),
            spells=spells([since for since, _ in short], [due for _, due in short], "rest"),
        )

    def says(self, broken: Broken) -> str:
        return said(
            "{name} has {label} on {days}.", name=broken.name, label=broken.label, days=broken.days
        )


def _length(facts: Facts, column: int) -> str:
    duty = facts.duty[column]
    return said("{hours:g} h", hours=(facts.end[duty] - facts.start[duty]) / 60)
