"""Weeks of leave are spread out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from people.wording import said
from scheduling.engine.facts import Facts
from scheduling.engine.limits import Limits, limits_of_rows, spells
from scheduling.engine.problem import Kind
from scheduling.engine.rules.base import Broken, Rule, Tier


@dataclass(frozen=True, kw_only=True)
class LeaveSpacing(Rule):
    """Of two weeks of leave with too few days between them, not both."""

    code: ClassVar[str] = "leave-spacing"
    title: ClassVar[str] = "Time between weeks of leave"
    text: ClassVar[str] = (
        "Between two weeks of leave of a person there are at least so many weeks, so that leave is "
        "spread over the year."
    )
    tier: ClassVar[Tier] = Tier.SHAPE

    meanings: ClassVar[Mapping[str, str]] = {"weeks": "The least weeks between two weeks of leave."}

    weight: int | None = 1
    weeks: int = 2

    def limits(self, facts: Facts) -> Iterator[Limits]:
        column = np.flatnonzero(facts.of_kind(Kind.LEAVE)[facts.duty])
        column = column[np.lexsort((facts.first_day[facts.duty[column]], facts.person[column]))]
        person, duty = facts.person[column], facts.duty[column]
        first, last = facts.first_day[duty], facts.last_day[duty]
        pairs = [
            (one, other)
            for one in range(len(column))
            for other in range(one + 1, len(column))
            if person[other] == person[one] and 0 < first[other] - last[one] <= 7 * self.weeks
        ]
        yield limits_of_rows(
            [column[[one, other]] for one, other in pairs],
            high=1,
            person=[person[one] for one, _ in pairs],
            first_day=[first[one] for one, _ in pairs],
            last_day=[last[other] for _, other in pairs],
            spells=spells(
                [first[other] for _, other in pairs],
                [last[one] + 7 * self.weeks + 1 for one, _ in pairs],
            ),
        )

    def says(self, broken: Broken) -> str:
        return said(
            "{name} has two weeks of leave within {days}, with less than {weeks} weeks "
            "between them.",
            name=broken.name,
            days=broken.days,
            weeks=self.weeks,
        )
