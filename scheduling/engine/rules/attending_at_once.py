"""How many of the faculty attend on services at the same time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from people.wording import said
from scheduling.engine.facts import Facts
from scheduling.engine.limits import Limits, limits
from scheduling.engine.moments import at_moments
from scheduling.engine.problem import Kind
from scheduling.engine.rules.base import Broken, Rule


@dataclass(frozen=True, kw_only=True)
class AttendingAtOnce(Rule):
    """Weeks of faculty on a service; one person always may attend."""

    code: ClassVar[str] = "attending-at-once"
    title: ClassVar[str] = "Attending at the same time"
    text: ClassVar[str] = (
        "Of the faculty no more than a share attends on inpatient services at the same time, so "
        "that the clinic is supervised; one always may."
    )
    meanings: ClassVar[dict[str, str]] = {
        "percent": "The most of the faculty who attend at the same time, in percent.",
    }

    percent: int = 20

    def limits(self, facts: Facts) -> Iterator[Limits]:
        faculty = facts.tagged("faculty")
        column = np.flatnonzero(facts.of_kind(Kind.ROTATION)[facts.duty] & faculty[facts.person])
        at, row, column = at_moments(facts, np.zeros(len(column), dtype=np.int64), column)
        yield limits(
            len(at.minute),
            row,
            column,
            high=max(1, int(faculty.sum()) * self.percent // 100),
            first_day=at.day,
            last_day=at.day,
        )

    def says(self, broken: Broken) -> str:
        return said(
            "{total} of the faculty attend on services on {days}; at most {high} may.",
            total=broken.total,
            days=broken.days,
            high=broken.high,
        )
