"""Hours on the phone: days confirmed in a tap, interruptions, the lock, reminders, moonlighting."""

from datetime import date, datetime, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from rest_framework.test import APIClient
from time_machine import travel

from people.models import Notice
from scheduling.bridge.problems import version_parts
from scheduling.bridge.source import Source
from scheduling.compliance.models import ConfirmedDay
from scheduling.compliance.queries.my_hours import my_hours
from scheduling.compliance.services.confirming import confirm_days, take_back
from scheduling.compliance.services.interruptions import log_interruption
from scheduling.compliance.services.ledgers import find_own_ledger
from scheduling.compliance.services.reminders import remind_of_open_days
from scheduling.engine.check import Checker
from scheduling.engine.problem import Roster
from scheduling.engine.rules import WeeklyHours
from scheduling.models import Assignment, CallType, LoggedWork
from scheduling.services.logged_work import log_work, withdraw_logged_work
from scheduling.services.moonlighting import permit_moonlighting, revoke_permission
from tests.factories.scheduling import (
    ActivityFactory,
    AssignmentFactory,
    CallAssignmentFactory,
    CallTypeFactory,
    freeze,
)
from tests.scheduling.compliance.conftest import AT

MONDAY = date(2026, 7, 13)
SUNDAY = date(2026, 7, 19)
TUESDAY = date(2026, 7, 14)


def confirm(ward, first=MONDAY, last=SUNDAY, **changes):
    asked = {"program": ward.program, "by": ward.resident, "at": AT} | changes
    return confirm_days(ward.ada, first_day=first, last_day=last, **asked)


def open_days(ward, at=AT):
    ledger = find_own_ledger(ward.ada, ward.program, by=ward.resident, at=at)
    return {week.monday: len(week.open_days) for week in my_hours(ledger, ward.ada, at=at).weeks}


def test_a_week_is_confirmed_in_one_tap_and_a_day_is_taken_back(ward):
    assert open_days(ward) == {MONDAY: 7, date(2026, 7, 6): 7, date(2026, 6, 29): 5}

    assert len(confirm(ward, last=MONDAY)) == 1
    assert len(confirm(ward)) == 6  # one was confirmed before
    taken = take_back(ward.ada, program=ward.program, day=SUNDAY, by=ward.resident, at=AT)

    assert (taken.taken_back_by, open_days(ward)[MONDAY]) == (ward.resident, 1)
    assert ConfirmedDay.objects.count() == 7  # it stays on record


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (MONDAY, date(2026, 7, 20), "Mon 20 Jul 2026 is not over yet"),
        (SUNDAY, MONDAY, "is not 1 to 31 days"),
    ],
)
def test_days_to_come_are_not_confirmed(ward, first, last, sentence):
    with pytest.raises(ValidationError, match=sentence):
        confirm(ward, first, last)


def test_a_locked_week_is_entered_by_the_office_only(ward):
    ward.program.hours_lock_days = 14
    ward.program.save()
    late = AT + timedelta(days=14)  # 3 August; the week could be confirmed until the day before
    refused = "the week of 13 Jul 2026 could be entered until 02 Aug 2026; ask your office"
    evening = {
        "kind": "overtime",
        "starts_at": AT - timedelta(days=1),
        "ends_at": AT - timedelta(hours=22),
    }

    assert MONDAY in open_days(ward, AT + timedelta(days=13))
    assert MONDAY not in open_days(ward, late)
    with pytest.raises(ValidationError, match=refused):
        confirm(ward, at=late)
    with pytest.raises(ValidationError, match=refused):
        log_work(ward.ada, program=ward.program, by=ward.resident, at=late, **evening)
    assert len(confirm(ward, by=ward.coordinator, at=late)) == 7
    log_work(ward.ada, program=ward.program, by=ward.coordinator, at=late, **evening)


def test_nobody_confirms_for_others(ward, bea):
    with pytest.raises(PermissionDenied, match="You may not log everybody's hours in Cedar"):
        confirm_days(
            bea, program=ward.program, first_day=MONDAY, last_day=SUNDAY, by=ward.resident, at=AT
        )


def test_who_has_open_days_is_reminded_before_the_lock(ward, bea):
    ward.program.hours_lock_days = 4
    ward.program.save()
    confirm(ward, last=date(2026, 7, 17))

    assert remind_of_open_days(at=AT) == 1  # 20 July, and the lock is on the 23rd
    assert remind_of_open_days(at=AT) == 0
    [notice] = Notice.objects.filter(kind="hours_to_confirm")
    assert (notice.person, notice.subject) == (
        ward.ada,
        "2 days of the week of 13 Jul to confirm until Thu 23 Jul",
    )
    assert notice.lines == ["Sat 18 Jul is not confirmed.", "Sun 19 Jul is not confirmed."]
    assert remind_of_open_days(at=AT + timedelta(days=1)) == 0
    assert remind_of_open_days(at=AT + timedelta(days=2)) == 1


def test_an_interruption_of_home_call_is_one_tap(ward):
    ward.version.status, ward.version.published_at = "draft", None
    ward.version.save()
    home = CallTypeFactory(program=ward.program, code="HC", kind=CallType.Kind.HOME)
    CallAssignmentFactory(
        version=ward.version,
        person=ward.ada,
        call_type=home,
        starts_on=date(2026, 7, 20),
        starts_at=AT - timedelta(hours=2),
        ends_at=AT + timedelta(hours=10),
    )
    freeze(ward.version)
    tap = {"program": ward.program, "kind": "from_home", "by": ward.resident}

    row = log_interruption(ward.ada, minutes=30, at=AT, **tap)

    assert (row.minutes, row.ends_at, row.kind) == (30, AT, LoggedWork.Kind.FROM_HOME)
    with pytest.raises(ValidationError, match="has no home call between"):
        log_interruption(ward.ada, minutes=30, at=AT + timedelta(days=1), **tap)
    with pytest.raises(ValidationError, match="0 is not 1 to 720 minutes"):
        log_interruption(ward.ada, minutes=0, at=AT, **tap)
    assert Assignment.objects.filter(kind="call").count() == 1
    rest = APIClient()
    rest.force_authenticate(ward.resident)
    with travel(AT + timedelta(hours=1), tick=False):
        asked = {"kind": "called_in", "minutes": 45}
        answer = rest.post("/api/v1/home-call-interruptions/", asked, format="json")
    assert (answer.status_code, answer.data["person"], answer.data["minutes"]) == (
        201,
        ward.ada.pk,
        45,
    )


def test_moonlighting_needs_permission_and_a_pgy_1_gets_none(ward, bea):
    days = {"starts_on": date(2026, 7, 1), "ends_on": date(2026, 12, 31)}
    asked = {"program": ward.program, "by": ward.director, "at": AT} | days
    ward.ada.enrolments.update(pgy=2)
    ward.work(date(2026, 7, 18), 4, LoggedWork.Kind.MOONLIGHTING_EXTERNAL)

    def found():
        ledger = find_own_ledger(ward.ada, ward.program, by=ward.resident, at=AT)
        reading = ledger.of(ward.ada)[0].reading("moonlighting-permission")
        return [breach.broken.message for breach in reading.breaches]

    without = found()
    row = permit_moonlighting(ward.ada, **asked)
    with_it = found()
    revoke_permission(row, by=ward.director, at=AT)

    assert (without, with_it) == (
        ["Rowan A. moonlights on Sat 18 Jul 2026 without permission."],
        [],
    )
    assert found() == without
    with pytest.raises(ValidationError, match=r"PGY-1 in 2026-27; a PGY-1 resident does not"):
        permit_moonlighting(bea, **asked)
    with pytest.raises(PermissionDenied, match="You may not permit moonlighting in Cedar"):
        permit_moonlighting(ward.ada, **asked | {"by": ward.coordinator})


def test_the_page_confirms_logs_and_takes_back(ward, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)
    client = Client()
    client.force_login(ward.resident)
    week = {"first_day": MONDAY.isoformat(), "last_day": SUNDAY.isoformat()}
    entry = {"kind": "overtime", "on": "2026-07-18", "since": "22:00", "until": "01:30"}

    before = client.get("/hours/").content.decode()
    client.post("/hours/confirm/", week)
    client.post("/hours/take-back/", {"day": "2026-07-19"})
    client.post("/hours/log/", entry)
    after = client.get("/hours/").content.decode()
    in_spanish = client.get("/hours/", headers={"accept-language": "es"}).content.decode()
    row = LoggedWork.objects.get()

    assert "19 days that nobody knows of yet" in before
    assert "13 days that nobody knows of yet" in after
    assert "Mis horas" in in_spanish
    assert ("obligatorio" in in_spanish, "must" in in_spanish) == (True, False)
    assert "Scheduled work that ran over" in after
    assert "Sat, Jul 18, 22:00 to 01:30, 3 h 30 min" in after
    assert (row.person, row.minutes) == (ward.ada, 210)
    refused = client.post("/hours/log/", entry).content.decode()
    assert "Some of that time is logged for this person already." in refused
    client.post(f"/hours/{row.pk}/withdraw/")
    row.refresh_from_db()
    assert row.withdrawn_by == ward.resident


@pytest.fixture
def clinic(ward):
    """On Tuesday the 14th from 8 to 12 and from 13 to 17, published."""
    ward.version.status, ward.version.published_at = "draft", None
    ward.version.save()
    activity = ActivityFactory(
        program=ward.program, kind="clinic",
        am_starts=time(8), am_ends=time(12), pm_starts=time(13), pm_ends=time(17),
    )  # fmt: skip
    for slot, hour in (("AM", 8), ("PM", 13)):
        starts_at = datetime(2026, 7, 14, hour, tzinfo=ward.program.zone)
        AssignmentFactory(
            version=ward.version,
            person=ward.ada,
            activity=activity,
            starts_on=TUESDAY,
            slot=slot,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=4),
        )
    freeze(ward.version)


def test_scheduled_work_that_was_not_done_is_taken_off(ward, clinic):
    def worked():
        ledger = find_own_ledger(ward.ada, ward.program, by=ward.resident, at=AT)
        week = my_hours(ledger, ward.ada, at=AT).weeks[0]
        [day] = [day for day in week.days if day.on == TUESDAY]
        times = [f"{term.starts_at:%H:%M}-{term.ends_at:%H:%M}" for term in day.work]
        reading = ledger.of(ward.ada)[0].reading("weekly-hours")
        # What a check, an editor and a swap ask of the schedule counts the same.
        problem = version_parts(Source(ward.version)).problem()
        totals = Checker(problem, [WeeklyHours()]).start(Roster(problem.fixed)).totals
        assert totals.sum() == reading.total
        return times, day.minutes, reading.total

    def leave_out(first, last):
        return log_work(
            ward.ada, program=ward.program, kind="not_worked", by=ward.resident, at=AT,
            starts_at=datetime(2026, 7, 14, first, tzinfo=ward.program.zone),
            ends_at=datetime(2026, 7, 14, last, tzinfo=ward.program.zone),
        )  # fmt: skip

    assert worked() == (["08:00-12:00", "13:00-17:00"], 480, 480)
    early = leave_out(15, 18)
    assert worked() == (["08:00-12:00", "13:00-15:00"], 360, 360)
    leave_out(9, 10)
    assert worked() == (["08:00-09:00", "10:00-12:00", "13:00-15:00"], 300, 300)
    withdraw_logged_work(early, by=ward.resident, at=AT)
    assert worked() == (["08:00-09:00", "10:00-12:00", "13:00-17:00"], 420, 420)
    with pytest.raises(
        ValidationError,
        match="is not scheduled to work between 18:00 on 14 Jul 2026 and 20:00, so there is nothing",
    ):
        leave_out(18, 20)
