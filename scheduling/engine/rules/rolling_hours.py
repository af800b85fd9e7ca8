"""Eighty hours a week in any four weeks, to be looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from people.wording import said
from scheduling.engine.derived import Ints
from scheduling.engine.facts import COUNTED, Facts
from scheduling.engine.limits import Limits, limits
from scheduling.engine.rules.base import Broken, Rule
from scheduling.engine.worked import minutes_in


@dataclass(frozen=True, kw_only=True)
class RollingHours(Rule):
    """Work in windows of some days, whichever rotations they touch, against 80 hours a week.

    Windows start with the first rotation of a person and every so many days after it; those that
    are a rotation themselves are left to the average by rotation.
    """

    code: ClassVar[str] = "rolling-hours"
    title: ClassVar[str] = "Eighty hours a week over any four weeks"
    text: ClassVar[str] = (
        "Any four weeks in a row with more than 80 hours a week are worth a look, even where each "
        "rotation keeps its own average. This is a second reading for review; the accreditation "
        "rules average by rotation."
    )
    for_review: ClassVar[bool] = True
    meanings: ClassVar[Mapping[str, str]] = {
        "hours": "The most hours a week on average.",
        "days": "How many days are averaged.",
        "step_days": "How many days apart two windows start.",
    }

    weight: int | None = 1
    hours: int = 80
    days: int = 28
    step_days: int = 1

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in ("hours", "days", "step_days"):
            if getattr(self, name) < 1:
                raise ValueError(f"{self.title}: {name} is 0; it must be 1 or more.")

    @property
    def reach(self) -> int:
        return max(super().reach, self.days + 1)

    def limits(self, facts: Facts) -> Iterator[Limits]:
        person, first = self._windows(facts)
        last = first + self.days - 1
        start, end = facts.midnights(first), facts.midnights(last + 1)
        row, column, minutes = minutes_in(facts, COUNTED, person, start, end)
        present = 2 * self.days - facts.away_halves(person, first, last)
        yield limits(
            len(person),
            row,
            column,
            minutes,
            high=self.hours * 60 * present // 14,
            person=person,
            first_day=first,
            last_day=last,
        )

    def _windows(self, facts: Facts) -> tuple[Ints, Ints]:
        """Person and first day."""
        spans = set(zip(facts.span_person.tolist(), facts.span_first.tolist(),
                        facts.span_last.tolist(), strict=True))  # fmt: skip
        found = [
            (person, day)
            for person in np.unique(facts.span_person).tolist()
            for mine in [facts.span_person == person]
            for day in range(
                int(facts.span_first[mine].min()),
                int(facts.span_last[mine].max()) - self.days + 2,
                self.step_days,
            )
            if (person, day, day + self.days - 1) not in spans
        ]
        windows = np.array(found, dtype=np.int64).reshape(len(found), 2)
        return windows[:, 0], windows[:, 1]

    def says(self, broken: Broken) -> str:
        limit = broken.high or 0
        weeks = limit / 60 / self.hours
        average = (
            said("{weekly:.1f} h a week", weekly=broken.total / 60 / weeks)
            if weeks
            else said("while on leave")
        )
        return said(
            "For review: {name} works {worked:.1f} h from {days} ({weeks:.2f} weeks present): "
            "{average}; {hours} h a week are {limit:.1f} h.",
            name=broken.name,
            worked=broken.total / 60,
            days=broken.days,
            weeks=weeks,
            average=average,
            hours=self.hours,
            limit=limit / 60,
        )
