"""Leave over REST and for assistants: the same verbs, the same words, and the same privacy."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError

from people.models import Absence, Program, Role
from people.services.absences import deny_absence
from tests.assistants import ask
from tests.casting import account, rest
from tests.factories.people import AbsenceFactory, LeaveAllotmentFactory, ProgramFactory
from tests.factories.scheduling import AcademicYearFactory

AT = datetime(2026, 7, 6, 15, tzinfo=UTC)
WEEK = {"kind": "vacation", "starts_on": "2026-09-07", "ends_on": "2026-09-13"}


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def program(db) -> Program:
    program = ProgramFactory(
        name="Cedar Family Medicine", slug="cedar", board="abfm", training_years=3
    )
    AcademicYearFactory(program=program, year=2026)
    return program


@pytest.fixture
def resident(program):
    return account(Role.Kind.RESIDENT, program)


def test_own_leave_is_checked_asked_for_decided_and_read(program, resident):
    mine, office = rest(resident), rest(account(Role.Kind.COORDINATOR, program))
    asked = WEEK | {"person": resident.person.pk, "reason": "Wedding."}

    check = mine.post("/api/v1/absences/check/", asked).json()
    made = mine.post("/api/v1/absences/", asked)
    address = f"/api/v1/absences/{made.json()['id']}"
    approved = office.post(f"{address}/approve/", {"note": "Enjoy."}).json()
    standing = mine.get("/api/v1/leave/").json()

    assert (check["fits"], check["against"]) == (True, [])
    assert check["balances"][0]["left"] == 42
    assert (made.status_code, made.json()["status"]) == (201, "requested")
    assert (approved["status"], approved["decision_note"]) == ("approved", "Enjoy.")
    assert [(b["name"], b["left"], b["planned"]) for b in standing["balances"]] == [
        ("Vacation", 42, 14)
    ]
    assert {count["verified"] for count in standing["board"]["counts"]} == {False}
    assert mine.get(f"{address}/consequences/").json()["sentence"] == "Fits."


def test_chief_learns_over_rest_that_somebody_is_away_and_not_why(program, resident):
    absence = AbsenceFactory(
        program=program, person=resident.person, kind="medical", reason="Knee.",
        starts_on=AT.date(), ends_on=AT.date(), decision_note="Get well.",
    )  # fmt: skip
    chief = rest(account(Role.Kind.CHIEF, program))

    seen = chief.get(f"/api/v1/absences/{absence.pk}/").json()
    found = chief.get(f"/api/v1/absences/{absence.pk}/consequences/").json()
    refused = chief.get(f"/api/v1/leave/?person={resident.person.pk}")

    assert (seen["label"], seen["kind"], seen["reason"], seen["decision_note"]) == (
        "Away", None, None, None,
    )  # fmt: skip
    assert (found["balances"], found["board"]) == (None, None)
    assert refused.status_code == 403
    assert chief.get("/api/v1/absences/?kind=medical").json()["count"] == 1


def test_denial_without_a_reason_is_refused_in_the_same_words(program, resident):
    absence = AbsenceFactory(program=program, person=resident.person)
    office = account(Role.Kind.COORDINATOR, program)

    with pytest.raises(ValidationError) as refusal:
        deny_absence(absence, by=office, at=AT)
    answered = rest(office).post(f"/api/v1/absences/{absence.pk}/deny/", {})

    assert answered.json()["detail"] == " ".join(refusal.value.messages)


@pytest.mark.django_db(transaction=True)
def test_assistant_looks_first_and_then_asks(program, resident):
    LeaveAllotmentFactory(program=program, half_days=6, from_year=2026)
    days = {"starts_on": "2026-09-07", "ends_on": "2026-09-11", "kind": "vacation"}

    looked = ask(resident, "check_leave_tool", **days).structured_content
    asked = ask(resident, "request_leave_tool", **days).structured_content
    listed = ask(
        resident, "list_absences_tool", first_day="2026-09-01", last_day="2026-09-30"
    ).structured_content

    assert looked["against"] == ["Vacation: 5 days asked for, 3 days left."]
    assert (asked["status"], asked["label"]) == ("requested", "Vacation")
    assert [row["absence_id"] for row in listed["result"]] == [Absence.objects.get().pk]
