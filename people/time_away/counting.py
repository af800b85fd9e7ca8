"""How long a time away is, in half-days: of the calendar, or of the working week."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from people.wording import counted

ONE_DAY = timedelta(days=1)
HALVES_IN_A_WEEK = 14
SATURDAY = 6


class Counted(StrEnum):
    """Which days of a time away count."""

    CALENDAR = "calendar"
    WORKDAYS = "workdays"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time away to the half-day, and what it is for."""

    kind: str
    first_day: date
    last_day: date
    from_noon: bool = False
    until_noon: bool = False
    settled: bool = True  # approved, and not only asked for

    def halves(
        self,
        first: date,
        last: date,
        counted: Counted = Counted.CALENDAR,
        closed: Collection[date] = (),
    ) -> int:
        """Half-days within these days; `closed` days are no workdays."""
        if counted == Counted.CALENDAR:
            begin, end = max(first, self.first_day), min(last, self.last_day)
            whole = max(0, (end - begin).days + 1)
            return 2 * whole - self._cut(first, last)
        days = (d for d in self.days(first, last) if d.isoweekday() < SATURDAY)
        return sum(self._on(day) for day in days if day not in closed)

    def days(self, first: date, last: date) -> Iterator[date]:
        day = max(first, self.first_day)
        while day <= min(last, self.last_day):
            yield day
            day += ONE_DAY

    def _cut(self, first: date, last: date) -> int:
        return (self.from_noon and first <= self.first_day <= last) + (
            self.until_noon and first <= self.last_day <= last
        )

    def _on(self, day: date) -> int:
        return (
            2
            - (self.from_noon and day == self.first_day)
            - (self.until_noon and day == self.last_day)
        )


def halves_of(
    stretches: Iterable[Stretch],
    kinds: Collection[str],
    first: date,
    last: date,
    counted: Counted = Counted.CALENDAR,
    closed: Collection[date] = (),
) -> int:
    """Half-days of these kinds, together."""
    return sum(s.halves(first, last, counted, closed) for s in stretches if s.kind in kinds)


def in_days(halves: int) -> str:
    """Half-days as people say them: "3.5 days", "1 day"."""
    whole, half = divmod(abs(halves), 2)
    sign = "-" if halves < 0 else ""
    number = f"{sign}{whole}.5" if half else f"{sign}{whole}"
    return counted("{number} day", "{number} days", 1 if abs(halves) == 2 else 2, number=number)
