"""The day after the last night is free."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from people.wording import said
from scheduling.engine.facts import IN_HOUSE, Facts
from scheduling.engine.limits import Limits, limits_of_rows
from scheduling.engine.problem import Kind, Work
from scheduling.engine.rules.base import Broken, Force, Rule, Tier


@dataclass(frozen=True, kw_only=True)
class DayAfterNights(Rule):
    """Within `hours` after a night of work only another night starts. Call has rules of its own."""

    code: ClassVar[str] = "day-after-nights"
    title: ClassVar[str] = "Free after the last night"
    text: ClassVar[str] = (
        "Whoever has worked a night, as in night float, starts no clinic or other work by day "
        "within a day of its end, where that can be avoided; another night may follow."
    )
    meanings: ClassVar[dict[str, str]] = {
        "hours": "The hours after a night in which no work by day starts.",
    }
    force: ClassVar[Force] = Force.WISH
    tier: ClassVar[Tier] = Tier.SHAPE
    shapes: ClassVar[Kind | None] = Kind.HALF_DAY

    weight: int | None = 5
    hours: int = 24

    def limits(self, facts: Facts) -> Iterator[Limits]:
        by_night = facts.night > 0
        nights = by_night & facts.of_work(Work.CARE, Work.EDUCATION)
        by_day = ~by_night & facts.of_work(*IN_HOUSE)
        rows, people, days = [], [], []
        for column in np.flatnonzero(nights[facts.duty]):
            night, person = facts.duty[column], facts.person[column]
            mine = facts.of_person(person)
            start, end = facts.start[facts.duty[mine]], facts.end[night]
            soon = (start >= end) & (start < end + 60 * self.hours) & by_day[facts.duty[mine]]
            for other in np.flatnonzero(soon) + mine.start:
                rows.append([column, other])
                people.append(person)
                days.append(facts.first_day[facts.duty[other]])
        duties = facts.problem.duties
        yield limits_of_rows(
            rows,
            high=1,
            person=people,
            first_day=days,
            last_day=days,
            label=lambda row: duties[facts.duty[rows[row][1]]].label,
        )

    def says(self, broken: Broken) -> str:
        return said(
            "{name} does {label} less than {hours} h after a night of work.",
            name=broken.name,
            label=broken.label,
            hours=self.hours,
        )
