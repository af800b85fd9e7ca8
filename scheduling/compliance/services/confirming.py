"""Saying that days were worked as scheduled, but for what is logged; and taking that back."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from people.models import Person, Program, User
from people.permissions import may, owns, require
from people.spoken import refused
from scheduling.compliance.models import ConfirmedDay
from scheduling.services.hours_lock import require_unlocked

LONGEST = 31
"""Days that are confirmed at once, at most."""


@transaction.atomic
def confirm_days(
    person: Person, *, program: Program, first_day: date, last_day: date, by: User, at: datetime
) -> list[ConfirmedDay]:
    """Confirm days that are over, both included; those that are confirmed already stay as they are."""
    _require(person, program, by=by, at=at)
    _refuse_days(program, first_day, last_day, at=at)
    if not Person.objects.in_programs([program]).filter(pk=person.pk).exists():
        raise refused(
            "{person} does not belong to {program}.",
            code="not_in_the_program",
            person=person,
            program=program,
        )
    _refuse_locked(program, first_day, by=by, at=at)
    # Two taps at one moment would both find nothing there.
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    standing = ConfirmedDay.objects.standing().between(first_day, last_day)
    known = set(standing.filter(person=person, program=program).values_list("day", flat=True))
    days = [first_day + timedelta(days=n) for n in range((last_day - first_day).days + 1)]
    return ConfirmedDay.objects.bulk_create(
        ConfirmedDay(program=program, person=person, day=day, confirmed_by=by, confirmed_at=at)
        for day in days
        if day not in known
    )


def _refuse_days(program: Program, first_day: date, last_day: date, *, at: datetime) -> None:
    if not 0 <= (last_day - first_day).days < LONGEST:
        raise refused(
            "{first_day} to {last_day} is not 1 to {most} days.",
            code="days",
            first_day=first_day,
            last_day=last_day,
            most=LONGEST,
        )
    if last_day >= program.today(at):
        raise refused(
            "{last_day:%a %d %b %Y} is not over yet; a day is confirmed when it is over.",
            code="not_over",
            last_day=last_day,
        )


def take_back(
    person: Person, *, program: Program, day: date, by: User, at: datetime
) -> ConfirmedDay:
    """Say that it is not known after all what was worked on a day; the record stays."""
    _require(person, program, by=by, at=at)
    _refuse_locked(program, day, by=by, at=at)
    rows = ConfirmedDay.objects.standing().filter(person=person, program=program, day=day)
    row = rows.first()
    if row is None or not rows.update(taken_back_by=by, taken_back_at=at):
        raise refused("{day:%a %d %b %Y} is not confirmed.", code="not_confirmed", day=day)
    row.refresh_from_db()
    return row


def _require(person: Person, program: Program, *, by: User, at: datetime) -> None:
    """One's own days, or those of others for those who keep the record."""
    if owns(by, person):
        require(by, "log_own_hours", program, at=at, person=person)
    else:
        require(by, "log_hours", program, at=at)


def _refuse_locked(program: Program, day: date, *, by: User, at: datetime) -> None:
    if not may(by, "log_hours", program, at=at):
        require_unlocked(program, day, at=at)
