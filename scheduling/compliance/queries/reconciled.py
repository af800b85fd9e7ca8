"""What was logged beside what was scheduled, person by person, with patterns worth a look."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from scheduling.compliance.models import ConfirmedDay
from scheduling.compliance.patterns import (
    Average,
    Confirmation,
    Entry,
    Record,
    median_delay,
    patterns,
)
from scheduling.compliance.services.ledgers import Ledger
from scheduling.engine.readings import Stay
from scheduling.models import Assignment, CallType, LoggedWork


@dataclass(frozen=True, slots=True)
class Reconciled:
    """One person since the year began: hours are minutes; days are those that are over."""

    person: int
    name: str
    scheduled: int
    logged: int
    left_out: int
    days: int
    confirmed: int
    delay: int | None
    patterns: tuple[str, ...]

    @property
    def percent(self) -> int | None:
        return round(100 * self.confirmed / self.days) if self.days else None


def reconciled(ledger: Ledger, today: date) -> list[Reconciled]:
    """Three queries beside the ledger's own; those with patterns come first."""
    records = _records(ledger, today)
    found = [_row(ledger, person, records.get(person, Record()), today) for person in ledger.names]
    return sorted(found, key=lambda row: (-len(row.patterns), row.name))


def _row(ledger: Ledger, person: int, record: Record, today: date) -> Reconciled:
    over = [stay for stay in ledger.stays.get(person, ()) if stay.last_day < today]
    inside = [
        entry
        for entry in record.entries
        if any(stay.first_day <= entry.starts_at.date() <= stay.last_day for stay in over)
    ]
    left_out = sum(entry.minutes for entry in inside if entry.kind == LoggedWork.Kind.NOT_WORKED)
    logged = sum(entry.minutes for entry in inside) - left_out
    worked = sum(reading.total or 0 for s in over if (reading := s.reading("weekly-hours")))
    days = {day for stay in ledger.stays.get(person, ()) for day in stay.days() if day < today}
    confirmed = [each for each in record.confirmations if each.day in days]
    return Reconciled(
        person,
        ledger.names[person],
        # An entry within scheduled work in house counts once: its part of the total is not known.
        max(0, worked - logged + left_out),
        logged,
        left_out,
        len(days),
        len(confirmed),
        median_delay(confirmed),
        tuple(patterns(record)),
    )


def _records(ledger: Ledger, today: date) -> dict[int, Record]:
    zone, first = ledger.program.zone, ledger.year.starts_on
    entries: dict[int, list[Entry]] = defaultdict(list)
    logged = LoggedWork.objects.standing().filter(program=ledger.program)
    for row in logged.filter(starts_at__date__gte=first).order_by("starts_at"):
        entries[row.person_id].append(Entry(row.kind, row.starts_at.astimezone(zone), row.minutes))
    confirmed: dict[int, list[Confirmation]] = defaultdict(list)
    days = ConfirmedDay.objects.standing().between(first, today).filter(program=ledger.program)
    for day in days.order_by("day"):
        confirmed[day.person_id].append(Confirmation(day.day, day.confirmed_at.astimezone(zone)))
    calls = Assignment.objects.filter(
        version=ledger.version, kind=Assignment.Kind.CALL, call_type__kind=CallType.Kind.HOME,
        ends_on__lt=today,
    )  # fmt: skip
    home = Counter(calls.order_by().values_list("person_id", flat=True))
    return {
        person: Record(
            entries[person],
            confirmed[person],
            list(_averages(ledger, person, today)),
            home[person],
        )
        for person in ledger.names
    }


def _averages(ledger: Ledger, person: int, today: date) -> Iterator[Average]:
    for stay in ledger.stays.get(person, ()):
        average = _average(stay) if stay.last_day < today else None
        if average is not None:
            yield average


def _average(stay: Stay) -> Average | None:
    reading = stay.reading("weekly-hours")
    if reading is None or reading.total is None or reading.share is None or not stay.weeks:
        return None
    return Average(stay.label, reading.total / 60 / stay.weeks, reading.share)
