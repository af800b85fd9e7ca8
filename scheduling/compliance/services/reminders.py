"""Reminding people of days that they have not confirmed, before the week is locked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.urls import reverse

from people.models import Person, Program
from people.services.notices import Note, Reader, tell_each
from people.wording import counted, said
from scheduling.compliance.queries.confirmed import Confirmed
from scheduling.compliance.services.ledgers import Ledger, ledger_of
from scheduling.models import ScheduleVersion
from scheduling.services.hours_lock import SIX_DAYS, last_open_day, week_of

DAYS_BEFORE = (3, 1)
"""So many days before the last one on which a week can be confirmed."""


def remind_of_open_days(*, at: datetime) -> int:
    """Tell everybody whose week is locked soon which of its days are open; each of them twice."""
    told = 0
    published = ScheduleVersion.objects.published().values("schedule__program")
    for program in Program.objects.filter(active=True, pk__in=published).order_by("pk"):
        if program.hours_lock_days is not None:
            told += sum(_remind(program, days, at=at) for days in DAYS_BEFORE)
    return told


def _remind(program: Program, days: int, *, at: datetime) -> int:
    """Those whose week can be confirmed for so many days more."""
    today = program.today(at)
    lock = timedelta(days=(program.hours_lock_days or 0) - days)
    monday = week_of(today - lock)
    last = last_open_day(program, monday)
    if last is None or (last - today).days != days:
        return 0
    ledger = ledger_of(program, at=at)
    notes = dict(_notes(ledger, monday, last, today))
    notices = tell_each(
        "hours_to_confirm",
        program=program,
        notes=notes,
        at=at,
        event=f"hours:{program.pk}:{monday}:{days}",
    )
    return len(notices)


def _notes(ledger: Ledger, monday: date, last: date, today: date) -> Iterator[tuple[Reader, Note]]:
    """In the words of each: which days are open, and until when."""
    sunday = monday + SIX_DAYS
    confirmed = Confirmed(ledger.program, monday, sunday)
    people = Person.objects.in_bulk(ledger.stays)
    for key, stays in ledger.stays.items():
        found = confirmed.unknown(key, stays, before=min(today, sunday + timedelta(days=1)))
        open_days = sorted(day for day in found if day >= monday)
        if open_days:
            yield people[key], _note(ledger.program, monday, last, open_days)


def _note(program: Program, monday: date, last: date, open_days: list[date]) -> Note:
    return Note(
        counted(
            "{count} day of the week of {monday:%d %b} to confirm until {last:%a %d %b}",
            "{count} days of the week of {monday:%d %b} to confirm until {last:%a %d %b}",
            len(open_days),
            monday=monday,
            last=last,
        ),
        [said("{day:%a %d %b} is not confirmed.", day=day) for day in open_days],
        f"{reverse('compliance:hours')}?program={program.slug}",
    )
