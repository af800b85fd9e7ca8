"""Days worked by each person, and the stretches of days over which their rhythm is judged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from scheduling.engine.derived import Ints
from scheduling.engine.facts import Facts
from scheduling.engine.problem import Rhythm
from scheduling.engine.rules.base import Rule

NOBODY = -1
"""Stands for the fact of a day on which the person cannot work at all."""


@dataclass(frozen=True, eq=False)
class Days:
    """One person's days from `first_day` on, with the fact "begins a duty on it" of each."""

    rhythm: Rhythm
    person: int
    first_day: int
    works: Ints  # NOBODY where there is no duty to be had

    def __len__(self) -> int:
        return len(self.works)


def days_of(facts: Facts, rhythms: tuple[Rhythm, ...]) -> Iterator[Days]:
    """The days of each rhythm. A duty counts for the day on which it begins."""
    if not rhythms:
        return
    person, day, column = facts.worked_days
    for rhythm in rhythms:
        index = facts.problem.person_index[rhythm.person]
        first, last = rhythm.first_day.toordinal(), rhythm.last_day.toordinal()
        mine = np.flatnonzero((person == index) & (day >= first) & (day <= last))
        works = np.full(last - first + 1, NOBODY, dtype=np.int64)
        works[day[mine] - first] = column[mine]
        yield Days(rhythm, index, first, works)


@dataclass(frozen=True, kw_only=True)
class RhythmRule(Rule):
    """A rule on the rhythms of a problem, and on one that its own parameters ask of a group."""

    applies_to: str = "resident"

    def asked(self) -> dict[str, int]:
        """What the parameters ask for, by the names of a rhythm's fields; nothing by default."""
        return {}

    def days(self, facts: Facts) -> Iterator[Days]:
        yield from days_of(facts, facts.problem.rhythms)
        asked = self.asked()
        duties = facts.problem.duties
        if not asked or not duties:
            return
        first = min(duty.starts_at.date() for duty in duties)
        last = max(duty.starts_at.date() for duty in duties)
        people = [p for p in facts.problem.people if self.applies_to in p.tags]
        yield from days_of(facts, tuple(Rhythm(p.id, first, last, **asked) for p in people))
