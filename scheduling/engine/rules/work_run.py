"""Days of work in a row: not too many, and not a single one between days off."""

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
from scheduling.engine.rules.windows import Windows, too_long, too_short


@dataclass(frozen=True, kw_only=True)
class WorkRun(RhythmRule):
    """The most and the least days in a row on which somebody begins a duty.

    Too many: a window of one day more than the most. Too few: whoever begins a run works on each
    of the days that the least asks for.
    """

    code: ClassVar[str] = "work-run"
    title: ClassVar[str] = "Days of work in a row"
    text: ClassVar[str] = (
        "Nobody works more days in a row than the program allows, and whoever starts a run of work "
        "is not called in for less than the days that the program asks for. A duty counts for the "
        "day on which it begins. The accreditation rules ask for free days on average and name no "
        "such number."
    )

    meanings: ClassVar[Mapping[str, str]] = {
        "applies_to": "Whose runs are judged by the two numbers.",
        "most_days": "The most days in a row; 0 for no limit but people's own.",
        "least_days": "The least days in a row; 0 for no limit but people's own.",
    }

    most_days: int = 0  # 0: no limit for everybody, only what people's own rhythms say
    least_days: int = 0

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.most_days and self.most_days < self.least_days:
            raise ValueError(
                f"{self.title}: at most {self.most_days} and at least {self.least_days} days "
                "cannot both be kept."
            )

    def asked(self) -> dict[str, int]:
        fields = {"most_work": self.most_days, "least_work": self.least_days}
        return {name: days for name, days in fields.items() if days}

    @property
    def reach(self) -> int:
        return max(super().reach, self.most_days + self.least_days + 2)

    def limits(self, facts: Facts) -> Iterator[Limits]:
        many, few = Windows(), Windows()
        for days in self.days(facts):
            _too_long(days, many)
            _too_short(days, few)
        yield many.limits(lasting=too_long)
        yield few.limits(lasting=too_short)

    def says(self, broken: Broken) -> str:
        if broken.label:
            return said(
                "{name} starts to work on {first_day:%a %d %b %Y} and is off on {last_day:%a "
                "%d %b %Y}; at least {label} days in a row are asked for.",
                name=broken.name,
                first_day=broken.first_day,
                last_day=broken.last_day,
                label=broken.label,
            )
        return said(
            "{name} works {total} days in a row, {days}; at most {high} are allowed.",
            name=broken.name,
            total=broken.total,
            days=broken.days,
            high=broken.high,
        )


def _too_long(days: Days, rows: Windows) -> None:
    most = days.rhythm.most_work
    if most is None or most + 1 > len(days):
        return
    windows = np.lib.stride_tricks.sliding_window_view(days.works, most + 1)
    for start in np.flatnonzero((windows != NOBODY).all(axis=1)).tolist():
        rows.add(days, start, start + most, windows[start], 1, high=most)


def _too_short(days: Days, rows: Windows) -> None:
    """Whoever works on a day and did not on the day before works on the days after as well."""
    least, works = days.rhythm.least_work, days.works
    for start in range(1, len(days)):
        if works[start] == NOBODY:
            continue
        for end in range(start + 1, min(start + least, len(days))):
            columns = np.array([works[start], works[start - 1], works[end]])
            rows.add(days, start, end, columns, [1, -1, -1], high=0, least=least)
