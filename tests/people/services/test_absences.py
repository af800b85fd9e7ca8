"""Asking for time away, entering it, changing it and deciding it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from people.models import Absence, Notice, Person, Role
from people.services.absence_news import days_of
from people.services.absences import (
    approve_absence,
    cancel_absence,
    change_absence,
    deny_absence,
    record_absence,
    record_sick_call,
    request_absence,
)
from tests.factories.people import AbsenceFactory, EnrolmentFactory, PersonFactory
from tests.people.services.races import at_once, wait_for_somebody_to_wait

pytestmark = pytest.mark.django_db

Status = Absence.Status
WEEK = {"kind": "vacation", "starts_on": date(2026, 2, 2), "ends_on": date(2026, 2, 8)}
OFFICE = (Role.Kind.ADMIN, Role.Kind.DIRECTOR, Role.Kind.COORDINATOR)
OTHERS = (Role.Kind.CHIEF, Role.Kind.FACULTY, Role.Kind.RESIDENT)
OVERLAPS = "This person is away already in a part of that time."


@pytest.fixture
def absence(program, resident) -> Absence:
    return AbsenceFactory(program=program, person=resident)


def code_of(refusal) -> str:
    return refusal.value.error_list[0].code if refusal.value.error_list else ""


def test_request_waits_for_a_decision(resident, program, at):
    absence = request_absence(
        resident,
        program=program,
        by=resident.user,
        at=at,
        **WEEK,
        starts_at_slot="PM",
        reason="Family.",
    )

    absence.refresh_from_db()
    assert absence.status == Status.REQUESTED
    assert absence.source == Absence.Source.REQUEST
    assert absence.requested_by == resident.user
    assert (absence.decided_by, absence.decided_at) == (None, None)
    assert (absence.starts_at_slot, absence.ends_slot) == ("PM", "PM")
    assert absence.reason == "Family."


def test_request_is_for_oneself(resident, coordinator, program, at):
    with pytest.raises(PermissionDenied) as refusal:
        request_absence(resident, program=program, by=coordinator, at=at, **WEEK)

    assert str(refusal.value) == (
        "You may not ask for this person's own absences in Cedar Family Medicine."
    )
    assert not Absence.objects.exists()


def test_request_is_for_a_program_of_ones_own(resident, other_program, at):
    with pytest.raises(PermissionDenied):
        request_absence(resident, program=other_program, by=resident.user, at=at, **WEEK)


def test_request_that_overlaps_is_refused(absence, resident, program, at):
    with pytest.raises(ValidationError) as refusal:
        request_absence(resident, program=program, by=resident.user, at=at, **WEEK)

    assert refusal.value.messages == [OVERLAPS]
    assert refusal.value.error_dict["__all__"][0].code == "overlaps"


def test_record_is_approved_at_once(resident, coordinator, program, at):
    absence = record_absence(resident, program=program, by=coordinator, at=at, **WEEK)

    absence.refresh_from_db()
    assert absence.status == Status.APPROVED
    assert absence.source == Absence.Source.COORDINATOR
    assert (absence.requested_by, absence.decided_by) == (coordinator, coordinator)
    assert absence.decided_at == at


def test_record_is_for_people_of_the_program(stranger, coordinator, program, at):
    with pytest.raises(ValidationError) as refusal:
        record_absence(stranger, program=program, by=coordinator, at=at, **WEEK)

    assert refusal.value.code == "not_in_the_program"
    assert refusal.value.messages == [f"{stranger} does not belong to Cedar Family Medicine."]


@pytest.mark.parametrize("kind", OTHERS)
def test_record_is_for_the_office(kind, acting, resident, program, at):
    with pytest.raises(PermissionDenied):
        record_absence(resident, program=program, by=acting(kind), at=at, **WEEK)


@pytest.mark.parametrize("kind", OFFICE)
@pytest.mark.parametrize(
    ("verb", "status"), [(approve_absence, Status.APPROVED), (deny_absence, Status.DENIED)]
)
def test_office_decides(kind, verb, status, absence, acting, at):
    user = acting(kind)

    decided = verb(absence, by=user, at=at, note="Noted.")

    assert (decided.status, decided.decided_by, decided.decided_at) == (status, user, at)
    assert decided.decision_note == "Noted."


@pytest.mark.parametrize("kind", OTHERS)
@pytest.mark.parametrize("verb", [approve_absence, deny_absence])
def test_others_do_not_decide(kind, verb, absence, acting, at):
    with pytest.raises(PermissionDenied) as refusal:
        verb(absence, by=acting(kind), at=at)

    assert str(refusal.value) == (
        "You may not approve, deny or enter absences in Cedar Family Medicine."
    )
    absence.refresh_from_db()
    assert absence.status == Status.REQUESTED


@pytest.mark.parametrize("verb", [approve_absence, deny_absence, cancel_absence, change_absence])
def test_office_of_another_program_does_nothing(verb, absence, acting, other_program, at):
    neighbor = acting(Role.Kind.COORDINATOR, where=other_program)

    with pytest.raises(PermissionDenied):
        verb(absence, by=neighbor, at=at)


@pytest.mark.parametrize("verb", [approve_absence, deny_absence, change_absence])
def test_nobody_decides_their_own(verb, absence, acting, at):
    director = acting(Role.Kind.DIRECTOR, user=absence.person.user)

    with pytest.raises(ValidationError) as refusal:
        verb(absence, by=director, at=at)

    assert refusal.value.code == "own_absence"


def test_nobody_enters_their_own(resident, acting, program, at):
    director = acting(Role.Kind.DIRECTOR, user=resident.user)

    with pytest.raises(ValidationError) as refusal:
        record_absence(resident, program=program, by=director, at=at, **WEEK)

    assert refusal.value.code == "own_absence"


@pytest.mark.parametrize("verb", [approve_absence, deny_absence])
@pytest.mark.parametrize("trait", ["approved", "denied", "cancelled"])
def test_decided_absence_is_not_decided_again(verb, trait, coordinator, program, at):
    absence = AbsenceFactory(program=program, **{trait: True})

    with pytest.raises(ValidationError) as refusal:
        verb(absence, by=coordinator, at=at)

    assert refusal.value.code == "already_decided"
    assert refusal.value.messages == [f"This absence is already {trait}."]
    assert Absence.objects.get().decided_at != at


def test_decision_on_a_stale_row_is_refused(absence, coordinator, at):
    stale = Absence.objects.get(pk=absence.pk)
    deny_absence(absence, by=coordinator, at=at, note="Too many away.")

    with pytest.raises(ValidationError) as refusal:
        approve_absence(stale, by=coordinator, at=at)

    assert refusal.value.messages == ["This absence is already denied."]
    assert stale.status == Status.DENIED


@pytest.mark.parametrize("trait", ["decided", "approved"])
def test_office_cancels_what_stands(trait, coordinator, program, at):
    fields = {"approved": True} if trait == "approved" else {}
    absence = AbsenceFactory(program=program, **fields)

    cancelled = cancel_absence(absence, by=coordinator, at=at)

    assert (cancelled.status, cancelled.decided_by) == (Status.CANCELLED, coordinator)


def test_person_cancels_their_own_request(absence, at):
    cancelled = cancel_absence(absence, by=absence.person.user, at=at)

    assert cancelled.status == Status.CANCELLED
    assert cancelled.decided_by == absence.person.user


def test_person_does_not_cancel_what_is_approved(resident, program, at):
    absence = AbsenceFactory(program=program, person=resident, approved=True)

    with pytest.raises(PermissionDenied) as refusal:
        cancel_absence(absence, by=resident.user, at=at)

    assert str(refusal.value) == (
        "An approved absence is cancelled only by those who approve or deny absences."
    )


def test_person_does_not_cancel_what_was_approved_meanwhile(absence, coordinator, at):
    stale = Absence.objects.select_related("person__user").get(pk=absence.pk)
    approve_absence(absence, by=coordinator, at=at)

    with pytest.raises(ValidationError) as refusal:
        cancel_absence(stale, by=stale.person.user, at=at)

    assert refusal.value.messages == ["This absence is already approved."]


def test_resident_does_not_cancel_anothers_request(absence, acting, at):
    with pytest.raises(PermissionDenied):
        cancel_absence(absence, by=acting(Role.Kind.RESIDENT), at=at)


@pytest.mark.parametrize("trait", ["denied", "cancelled"])
def test_what_does_not_stand_is_not_cancelled(trait, coordinator, program, at):
    absence = AbsenceFactory(program=program, **{trait: True})

    with pytest.raises(ValidationError) as refusal:
        cancel_absence(absence, by=coordinator, at=at)

    assert refusal.value.messages == [f"This absence is already {trait}."]


def test_change_keeps_the_decision(resident, coordinator, program, at):
    absence = AbsenceFactory(program=program, person=resident, approved=True)

    changed = change_absence(absence, by=coordinator, at=at, ends_on=date(2026, 2, 9))

    changed.refresh_from_db()
    assert (changed.ends_on, changed.status) == (date(2026, 2, 9), Status.APPROVED)
    assert changed.decided_at == absence.decided_at


def test_change_that_overlaps_is_refused(absence, coordinator, at):
    AbsenceFactory(person=absence.person, starts_on=date(2026, 2, 20), ends_on=date(2026, 2, 20))

    with pytest.raises(ValidationError) as refusal:
        change_absence(absence, by=coordinator, at=at, ends_on=date(2026, 2, 20))

    assert refusal.value.messages == [OVERLAPS]
    absence.refresh_from_db()
    assert absence.ends_on == date(2026, 2, 8)


def test_what_does_not_stand_is_not_changed(coordinator, program, at):
    absence = AbsenceFactory(program=program, denied=True)

    with pytest.raises(ValidationError) as refusal:
        change_absence(absence, by=coordinator, at=at, kind="sick")

    assert refusal.value.messages == ["This absence is already denied."]


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_once_one_stands(absence, acting, at):
    users = [acting(Role.Kind.COORDINATOR), acting(Role.Kind.DIRECTOR)]
    copies = [Absence.objects.get(pk=absence.pk) for _ in users]

    answers = at_once(
        lambda: approve_absence(copies[0], by=users[0], at=at),
        lambda: approve_absence(copies[1], by=users[1], at=at),
    )

    assert answers == ["This absence is already approved.", "done"]
    assert Absence.objects.get().status == Status.APPROVED


@pytest.mark.django_db(transaction=True)
def test_of_two_overlapping_requests_at_once_one_stands(resident, program, at):
    def ask() -> None:
        request_absence(resident, program=program, by=resident.user, at=at, **WEEK)

    assert at_once(ask, ask, ask) == [OVERLAPS, OVERLAPS, "done"]
    assert Absence.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_requests_of_one_person_take_turns(resident, program, at):
    """Saving both at one moment, each could wait for the other until the database kills one."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Person.objects.select_for_update(no_key=True).get(pk=resident.pk)
            second = pool.submit(
                at_once,
                lambda: request_absence(resident, program=program, by=resident.user, at=at, **WEEK),
            )
            wait_for_somebody_to_wait()
            first = AbsenceFactory(program=program, person=resident)

        assert second.result() == [OVERLAPS]
    assert Absence.objects.get() == first


def test_faculty_ask_too(acting, program, at):
    person = PersonFactory(user=acting(Role.Kind.FACULTY))
    EnrolmentFactory(program=program, person=person, faculty=True)

    request_absence(person, program=program, by=person.user, at=at, **WEEK)

    assert Absence.objects.get().person == person


def test_denial_says_why(absence, coordinator, at):
    with pytest.raises(ValidationError) as refusal:
        deny_absence(absence, by=coordinator, at=at, note=" ")

    assert refusal.value.messages == ["Say why it is denied; the person reads it."]
    assert Absence.objects.get().status == Status.REQUESTED


def test_planner_who_is_no_office_records_a_sick_call(resident, acting, program, at):
    chief = acting(Role.Kind.CHIEF)

    absence = record_sick_call(
        resident, program=program, by=chief, at=at, starts_on=at.date(), ends_on=at.date()
    )

    assert (absence.kind, absence.status, absence.decided_by) == ("sick", "approved", chief)
    with pytest.raises(PermissionDenied, match="record that somebody called in sick"):
        record_sick_call(
            resident, program=program, by=acting(Role.Kind.FACULTY), at=at,
            starts_on=at.date(), ends_on=at.date(),
        )  # fmt: skip


def test_office_is_told_of_a_request_and_the_person_of_the_decision(
    resident, coordinator, acting, program, at
):
    """And of nothing that is private."""
    acting(Role.Kind.CHIEF)
    absence = request_absence(
        resident, program=program, by=resident.user, at=at, **WEEK, reason="Secret."
    )
    deny_absence(absence, by=coordinator, at=at, note="Two are away.")

    asked, decided = Notice.objects.order_by("pk")
    assert (asked.user, asked.subject, asked.lines) == (
        coordinator,
        f"{resident.roster_name} asks for leave",
        ["Away from Mon Feb 2 to Sun Feb 8, 2026."],
    )
    assert (decided.person, decided.subject, decided.lines) == (
        resident,
        "Your absence from Mon Feb 2 to Sun Feb 8, 2026 is denied",
        ["Two are away."],
    )


@pytest.mark.parametrize(
    ("last", "slots", "words"),
    [
        (date(2026, 2, 2), ("AM", "PM"), "on Mon Feb 2, 2026"),
        (date(2026, 2, 2), ("PM", "PM"), "on Mon Feb 2, 2026 (afternoon only)"),
        (date(2027, 1, 4), ("PM", "AM"), "from Mon Feb 2, 2026 at noon to Mon Jan 4, 2027 at noon"),
    ],
)
def test_days_away_in_words(last, slots, words):
    first_slot, last_slot = slots

    assert days_of(
        Absence(
            starts_on=date(2026, 2, 2), ends_on=last, starts_at_slot=first_slot, ends_slot=last_slot
        )
    ) == words  # fmt: skip
