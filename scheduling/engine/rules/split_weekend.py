"""Weekends are worked or free as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from people.wording import said
from scheduling.engine.facts import Facts
from scheduling.engine.limits import Limits, limits
from scheduling.engine.problem import Kind
from scheduling.engine.rules.base import Broken, Force, Rule, Tier


@dataclass(frozen=True, kw_only=True)
class SplitWeekend(Rule):
    """In-house work on one of Saturday and Sunday only. Calls are not looked at."""

    code: ClassVar[str] = "split-weekend"
    title: ClassVar[str] = "No split weekends"
    text: ClassVar[str] = (
        "Who works on a weekend works on both of its days, and has others free as a whole, where "
        "that is possible."
    )
    force: ClassVar[Force] = Force.WISH
    tier: ClassVar[Tier] = Tier.SHAPE
    shapes: ClassVar[Kind | None] = Kind.HALF_DAY

    weight: int | None = 1

    def limits(self, facts: Facts) -> Iterator[Limits]:
        """Saturday less Sunday, which is nothing when both are worked or both are free."""
        person, day, fact = facts.work_days
        weekend = day % 7 % 6 == 0  # of an ordinal 6 is a Saturday and 7 a Sunday
        person, day, fact = person[weekend], day[weekend], fact[weekend]
        saturday = day - (day % 7 == 0)
        key, row = np.unique(person * _SPAN + saturday, return_inverse=True)
        first = key % _SPAN
        yield limits(
            len(key),
            row,
            fact,
            np.where(day % 7 == 0, -1, 1),
            low=0,
            high=0,
            person=key // _SPAN,
            first_day=first,
            last_day=first + 1,
        )

    def says(self, broken: Broken) -> str:
        words = {"name": broken.name, "days": broken.days}
        if broken.total > 0:
            return said("{name} works on Saturday and has Sunday free, {days}.", **words)
        return said("{name} works on Sunday and has Saturday free, {days}.", **words)


_SPAN = 10_000_000  # more than any ordinal of a day
