"""One day in seven free, averaged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from people.wording import said
from scheduling.engine.facts import Facts
from scheduling.engine.limits import Limits, limits
from scheduling.engine.rules.base import Broken, Force, Rule


@dataclass(frozen=True, kw_only=True)
class DayOff(Rule):
    """Clear days in each span: one for every 14 half-days present, rounded down.

    A clear day is 24 hours, wherever they start, without duty and without home call.
    """

    code: ClassVar[str] = "day-off"
    title: ClassVar[str] = "One day in seven free"
    text: ClassVar[str] = (
        "One day in seven is free of work, education and home call, averaged over each rotation of "
        "up to four weeks; leave is left out on both sides. A day is 24 hours in a row."
    )
    source: ClassVar[str] = "ACGME Common Program Requirements"
    force: ClassVar[Force] = Force.MUST

    def limits(self, facts: Facts) -> Iterator[Limits]:
        spans = facts.problem.spans
        if not spans:
            return
        yield limits(
            len(spans),
            np.arange(len(spans)),
            facts.clear_days(),
            low=facts.present_halves // 14,
            person=facts.span_person,
            first_day=facts.span_first,
            last_day=facts.span_last,
            label=lambda row: spans[row].label,
        )

    def says(self, broken: Broken) -> str:
        return said(
            "{name} has {total} of {low} required free days of 24 hours in {label} ({days}).",
            name=broken.name,
            total=broken.total,
            low=broken.low,
            label=broken.label,
            days=broken.days,
        )
