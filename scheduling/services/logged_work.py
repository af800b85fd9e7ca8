"""Recording what was worked otherwise than scheduled, and withdrawing what was recorded in error."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from people.models import Person, Program, User
from people.permissions import may, owns, require
from people.services.saving import save_checked
from people.spoken import refused
from scheduling.bridge.narrow import OfOnePerson, person_parts
from scheduling.bridge.work_hours import works_between
from scheduling.engine.academic_year import Span
from scheduling.models import LoggedWork, ScheduleVersion
from scheduling.services.hours_lock import require_unlocked


@transaction.atomic
def log_work(
    person: Person,
    *,
    program: Program,
    kind: str,
    starts_at: datetime,
    ends_at: datetime,
    reason: str = "",
    by: User,
    at: datetime,
) -> LoggedWork:
    """Record work that is over, or that was scheduled and not done.

    Work is recorded even where no rule allows it: it was done.
    """
    _require(person, program, by=by, at=at)
    if not Person.objects.in_programs([program]).filter(pk=person.pk).exists():
        raise refused(
            "{person} does not belong to {program}.",
            code="not_in_the_program",
            person=person,
            program=program,
        )
    if ends_at > at:
        raise refused(
            "This work ends at {moment:%H:%M on %d %b %Y}, which is still to come; work is "
            "logged when it is over.",
            code="not_over",
            moment=ends_at.astimezone(program.zone),
        )
    _refuse_locked(program, starts_at, by=by, at=at)
    if kind == LoggedWork.Kind.NOT_WORKED:
        _require_scheduled(person, program, starts_at, ends_at)
    # Two overlapping rows saved at one moment would wait for each other until one is killed.
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    row = LoggedWork(
        program=program,
        person=person,
        kind=kind,
        starts_at=starts_at,
        ends_at=ends_at,
        reason=reason,
        logged_by=by,
        logged_at=at,
    )
    save_checked(row)
    return row


def _require_scheduled(
    person: Person, program: Program, starts_at: datetime, ends_at: datetime
) -> None:
    """What was not scheduled cannot have been left out."""
    since, until = (moment.astimezone(program.zone) for moment in (starts_at, ends_at))
    versions = ScheduleVersion.objects.published().of_program(program)
    version = versions.filter(
        schedule__academic_year__starts_on__lte=since.date(),
        schedule__academic_year__ends_on__gte=since.date(),
    ).first()
    if version is not None and ends_at > starts_at:
        source = OfOnePerson(version, person.pk, left_out=())
        if works_between(person_parts(source, Span(since.date(), until.date())), since, until):
            return
    raise refused(
        "{person} is not scheduled to work between {since:%H:%M on %d %b %Y} and "
        "{until:%H:%M}, so there is nothing that was not done.",
        code="not_scheduled",
        person=person,
        since=since,
        until=until,
    )


def withdraw_logged_work(row: LoggedWork, *, by: User, at: datetime) -> LoggedWork:
    """Take an entry back; it stays on record and counts no longer."""
    _require(row.person, row.program, by=by, at=at)
    _refuse_locked(row.program, row.starts_at, by=by, at=at)
    done = LoggedWork.objects.standing().filter(pk=row.pk).update(withdrawn_by=by, withdrawn_at=at)
    row.refresh_from_db()
    if not done:
        raise refused("This entry was withdrawn already.", code="already_withdrawn")
    return row


def _refuse_locked(program: Program, starts_at: datetime, *, by: User, at: datetime) -> None:
    """The lock is for those who enter their own; the office keeps the record straight."""
    if not may(by, "log_hours", program, at=at):
        require_unlocked(program, starts_at.astimezone(program.zone).date(), at=at)


def _require(person: Person, program: Program, *, by: User, at: datetime) -> None:
    """One's own work, or that of others for those who keep the record."""
    if owns(by, person):
        require(by, "log_own_hours", program, at=at, person=person)
    else:
        require(by, "log_hours", program, at=at)
