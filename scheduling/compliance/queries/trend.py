"""Findings month by month: those that are over, and those that the schedule holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from scheduling.compliance.services.ledgers import Ledger
from scheduling.engine.rules import Force

FORCES = (Force.MUST, Force.SHOULD, Force.LOCAL)


@dataclass(frozen=True, slots=True)
class Month:
    """How many findings there are of each force; `is_over` is whether the month has passed."""

    first_day: date
    must: int
    should: int
    local: int
    is_over: bool

    @property
    def all(self) -> int:
        return self.must + self.should + self.local


def trend(ledger: Ledger, today: date) -> Iterator[Month]:
    """The months of the year, by the day on which each limit is crossed."""
    counted = Counter(
        ((breach.crossed_on.year, breach.crossed_on.month), reading.rule.force)
        for stays in ledger.stays.values()
        for stay in stays
        for reading in stay.readings
        if not reading.rule.for_review
        for breach in reading.breaches
    )
    day = ledger.year.starts_on.replace(day=1)
    while day <= ledger.year.ends_on:
        key = (day.year, day.month)
        following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        must, should, local = (counted[key, each] for each in FORCES)
        yield Month(day, must, should, local, following <= today)
        day = following
