"""A single week of more than eighty hours, to be looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from people.wording import said
from scheduling.engine.facts import COUNTED, Facts
from scheduling.engine.limits import Limits, limits
from scheduling.engine.rules.base import Broken, Rule
from scheduling.engine.worked import minutes_in


@dataclass(frozen=True, kw_only=True)
class HeavyWeek(Rule):
    """Work in each week of a span; weeks are sevens from its first day, the last may be short."""

    code: ClassVar[str] = "heavy-week"
    title: ClassVar[str] = "A week of more than eighty hours"
    text: ClassVar[str] = (
        "A single week of more than 80 hours is worth a look, even where the average of the "
        "rotation is within the limit. Weeks are counted from the first day of the rotation. This "
        "is for review; the accreditation rules limit the average alone."
    )
    for_review: ClassVar[bool] = True
    meanings: ClassVar[Mapping[str, str]] = {
        "hours": "The hours of a week beyond which it is shown.",
    }

    weight: int | None = 1
    hours: int = 80

    def limits(self, facts: Facts) -> Iterator[Limits]:
        weeks = (facts.span_last - facts.span_first) // 7 + 1
        span = np.repeat(np.arange(len(weeks)), weeks)
        number = np.arange(len(span)) - np.repeat(np.cumsum(weeks) - weeks, weeks)
        person, first = facts.span_person[span], facts.span_first[span] + 7 * number
        last = np.minimum(first + 6, facts.span_last[span])
        start, end = facts.midnights(first), facts.midnights(last + 1)
        row, column, minutes = minutes_in(facts, COUNTED, person, start, end)
        spans = facts.problem.spans
        yield limits(
            len(span),
            row,
            column,
            minutes,
            high=self.hours * 60,
            person=person,
            first_day=first,
            last_day=last,
            label=lambda index: said(
                "week {number} of {label}", number=number[index] + 1, label=spans[span[index]].label
            ),
        )

    def says(self, broken: Broken) -> str:
        return said(
            "For review: {name} works {worked:.1f} h in {label} ({days}); a week of {hours} h "
            "is the average allowed.",
            name=broken.name,
            worked=broken.total / 60,
            label=broken.label,
            days=broken.days,
            hours=self.hours,
        )
