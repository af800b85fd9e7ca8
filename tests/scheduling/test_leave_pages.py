"""Leave on a phone and at the office: asked for, looked at, decided, taken back."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from people.models import Absence, Program, Role
from tests.casting import account
from tests.factories.people import AbsenceFactory, ProgramFactory
from tests.factories.scheduling import AcademicYearFactory

AT = datetime(2026, 7, 6, 15, tzinfo=UTC)
DAYS = {
    "kind": "parental",
    "starts_on": "2026-09-07",
    "ends_on": "2026-10-18",
    "reason": "A child.",
}


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def program(db) -> Program:
    program = ProgramFactory(
        name="Cedar Family Medicine", slug="cedar", board="abim", training_years=3
    )
    AcademicYearFactory(program=program, year=2026)
    return program


@pytest.fixture
def resident(program):
    return account(Role.Kind.RESIDENT, program)


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_days_are_looked_at_asked_for_and_taken_back(program, resident):
    client, page = client_of(resident), reverse("scheduling:leave")

    looked = client.post(page, DAYS | {"check": "1"})
    assert not Absence.objects.exists()
    asked = client.post(page, DAYS, follow=True)
    absence = Absence.objects.get()
    again = client.post(page, DAYS)
    taken = client.post(reverse("scheduling:leave_take_back", args=[absence.pk]), follow=True)

    assert "Fits." in looked.text
    assert (absence.kind, absence.status, absence.requested_at) == ("parental", "requested", AT)
    assert "Oct 18, 2026" in asked.text
    assert "waits for a decision" in asked.text
    assert "This person is away already in a part of that time." in again.text
    absence.refresh_from_db()
    assert absence.status == "cancelled"
    assert "Your request is taken back." in taken.text


def test_what_does_not_fit_says_why(program, resident):
    long = DAYS | {"kind": "vacation", "check": "1"}

    page = client_of(resident).post(reverse("scheduling:leave"), long).text
    turned = client_of(resident).post(
        reverse("scheduling:leave"), long | {"ends_on": "2026-09-01"}
    ).text  # fmt: skip

    assert "Does not fit: 1 thing against it." in page
    assert "Vacation: 42 days asked for, 28 days left." in page
    assert "The last day comes before the first." in turned


def test_decision_and_its_reason_are_read_and_nobody_elses_leave(program, resident):
    own = AbsenceFactory(
        program=program, person=resident.person, denied=True, decision_note="Two are away.",
        starts_on=date(2026, 9, 7), ends_on=date(2026, 9, 8),
    )  # fmt: skip
    other = AbsenceFactory(program=program, starts_on=date(2026, 9, 9), ends_on=date(2026, 9, 9))
    client = client_of(resident)

    page = client.get(reverse("scheduling:leave")).text
    answers = [
        client.post(reverse("scheduling:leave_take_back", args=[row.pk]), follow=True)
        for row in (own, other)
    ]

    assert "Denied: “Two are away.”" in page
    assert "Sep 9" not in page
    assert "This absence is already denied." in answers[0].text
    assert answers[1].status_code == 404


def test_office_decides_in_two_clicks_with_everything_in_sight(program, resident):
    absence = AbsenceFactory(
        program=program, person=resident.person, starts_on=date(2026, 9, 7),
        ends_on=date(2026, 9, 13), reason="Sister's wedding.",
    )  # fmt: skip
    office = client_of(account(Role.Kind.COORDINATOR, program))
    decision = reverse("admin:people_absence_decide", args=[absence.pk])
    decided = reverse("admin:people_absence_decided", args=[absence.pk])

    queue = office.get(reverse("admin:people_absence_queue")).text
    page = office.get(decision).text
    unexplained = office.post(decided, {"verb": "deny"}, follow=True).text
    denied = office.post(decided, {"verb": "deny", "note": "Two are away."}, follow=True).text

    assert decision in queue
    assert "nothing published" in queue
    assert "21 days left" in queue
    assert "Fits." in page
    assert "Sister&#x27;s wedding." in page
    assert "Say why it is denied; the person reads it." in unexplained
    assert "Nothing waits for a decision." in denied
    absence.refresh_from_db()
    assert (absence.status, absence.decision_note) == ("denied", "Two are away.")


def test_chief_sees_what_it_takes_and_neither_why_nor_balances(program, resident):
    absence = AbsenceFactory(
        program=program, person=resident.person, kind="medical", reason="Knee.",
        starts_on=date(2026, 9, 7), ends_on=date(2026, 9, 13),
    )  # fmt: skip
    chief = client_of(account(Role.Kind.CHIEF, program))

    texts = [
        chief.get(reverse("admin:people_absence_queue")).text,
        chief.get(reverse("admin:people_absence_decide", args=[absence.pk])).text,
    ]

    told = ("Knee", "edical", "Balances", "American Board", "days left")
    assert [word for word in told for text in texts if word in text] == []
    assert "The office decides this." in texts[1]


def test_queue_costs_the_same_for_one_and_for_many(
    program, resident, django_assert_max_num_queries
):
    office = client_of(account(Role.Kind.COORDINATOR, program))
    days = [date(2026, 9, 7) + timedelta(weeks=week) for week in range(8)]

    def queries() -> int:
        with django_assert_max_num_queries(40) as asked:
            office.get(reverse("admin:people_absence_queue"))
        return len(asked)

    AbsenceFactory(program=program, person=resident.person, starts_on=days[0], ends_on=days[0])
    queries()
    one = queries()
    for day in days[1:]:
        AbsenceFactory(program=program, starts_on=day, ends_on=day)
    assert queries() == one
