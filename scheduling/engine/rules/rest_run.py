"""Days off in a row: no single day off where the program asks for more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from people.wording import said
from scheduling.engine.facts import Facts
from scheduling.engine.limits import Limits
from scheduling.engine.rules.base import Broken
from scheduling.engine.rules.rhythm import NOBODY, Days, RhythmRule
from scheduling.engine.rules.windows import Windows, too_short


@dataclass(frozen=True, kw_only=True)
class RestRun(RhythmRule):
    """Whoever stops working for a day stays off for as many days as are asked for."""

    code: ClassVar[str] = "rest-run"
    title: ClassVar[str] = "Days off in a row"
    text: ClassVar[str] = (
        "Days off come together: after work nobody is off for fewer days in a row than the program "
        "asks for. A duty counts for the day on which it begins. The accreditation rules name no "
        "such number."
    )

    meanings: ClassVar[Mapping[str, str]] = {
        "applies_to": "Whose days off are judged by the number.",
        "least_days": "The least days off in a row; 0 for no limit but people's own.",
    }

    least_days: int = 0  # 0: no limit for everybody, only what people's own rhythms say

    def asked(self) -> dict[str, int]:
        return {"least_rest": self.least_days} if self.least_days else {}

    @property
    def reach(self) -> int:
        return max(super().reach, self.least_days + 2)

    def limits(self, facts: Facts) -> Iterator[Limits]:
        rows = Windows()
        for days in self.days(facts):
            _too_short(days, rows)
        yield rows.limits(lasting=lambda worked, back, least: too_short(worked + 1, back, least))

    def says(self, broken: Broken) -> str:
        return said(
            "{name} has less than {label} days off in a row between duty on {first_day:%a "
            "%d %b %Y} and {last_day:%a %d %b %Y}.",
            name=broken.name,
            label=broken.label,
            first_day=broken.first_day,
            last_day=broken.last_day,
        )


def _too_short(days: Days, rows: Windows) -> None:
    """Whoever works on a day and not on the next does not work on the days after that either."""
    least, works = days.rhythm.least_rest, days.works
    for last in range(len(days) - 2):
        if works[last] == NOBODY:
            continue
        for back in range(last + 2, min(last + 1 + least, len(days))):
            if works[back] == NOBODY:
                continue
            columns = np.array([works[last], works[last + 1], works[back]])
            rows.add(days, last, back, columns, [1, -1, 1], high=1, least=least)
