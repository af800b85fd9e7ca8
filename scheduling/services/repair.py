"""Asking for ways to mend a published schedule that has lost something."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction

from people.models import Absence, Program, User
from people.permissions import require
from people.spoken import Refused
from people.wording import said
from scheduling.models import Assignment, DemandChange, RepairRun, ScheduleVersion
from scheduling.services.queue import enqueue

log = logging.getLogger(__name__)

Stage, Status = RepairRun.Stage, RepairRun.Status
Subject = Absence | Assignment | DemandChange
ONE_SUBJECT = "Name an absence, an assignment or a changed demand, and one of them only."
NAMES = {Absence: "absence", Assignment: "assignment", DemandChange: "demand_change"}
SILENT_FOR = timedelta(minutes=3)
UNCLAIMED_FOR = timedelta(minutes=15)


class RepairRefused(Refused):
    """A repair that cannot be looked for or used, in words for the person who asked."""


def state_of(row: Absence | RepairRun) -> str:
    """How far it has come, as a sentence goes on."""
    return said(row.get_status_display().lower())


@transaction.atomic
def propose_repairs(
    subject: Subject, *, by: User, at: datetime, stage: str = Stage.DAYS
) -> RepairRun:
    """Ask how to mend the published schedule: after an absence, a duty given up, a grown demand.

    A worker looks for the ways once this is committed; nothing is changed. Of an absence that is
    only asked for, they are what could be done if it is approved. A long absence takes rotations as
    well: that is a question of its own.
    """
    require(by, "edit_schedule", _program_of(subject), at=at)
    return search_repairs(subject, by=by, at=at, stage=stage)


def _program_of(subject: Subject) -> Program:
    if isinstance(subject, Absence | DemandChange):
        return subject.program
    return subject.version.schedule.program


@transaction.atomic
def search_repairs(
    subject: Subject, *, by: User, at: datetime, stage: str = Stage.DAYS
) -> RepairRun:
    """The same, for services that have asked for their own permission."""
    version = _version_of(subject, at=at)
    _refuse_the_past(subject, version.schedule.program, at=at)
    asked = {NAMES[type(subject)]: subject}
    if stage == Stage.ROTATIONS and not isinstance(subject, Absence):
        raise RepairRefused(
            said("Rotations are looked at again after an absence only."), code="stage"
        )
    busy = RepairRun.objects.active().filter(stage=stage, **asked).first()
    if busy is not None:
        return busy
    run = RepairRun.objects.create(
        version=version, stage=stage, requested_by=by, requested_at=at, **asked
    )
    enqueue("scheduling.tasks.repair", run_id=run.pk)
    return run


def _version_of(subject: Subject, *, at: datetime) -> ScheduleVersion:
    """The published version that has lost something."""
    if isinstance(subject, Assignment):
        if subject.kind not in (Assignment.Kind.CALL, Assignment.Kind.HALF_DAY):
            raise RepairRefused(said("Only a call or a half-day can be given up."), code="kind")
        if subject.version.status != ScheduleVersion.Status.PUBLISHED:
            raise RepairRefused(
                said("This duty is not in the published schedule; change the draft instead."),
                code="not-published",
            )
        return subject.version
    if isinstance(subject, DemandChange):
        _refuse_demand(subject)
    elif subject.status not in Absence.STANDING:
        raise RepairRefused(
            said("This absence is {status}; it takes nothing.", status=state_of(subject)),
            code="not-standing",
        )
    day = max(subject.starts_on, subject.program.today(at))
    found = ScheduleVersion.objects.of_program(subject.program).published()
    year = found.filter(
        schedule__academic_year__starts_on__lte=day, schedule__academic_year__ends_on__gte=day
    ).first()
    if year is None:
        raise RepairRefused(said("Nothing is published for these days."), code="not-published")
    return year


def _refuse_demand(change: DemandChange) -> None:
    if change.withdrawn_at is not None:
        raise RepairRefused(
            said("This demand was taken back; there is nothing to mend."), code="past"
        )
    if change.more < 0:
        raise RepairRefused(
            said("Fewer people are needed, and nobody is missing. Take somebody off in the grid."),
            code="fewer",
        )


def _refuse_the_past(subject: Subject, program: Program, *, at: datetime) -> None:
    if subject.ends_on < program.today(at):
        raise RepairRefused(said("These days are over; they cannot be mended."), code="past")


def cancel_repair(run: RepairRun, *, by: User, at: datetime) -> RepairRun:
    """End a search early; what was found by then is kept."""
    require(by, "edit_schedule", run.version.schedule.program, at=at)
    waiting = RepairRun.objects.filter(pk=run.pk, status=Status.QUEUED).update(
        status=Status.CANCELLED, finished_at=at, message=said("Cancelled before it began.")
    )
    searching = RepairRun.objects.filter(pk=run.pk, status=Status.SEARCHING).update(
        cancel_requested_at=at
    )
    run.refresh_from_db()
    if not waiting and not searching:
        raise RepairRefused(
            said("This search is over: {status}.", status=state_of(run)), code="over"
        )
    return run


def close_repair(
    run: RepairRun, status: str, message: str, *, at: datetime, **values: object
) -> bool:
    """End a search, once: what has ended stays as it ended."""
    closed = (
        RepairRun.objects.active()
        .filter(pk=run.pk)
        .update(status=status, message=message, finished_at=at, **values)
    )
    run.refresh_from_db()
    log.info("repair %s of version %s: %s", run.pk, run.version_id, run.status)
    return bool(closed)


def close_dead_repairs(*, at: datetime) -> int:
    """Mark searches as failed whose worker is gone. Returns how many."""
    silent = RepairRun.objects.filter(status=Status.SEARCHING, heartbeat_at__lt=at - SILENT_FOR)
    waiting = RepairRun.objects.filter(status=Status.QUEUED, requested_at__lt=at - UNCLAIMED_FOR)
    why = said("The worker stopped answering. Nothing was changed; ask again.")
    return sum(close_repair(run, Status.FAILED, why, at=at) for run in (*silent, *waiting))
