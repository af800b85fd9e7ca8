"""How long and how often somebody is on night float."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from people.wording import said
from scheduling.engine.derived import Ints
from scheduling.engine.facts import Facts
from scheduling.engine.limits import Limits, limits, limits_of_rows, spells
from scheduling.engine.problem import Work
from scheduling.engine.rules.base import Broken, Rule

YEAR_DAYS = 366
WEEKS = 1_000_000
"""More than the number of any week."""


@dataclass(frozen=True, kw_only=True)
class NightFloat(Rule):
    """Weeks with a night of work that is not call: so many in a row, so many in the year.

    A week runs from Monday to Sunday; a night belongs to the day on whose evening it begins.
    """

    code: ClassVar[str] = "night-float"
    title: ClassVar[str] = "Weeks of night float"
    text: ClassVar[str] = (
        "Night float lasts not more than so many weeks in a row, and not more than so many weeks "
        "in a year. The common requirements name no number, and here none is set; some review "
        "committees do, in months: four weeks are one."
    )
    meanings: ClassVar[Mapping[str, str]] = {
        "weeks_in_a_row": "The most weeks one after the other; 0: no limit.",
        "weeks_a_year": "The most weeks in a year; 0: no limit.",
        "applies_to": "The tag of those it is for.",
    }

    weeks_in_a_row: int = 0  # 0: no limit
    weeks_a_year: int = 0  # 0: no limit
    applies_to: str = "resident"

    @property
    def reach(self) -> int:
        return YEAR_DAYS if self.weeks_a_year else max(super().reach, 7 * (self.weeks_in_a_row + 1))

    def limits(self, facts: Facts) -> Iterator[Limits]:
        person, week, fact = self._weeks(facts)
        if self.weeks_in_a_row:
            yield self._runs(person, week, fact)
        if self.weeks_a_year:
            who, row = np.unique(person, return_inverse=True)
            yield limits(
                len(who), row, fact, high=self.weeks_a_year, person=who, label=lambda _: YEAR
            )

    def _weeks(self, facts: Facts) -> tuple[Ints, Ints, Ints]:
        by_night = facts.of_work(Work.CARE) & (facts.night > 0)
        asked = by_night[facts.duty] & facts.tagged(self.applies_to)[facts.person]
        column = np.flatnonzero(asked)
        week = (facts.night[facts.duty[column]] - 1) // 7  # ordinal 1 is a Monday
        key, fact = facts.any_of(facts.person[column] * WEEKS + week, column)
        return key // WEEKS, key % WEEKS, fact

    def _runs(self, person: Ints, week: Ints, fact: Ints) -> Limits:
        length = self.weeks_in_a_row + 1
        last = np.arange(length - 1, len(week))
        first = last - length + 1
        run = (person[first] == person[last]) & (week[last] - week[first] == length - 1)
        return limits_of_rows(
            [fact[i : i + length] for i in first[run]],
            high=self.weeks_in_a_row,
            person=person[first[run]],
            first_day=7 * week[first[run]] + 1,
            last_day=7 * week[last[run]] + 7,
            spells=spells(week[first[run]], week[last[run]] + 1),
        )

    def says(self, broken: Broken) -> str:
        words = {"name": broken.name, "total": broken.total, "high": broken.high}
        if broken.label:
            return said(
                "{name} is on nights {total} weeks of the year; the limit is {high}.", **words
            )
        return said(
            "{name} is on nights {total} weeks in a row, {days}; the limit is {high}.",
            days=broken.days,
            **words,
        )


YEAR = "of the year"
