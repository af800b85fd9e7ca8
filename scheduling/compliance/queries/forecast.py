"""Who will cross which limit when, by the schedule as it is published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scheduling.compliance.services.ledgers import Ledger
from scheduling.engine.readings import Breach, Reading, Stay
from scheduling.engine.rules import Force

AHEAD = timedelta(days=56)
"""Eight weeks."""
CLOSE = 0.95
"""The share of a limit from which somebody is close to it."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """A limit that will be crossed, by whom and on which day."""

    stay: Stay
    reading: Reading
    breach: Breach

    @property
    def on(self) -> date:
        return self.breach.crossed_on

    @property
    def person(self) -> int:
        return int(self.stay.person)

    @property
    def order(self) -> tuple[bool, int, date, str]:
        """Violations before advisories, what comes first before what comes later."""
        force = list(Force).index(self.reading.rule.force)
        return (self.reading.rule.for_review, force, self.on, self.stay.name)


@dataclass(frozen=True, slots=True)
class Close:
    """An average that keeps its limit with little to spare."""

    stay: Stay
    reading: Reading

    @property
    def percent(self) -> int:
        return round(100 * (self.reading.share or 0))


@dataclass(frozen=True, slots=True)
class Forecast:
    """The days looked at, what will be crossed in them, and what comes close."""

    first_day: date
    last_day: date
    crossings: tuple[Crossing, ...]
    close: tuple[Close, ...]


def forecast(ledger: Ledger, today: date, *, person: int | None = None) -> Forecast:
    """The next eight weeks, of everybody or of one person; days after the year are not known."""
    first, last = max(today, ledger.year.starts_on), min(today + AHEAD, ledger.year.ends_on)
    stays = [
        stay
        for key, theirs in ledger.stays.items()
        if person in (None, key)
        for stay in theirs
        if stay.first_day <= last and first <= stay.last_day
    ]
    found = sorted(crossings(stays, first, last), key=lambda each: each.order)
    return Forecast(first, last, tuple(found), tuple(_close(stays)))


def crossings(stays: Iterable[Stay], first: date, last: date) -> Iterator[Crossing]:
    """What is crossed between two days, both included."""
    for stay in stays:
        for reading in stay.readings:
            for breach in reading.breaches:
                if first <= breach.crossed_on <= last:
                    yield Crossing(stay, reading, breach)


def _close(stays: Sequence[Stay]) -> list[Close]:
    found = [
        Close(stay, reading)
        for stay in stays
        for reading in [stay.reading("weekly-hours")]
        if reading and not reading.is_broken and (reading.share or 0) >= CLOSE
    ]
    return sorted(found, key=lambda each: (-each.percent, each.stay.name))
