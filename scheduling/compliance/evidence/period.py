"""What a pack is about: some days of a program, with the ledger of each year that they touch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from people.models import Program
from scheduling.compliance.queries.cases import cases_of
from scheduling.compliance.queries.confirmed import Confirmed
from scheduling.compliance.queries.person import StayLines, lines_of
from scheduling.compliance.services.ledgers import Ledger

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """Days, both included, as they are known at a moment."""

    program: Program
    first_day: date
    last_day: date
    at: datetime
    ledgers: tuple[Ledger, ...]
    lines: Mapping[int, tuple[StayLines, ...]] = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls, program: Program, first: date, last: date, ledgers: tuple[Ledger, ...], at: datetime
    ) -> Period:
        confirmed = Confirmed(program, first, last)
        cases, today = cases_of(program), program.today(at)
        found: dict[int, list[StayLines]] = {}
        names: dict[int, str] = {}
        for ledger in ledgers:
            names |= ledger.names
            for person, stays in ledger.stays.items():
                touched = (s for s in stays if s.first_day <= last and first <= s.last_day)
                lines = (lines_of(s, person, confirmed, cases, today) for s in touched)
                found.setdefault(person, []).extend(lines)
        ordered = sorted(found, key=lambda key: names.get(key, ""))
        whole = {key: tuple(found[key]) for key in ordered if found[key]}
        return cls(program, first, last, at, ledgers, whole, names)

    @property
    def starts_at(self) -> datetime:
        return datetime.combine(self.first_day, time(), self.program.zone)

    @property
    def ends_at(self) -> datetime:
        return datetime.combine(self.last_day + ONE_DAY, time(), self.program.zone)

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.program.zone)

    def each(self) -> Iterator[tuple[str, StayLines]]:
        """Every rotation that touches the days, with its person's name."""
        for person, lines in self.lines.items():
            for each in lines:
                yield self.names[person], each

    def unknown_days(self) -> dict[str, list[date]]:
        """Days of the period that are over and that nobody confirmed, by name."""
        found: dict[str, list[date]] = {}
        for name, each in self.each():
            days = [day for day in each.unknown if self.first_day <= day <= self.last_day]
            if days:
                found.setdefault(name, []).extend(days)
        return found

    def unpublished(self) -> list[tuple[date, date]]:
        """Stretches of the period for which no schedule is published."""
        found, day = [], self.first_day
        known = [ledger.year for ledger in self.ledgers if ledger.is_known]
        for year in sorted(known, key=lambda year: year.starts_on):
            if day < year.starts_on:
                found.append((day, min(self.last_day, year.starts_on - ONE_DAY)))
            day = max(day, year.ends_on + ONE_DAY)
        if day <= self.last_day:
            found.append((day, self.last_day))
        return found
