"""Days of every year on which no leave is planned."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import ClassVar

import numpy as np

from people.wording import said
from scheduling.engine.facts import Facts
from scheduling.engine.limits import Limits, limits
from scheduling.engine.problem import Duty, Kind
from scheduling.engine.rules.base import Broken, Rule

_SPAN = re.compile(r"(\d\d)-(\d\d) to (\d\d)-(\d\d)")
_LEAP = 2000
_ONE_DAY = timedelta(days=1)
MonthDay = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class LeaveBlackout(Rule):
    """No week of leave touches these days. Absences that are approved already are not meant."""

    code: ClassVar[str] = "leave-blackout"
    title: ClassVar[str] = "Days without leave"
    text: ClassVar[str] = (
        "No week of leave is planned on days that the program keeps free of leave each year, such "
        "as the first of July or those of the in-training examination."
    )

    meanings: ClassVar[Mapping[str, str]] = {
        "days": "Month and day of the first and last, like 07-01 to 07-10, 12-24 to 01-01."
    }

    days: str = ""  # "07-01 to 07-10, 12-24 to 01-01"

    def __post_init__(self) -> None:
        super().__post_init__()
        for text in self._texts():
            self._span(text)

    def _texts(self) -> list[str]:
        return [text.strip() for text in self.days.split(",") if text.strip()]

    def _span(self, text: str) -> tuple[MonthDay, MonthDay]:
        found = _SPAN.fullmatch(text)
        try:
            if found is None:
                raise ValueError
            month, day, last_month, last_day = (int(number) for number in found.groups())
            date(_LEAP, month, day), date(_LEAP, last_month, last_day)
        except ValueError:
            raise ValueError(
                f'{self.title}: days is {text!r}; it must be like "12-24 to 01-01", month and day.'
            ) from None
        return (month, day), (last_month, last_day)

    @cached_property
    def _spans(self) -> list[tuple[MonthDay, MonthDay]]:
        return [self._span(text) for text in self._texts()]

    def holds(self, day: date) -> bool:
        """Whether the day is free of leave; spans may go over the end of the year."""
        on = (day.month, day.day)
        return any(
            first <= on <= last if first <= last else on >= first or on <= last
            for first, last in self._spans
        )

    def limits(self, facts: Facts) -> Iterator[Limits]:
        duties = facts.problem.duties
        closed = np.array(
            [duty.kind == Kind.LEAVE and self._touches(duty) for duty in duties], dtype=bool
        )
        column = np.flatnonzero(closed[facts.duty])
        yield limits(
            len(column),
            np.arange(len(column)),
            column,
            high=0,
            person=facts.person[column],
            first_day=facts.first_day[facts.duty[column]],
            last_day=facts.last_day[facts.duty[column]],
        )

    def _touches(self, duty: Duty) -> bool:
        first, days = duty.starts_at.date(), (duty.last_day - duty.starts_at.date()).days
        return any(self.holds(first + number * _ONE_DAY) for number in range(days + 1))

    def says(self, broken: Broken) -> str:
        return said(
            "{name} is given leave from {days}; no leave is planned on {closed}.",
            name=broken.name,
            days=broken.days,
            closed=self.days,
        )
