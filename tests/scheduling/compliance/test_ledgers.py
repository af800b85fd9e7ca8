"""How a program stands to the rules on work: what is found, what is coming, what nobody knows."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scheduling.compliance.models import ConfirmedDay
from scheduling.compliance.queries.forecast import forecast
from scheduling.compliance.queries.overview import overview
from scheduling.compliance.queries.person import State, person_lines
from scheduling.compliance.services import ledgers
from scheduling.compliance.services.ledgers import (
    find_ledger,
    find_own_ledger,
    latest_ledger,
    make_ledger_ready,
    make_ledgers_ready,
)
from scheduling.models import LoggedWork
from tests.scheduling.compliance.conftest import AT

TODAY = date(2026, 7, 20)


def test_what_is_logged_and_planned_stands_in_one_report(ward, bea):
    for number in range(19):
        ward.work(date(2026, 7, 1) + timedelta(days=number), 17)
    ward.work(TODAY, 2, LoggedWork.Kind.MOONLIGHTING_EXTERNAL)

    ledger = find_ledger(ward.program, by=ward.coordinator, at=AT)
    page = overview(ledger, TODAY)

    ada, empty = sorted(page.rows, key=lambda row: row.name, reverse=True)
    found = {
        column.short: (tally.past, tally.coming)
        for column, tally in zip(page.columns, ada.tallies, strict=True)
        if tally.past or tally.coming
    }
    assert found["80 h"] == (1, 0)  # crossed on 19 July, though the rotation goes on
    assert found["Moonlights"] == (0, 1)  # she is a PGY-1
    assert (ada.percent, ada.unknown) == (round(100 * 325 / 320), 19)
    assert (empty.stay, empty.unknown, empty.weekly) == (None, 0, None)
    assert page.past >= 1
    [soon] = [
        each
        for each in forecast(ledger, TODAY).crossings
        if each.reading.rule.code == "moonlighting"
    ]
    assert (soon.on, soon.person, soon.breach.broken.cited) == (
        TODAY,
        ward.ada.pk,
        "6.25 (2025), VI.F.5 (2023)",
    )
    assert [(month.first_day.month, month.is_over) for month in page.months][:2] == [
        (7, False),
        (8, False),
    ]


def test_silence_is_not_compliance(ward):
    """After the rotation its rules count as kept only when each of its days was confirmed."""
    later = AT + timedelta(days=30)
    ledger = find_own_ledger(ward.ada, ward.program, by=ward.resident, at=later)
    days = [date(2026, 7, 1) + timedelta(days=number) for number in range(28)]

    def states() -> set[State]:
        [lines] = person_lines(ledger, ward.ada, date(2026, 8, 19))
        return {line.state for line in lines.lines}

    before = states()
    ConfirmedDay.objects.bulk_create(
        ConfirmedDay(
            program=ward.program,
            person=ward.ada,
            day=day,
            confirmed_by=ward.resident,
            confirmed_at=AT,
        )
        for day in days
    )
    assert (before, states()) == ({State.UNCONFIRMED}, {State.KEPT})


def test_the_queries_do_not_grow_with_the_people(ward, bea):
    ledger = find_ledger(ward.program, by=ward.coordinator, at=AT)

    with CaptureQueriesContext(connection) as again:
        find_ledger(ward.program, by=ward.coordinator, at=AT)
        overview(ledger, TODAY)

    # One role, year, version, fingerprint; confirmed days and cases.
    assert len(again) == 6


def test_a_page_shows_what_was_ready_until_a_worker_has_seen_to_what_changed(ward):
    def shown(at):
        found = latest_ledger(ward.program, by=ward.coordinator, at=at)
        breaches = [r.breaches for s in found.ledger.of(ward.ada) for r in s.readings if r.breaches]
        return found.made_at, found.is_current, bool(breaches)

    later, latest = AT + timedelta(minutes=5), AT + timedelta(minutes=9)
    first = shown(AT)
    ward.work(TODAY, 2, LoggedWork.Kind.MOONLIGHTING_EXTERNAL)
    stale = shown(later)
    assert (make_ledgers_ready(at=later), make_ledgers_ready(at=latest)) == (1, 0)
    ledgers._whole._found.clear()  # another process

    assert first == (AT, True, False)
    assert stale == (AT, False, False)
    assert shown(latest) == (later, True, True)
    with pytest.raises(PermissionDenied):
        latest_ledger(ward.program, by=ward.resident, at=AT)


def test_a_year_that_is_over_is_made_ready_when_somebody_looks_at_it(ward):
    year = ward.program.academic_years.get()
    after = AT + timedelta(days=500)

    def is_current():
        by = ward.coordinator
        return latest_ledger(ward.program, year=year.year, by=by, at=after).is_current

    find_ledger(ward.program, by=ward.coordinator, at=AT)
    stale = is_current()

    assert make_ledgers_ready(at=after) == 0
    assert make_ledger_ready(year, at=after)
    assert (stale, is_current()) == (False, True)
    assert not make_ledger_ready(year, at=after)


def test_nobody_sees_the_hours_of_others(ward, bea):
    assert find_own_ledger(ward.ada, ward.program, by=ward.resident, at=AT).of(ward.ada)
    with pytest.raises(PermissionDenied, match="see the violations of rules in Cedar"):
        find_own_ledger(bea, ward.program, by=ward.resident, at=AT)
    with pytest.raises(PermissionDenied):
        find_ledger(ward.program, by=ward.resident, at=AT)


def test_without_a_published_schedule_nothing_is_known(ward):
    ward.version.status = "withdrawn"
    ward.version.save()

    ledger = find_ledger(ward.program, by=ward.coordinator, at=AT)

    assert (ledger.is_known, overview(ledger, TODAY).rows) == (False, ())
