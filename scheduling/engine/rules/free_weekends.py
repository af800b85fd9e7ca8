"""Weekends without duty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from people.wording import said
from scheduling.engine.derived import Ints
from scheduling.engine.facts import Facts
from scheduling.engine.limits import Limits, limits_of_rows
from scheduling.engine.problem import Rhythm
from scheduling.engine.rules.base import Broken, Rule

WEEK = 7


@dataclass(frozen=True, kw_only=True)
class FreeWeekends(Rule):
    """Not more weekends with duty than a person's rhythm allows, or than `most` in `of` weekends.

    A weekend is worked when a duty begins on its Saturday or its Sunday.
    """

    code: ClassVar[str] = "free-weekends"
    title: ClassVar[str] = "Free weekends"
    text: ClassVar[str] = (
        "Of the weekends of a period, or of any so many weekends in a row, only some are worked; "
        "a weekend is worked when a duty begins on its Saturday or Sunday. The accreditation rules "
        "ask for free days and do not say which."
    )

    meanings: ClassVar[Mapping[str, str]] = {
        "most": "The most weekends with duty among so many in a row.",
        "of": "How many weekends in a row are looked at; 0 for no limit but people's own.",
        "applies_to": "Whose weekends are judged by the two numbers.",
    }

    most: int = 0  # of this number of weekends in a row ...
    of: int = 0  # 0: no limit for everybody, only what people's own rhythms say
    applies_to: str = "resident"

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.of and self.most >= self.of:
            raise ValueError(
                f"{self.title}: {self.most} of {self.of} weekends is no limit; most must be less."
            )

    @property
    def reach(self) -> int:
        return max(super().reach, WEEK * (self.of + 1))

    def limits(self, facts: Facts) -> Iterator[Limits]:
        if any(rhythm.most_weekends is not None for rhythm in facts.problem.rhythms):
            yield _of_rhythms(facts, facts.worked_weekends)
        if self.of:
            yield self._of_everybody(facts, facts.worked_weekends)

    def _of_everybody(self, facts: Facts, weekends: tuple[Ints, Ints, Ints]) -> Limits:
        """Windows of so many weekends, those on which a person cannot work left out."""
        person, saturday, fact = weekends
        rows, people, firsts = [], [], []
        for index in np.flatnonzero(facts.tagged(self.applies_to)).tolist():
            mine = person == index
            days, columns = saturday[mine], fact[mine]
            for first in days.tolist():
                inside = (days >= first) & (days < first + WEEK * self.of)
                if inside.sum() > self.most:
                    rows.append(columns[inside])
                    people.append(index)
                    firsts.append(first)
        first_day = np.array(firsts, dtype=np.int64)
        return limits_of_rows(
            rows,
            high=self.most,
            person=people,
            first_day=first_day,
            last_day=first_day + WEEK * (self.of - 1) + 1,
        )

    def says(self, broken: Broken) -> str:
        return said(
            "{name} works on {total} weekends, {days}; at most {high} are allowed.",
            name=broken.name,
            total=broken.total,
            days=broken.days,
            high=broken.high,
        )


def _of_rhythms(facts: Facts, weekends: tuple[Ints, Ints, Ints]) -> Limits:
    person, saturday, fact = weekends
    bounded: list[tuple[Rhythm, int]] = [
        (rhythm, rhythm.most_weekends)
        for rhythm in facts.problem.rhythms
        if rhythm.most_weekends is not None
    ]
    index = facts.problem.person_index
    rows = []
    for rhythm, _ in bounded:
        first, last = rhythm.first_day.toordinal(), rhythm.last_day.toordinal()
        inside = (saturday + 1 >= first) & (saturday <= last)
        rows.append(fact[(person == index[rhythm.person]) & inside])
    return limits_of_rows(
        rows,
        high=[most for _, most in bounded],
        person=[index[rhythm.person] for rhythm, _ in bounded],
        first_day=[rhythm.first_day.toordinal() for rhythm, _ in bounded],
        last_day=[rhythm.last_day.toordinal() for rhythm, _ in bounded],
    )
