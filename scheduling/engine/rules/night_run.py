"""Nights in a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from people.wording import said
from scheduling.engine.facts import Facts
from scheduling.engine.limits import Limits, limits_of_rows, spells
from scheduling.engine.rules.base import Broken, Rule


@dataclass(frozen=True, kw_only=True)
class NightRun(Rule):
    """Not more than so many nights of in-house work one after the other."""

    code: ClassVar[str] = "night-run"
    title: ClassVar[str] = "Nights in a row"
    text: ClassVar[str] = (
        "Nobody works more than six nights in a row in house. The accreditation rules name no "
        "number; six is a common choice of programs."
    )
    meanings: ClassVar[Mapping[str, str]] = {
        "nights": "The most nights in a row.",
    }

    nights: int = 6

    @property
    def reach(self) -> int:
        return max(super().reach, self.nights + 2)

    def limits(self, facts: Facts) -> Iterator[Limits]:
        person, night, fact = facts.nights
        length = self.nights + 1
        # Rows are sorted by person and night: a run is a window without a missing night.
        last = np.arange(length - 1, len(night))
        first = last - length + 1
        run = (person[first] == person[last]) & (night[last] - night[first] == length - 1)
        rows = [fact[i : i + length] for i in first[run]]
        yield limits_of_rows(
            rows,
            high=self.nights,
            person=person[first[run]],
            first_day=night[first[run]],
            last_day=night[last[run]],
            spells=spells(night[first[run]], night[last[run]] + 1),
        )

    def says(self, broken: Broken) -> str:
        return said(
            "{name} works {total} nights in a row, {days}; the limit is {nights}.",
            name=broken.name,
            total=broken.total,
            days=broken.days,
            nights=self.nights,
        )
