"""What can be done to an absence: ask for it, enter it, change it, and decide it."""

from collections.abc import Collection
from copy import copy
from datetime import date, datetime
from typing import NotRequired, TypedDict, Unpack

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.dispatch import Signal

from people.models import Absence, Person, Program, User
from people.permissions import may, owns, require
from people.services.absence_news import tell_of_decision, tell_of_request
from people.services.saving import save_checked
from people.spoken import refused

Status = Absence.Status

absence_changed = Signal()
"""Sent in the transaction that asks for, enters, changes or decides an absence, with `absence`,
`before` (the absence as it was, or None), `by` and `at`."""


class NewAbsence(TypedDict):
    """What an absence says of itself; whole days unless slots are given."""

    kind: str
    starts_on: date
    ends_on: date
    starts_at_slot: NotRequired[str]
    ends_slot: NotRequired[str]
    reason: NotRequired[str]


class EnteredAbsence(NewAbsence):
    """What the office says of it beside that."""

    of_six_weeks: NotRequired[bool]
    pay_percent: NotRequired[int | None]


class AbsenceChanges(TypedDict, total=False):
    """What may be changed while an absence stands."""

    kind: str
    starts_on: date
    ends_on: date
    starts_at_slot: str
    ends_slot: str
    reason: str
    of_six_weeks: bool
    pay_percent: int | None


@transaction.atomic
def request_absence(
    person: Person, *, program: Program, by: User, at: datetime, **details: Unpack[NewAbsence]
) -> Absence:
    """Ask for time away; somebody else decides."""
    require(by, "request_own_absence", program, at=at, person=person)
    _require_member(person, program)
    _take_turns(person)
    absence = Absence(
        program=program,
        person=person,
        source=Absence.Source.REQUEST,
        requested_by=by,
        requested_at=at,
        **details,
    )
    save_checked(absence)
    tell_of_request(absence, at=at)
    _announce(absence, None, by=by, at=at)
    return absence


@transaction.atomic
def record_absence(
    person: Person, *, program: Program, by: User, at: datetime, **details: Unpack[EnteredAbsence]
) -> Absence:
    """Enter an absence for somebody else; it is approved at once."""
    require(by, "decide_absence", program, at=at)
    return _record(person, program, by=by, at=at, **details)


@transaction.atomic
def record_sick_call(
    person: Person,
    *,
    program: Program,
    by: User,
    at: datetime,
    starts_on: date,
    ends_on: date,
    starts_at_slot: str = "AM",
    ends_slot: str = "PM",
) -> Absence:
    """Enter that somebody called in sick. Whoever plans may, since it cannot wait for the office."""
    require(by, "record_sick_call", program, at=at)
    return _record(
        person,
        program,
        by=by,
        at=at,
        kind=Absence.Kind.SICK,
        starts_on=starts_on,
        ends_on=ends_on,
        starts_at_slot=starts_at_slot,
        ends_slot=ends_slot,
    )


def _record(
    person: Person, program: Program, *, by: User, at: datetime, **details: Unpack[EnteredAbsence]
) -> Absence:
    _refuse_own(person, by)
    _require_member(person, program)
    _take_turns(person)
    absence = Absence(
        program=program,
        person=person,
        source=Absence.Source.COORDINATOR,
        status=Status.APPROVED,
        requested_by=by,
        requested_at=at,
        decided_by=by,
        decided_at=at,
        **details,
    )
    save_checked(absence)
    tell_of_decision(absence, at=at)
    _announce(absence, None, by=by, at=at)
    return absence


@transaction.atomic
def change_absence(
    absence: Absence, *, by: User, at: datetime, **changes: Unpack[AbsenceChanges]
) -> Absence:
    """Change the days, the kind or the reason of an absence that still stands."""
    require(by, "decide_absence", absence.program, at=at)
    _refuse_own(absence.person, by)
    _take_turns(absence.person)
    stored = Absence.objects.select_for_update().get(pk=absence.pk)
    if stored.status not in Absence.STANDING:
        raise _already(stored)
    before = copy(stored)
    for name, value in changes.items():
        setattr(stored, name, value)
    save_checked(stored)
    _announce(stored, before, by=by, at=at)
    return stored


def approve_absence(absence: Absence, *, by: User, at: datetime, note: str = "") -> Absence:
    """Let somebody be away."""
    return _decide(absence, Status.APPROVED, by=by, at=at, note=note)


def deny_absence(absence: Absence, *, by: User, at: datetime, note: str = "") -> Absence:
    """Refuse a request, and say why; the time is free again."""
    return _decide(absence, Status.DENIED, by=by, at=at, note=note)


@transaction.atomic
def cancel_absence(absence: Absence, *, by: User, at: datetime, note: str = "") -> Absence:
    """Take an absence back: the person while it is a request, those who decide at any time."""
    decides = may(by, "decide_absence", absence.program, at=at)
    if not decides:
        require(by, "request_own_absence", absence.program, at=at, person=absence.person)
        if absence.status == Status.APPROVED:
            raise PermissionDenied(_TAKEN_BACK_BY_THE_OFFICE)
    cancellable = Absence.STANDING if decides else (Status.REQUESTED,)
    return _move(absence, cancellable, Status.CANCELLED, by=by, at=at, note=note)


_TAKEN_BACK_BY_THE_OFFICE = (
    "An approved absence is cancelled only by those who approve or deny absences."
)


@transaction.atomic
def _decide(absence: Absence, status: Status, *, by: User, at: datetime, note: str) -> Absence:
    require(by, "decide_absence", absence.program, at=at)
    _refuse_own(absence.person, by)
    if status == Status.DENIED and absence.status == Status.REQUESTED and not note.strip():
        raise refused("Say why it is denied; the person reads it.", code="reason")
    return _move(absence, (Status.REQUESTED,), status, by=by, at=at, note=note)


def _move(
    absence: Absence,
    come_from: Collection[str],
    status: Status,
    *,
    by: User,
    at: datetime,
    note: str,
) -> Absence:
    """Of two who decide at once, the second is told what the first decided."""
    before = copy(absence)
    moved = Absence.objects.filter(pk=absence.pk, status__in=come_from).update(
        status=status, decided_by=by, decided_at=at, decision_note=note.strip()
    )
    absence.refresh_from_db()
    if not moved:
        raise _already(absence)
    if not owns(by, absence.person):
        tell_of_decision(absence, at=at)
    _announce(absence, before, by=by, at=at)
    return absence


def _announce(absence: Absence, before: Absence | None, *, by: User, at: datetime) -> None:
    absence_changed.send(Absence, absence=absence, before=before, by=by, at=at)


def _take_turns(person: Person) -> None:
    """Two overlapping rows saved at one moment would wait for each other until one is killed."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)


def _already(absence: Absence) -> ValidationError:
    status = absence.get_status_display()
    return refused("This absence is already {status}.", code="already_decided", status=status)


def _refuse_own(person: Person, by: User) -> None:
    if owns(by, person):
        raise refused("Somebody else decides your own absences.", code="own_absence")


def _require_member(person: Person, program: Program) -> None:
    if not Person.objects.in_programs([program]).filter(pk=person.pk).exists():
        raise refused(
            "{person} does not belong to {program}.",
            code="not_in_the_program",
            person=person,
            program=program,
        )
