"""What stands out in how hours were entered, and what does not."""

from datetime import UTC, date, datetime, timedelta

from scheduling.compliance.patterns import (
    Average,
    Confirmation,
    Entry,
    Record,
    median_delay,
    patterns,
)
from scheduling.compliance.queries.reconciled import reconciled
from scheduling.compliance.services.ledgers import find_ledger
from tests.factories.compliance import ConfirmedDayFactory
from tests.scheduling.compliance.conftest import AT

MONDAY = datetime(2026, 7, 6, 18, tzinfo=UTC)


def weekly(count, **changes):
    entry = {"kind": "overtime", "minutes": 60} | changes
    return [Entry(starts_at=MONDAY + timedelta(weeks=n), **entry) for n in range(count)]


def confirmed(days, at):
    return [Confirmation(date(2026, 7, 1) + timedelta(days=n), at) for n in range(days)]


def said(**record):
    return list(patterns(Record(**record)))


def test_weeks_that_are_copies_stand_out():
    assert said(entries=weekly(3)) == [
        "3 weeks in a row from 06 Jul 2026 have the very same entries."
    ]
    assert said(entries=[*weekly(2), Entry("overtime", MONDAY + timedelta(weeks=2), 61)]) == []
    assert said(entries=[each for n, each in enumerate(weekly(4)) if n != 1]) == []


def test_days_confirmed_in_one_go_and_late_stand_out():
    late = datetime(2026, 7, 20, 9, tzinfo=UTC)

    assert said(confirmations=confirmed(14, late)) == [
        "14 days were confirmed in one go on 20 Jul 2026, up to 19 days late."
    ]
    assert said(confirmations=confirmed(13, late)) == []
    assert said(confirmations=confirmed(14, datetime(2026, 7, 14, 9, tzinfo=UTC))) == []
    assert median_delay(confirmed(3, late)) == 18


def test_averages_that_end_just_below_the_limit_stand_out():
    near = [Average(f"block {n}", 79.5, 0.99) for n in (1, 2, 3)]

    assert said(averages=near) == [
        "3 rotations end just below the limit and none above it: "
        "79.5 h (block 1), 79.5 h (block 2), 79.5 h (block 3)."
    ]
    assert said(averages=[*near, Average("block 4", 81, 1.01)]) == []
    assert said(averages=near[:2]) == []


def test_long_weeks_without_exceptions_and_home_call_that_never_rang_stand_out():
    soon = datetime(2026, 7, 2, tzinfo=UTC)
    daily = [
        Confirmation(each.day, soon + timedelta(days=n))
        for n, each in enumerate(confirmed(56, soon))
    ]
    long = [Average("wards", 70, 0.87)]

    assert said(confirmations=daily, averages=long) == [
        "56 days were confirmed without a single entry, though 1 rotation had 60 h a week or more."
    ]
    assert said(home_calls=10) == ["10 home calls are over, and no interruption was logged."]
    assert said(home_calls=10, entries=weekly(1, kind="from_home")) == []


def test_what_was_logged_stands_beside_what_was_scheduled(ward):
    later = AT + timedelta(days=30)
    ward.work(date(2026, 7, 18), 4)
    for day in (1, 2, 3):
        ConfirmedDayFactory(
            program=ward.program,
            person=ward.ada,
            day=date(2026, 7, day),
            confirmed_at=datetime(2026, 7, day + 2, 18, tzinfo=UTC),
        )

    [row] = reconciled(find_ledger(ward.program, by=ward.coordinator, at=later), date(2026, 8, 19))

    assert (row.scheduled, row.logged, row.confirmed, row.days, row.delay, row.patterns) == (
        0,
        240,
        3,
        28,
        2,
        (),
    )
