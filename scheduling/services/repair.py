"""Looking for ways to mend a published schedule that has lost something."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from people.models import Absence, Program, User
from people.permissions import require
from scheduling.bridge.duties import midnight
from scheduling.bridge.repair import RepairPart
from scheduling.bridge.rules import rules_of
from scheduling.bridge.source import Source
from scheduling.engine.academic_year import Span
from scheduling.engine.control import Control
from scheduling.engine.hole import Hole
from scheduling.engine.options import Options
from scheduling.engine.repair import Repair, Repairs, repair
from scheduling.engine.repair_words import Teller
from scheduling.models import Assignment, RepairRun, ScheduleVersion
from scheduling.services.repair_rows import rows_json
from scheduling.services.tiers import engine_order, tier_order

log = logging.getLogger(__name__)

Status = RepairRun.Status

SECONDS = 10
"""How long a search may take."""
WAYS = 3
SILENT_FOR = timedelta(minutes=3)
UNCLAIMED_FOR = timedelta(minutes=15)


class RepairRefused(ValidationError):
    """A repair that cannot be looked for or used, in words for the person who asked."""


@transaction.atomic
def propose_repairs(subject: Absence | Assignment, *, by: User, at: datetime) -> RepairRun:
    """Ask how to mend what an absence takes from the published schedule, or one duty given up.

    A worker looks for the ways once this is committed; nothing is changed.
    """
    version = _version_of(subject, at=at)
    require(by, "edit_schedule", version.schedule.program, at=at)
    _refuse_the_past(subject, version.schedule.program, at=at)
    asked = {"absence" if isinstance(subject, Absence) else "assignment": subject}
    busy = RepairRun.objects.active().filter(**asked).first()
    if busy is not None:
        return busy
    run = RepairRun.objects.create(version=version, requested_by=by, requested_at=at, **asked)
    transaction.on_commit(partial(_enqueue, run.pk))
    return run


def _version_of(subject: Absence | Assignment, *, at: datetime) -> ScheduleVersion:
    """The published version that has lost something."""
    if isinstance(subject, Assignment):
        if subject.kind not in (Assignment.Kind.CALL, Assignment.Kind.HALF_DAY):
            raise RepairRefused("Only a call or a half-day can be given up.", code="kind")
        if subject.version.status != ScheduleVersion.Status.PUBLISHED:
            raise RepairRefused(
                "This duty is not in the published schedule; change the draft instead.",
                code="not-published",
            )
        return subject.version
    if subject.status != Absence.Status.APPROVED:
        raise RepairRefused(
            f"This absence is {subject.get_status_display()}. Approve it first.",
            code="not-approved",
        )
    day = max(subject.starts_on, subject.program.today(at))
    found = ScheduleVersion.objects.of_program(subject.program).published()
    year = found.filter(
        schedule__academic_year__starts_on__lte=day, schedule__academic_year__ends_on__gte=day
    ).first()
    if year is None:
        raise RepairRefused("Nothing is published for these days.", code="not-published")
    return year


def _refuse_the_past(subject: Absence | Assignment, program: Program, *, at: datetime) -> None:
    if subject.ends_on < program.today(at):
        raise RepairRefused("These days are over; they cannot be mended.", code="past")


def _enqueue(run_id: int) -> None:
    from scheduling import tasks  # noqa: PLC0415 -- tasks are a door and call this module

    tasks.repair.delay(run_id=run_id)


def cancel_repair(run: RepairRun, *, by: User, at: datetime) -> RepairRun:
    """End a search early; what was found by then is kept."""
    require(by, "edit_schedule", run.version.schedule.program, at=at)
    waiting = RepairRun.objects.filter(pk=run.pk, status=Status.QUEUED).update(
        status=Status.CANCELLED, finished_at=at, message="Cancelled before it began."
    )
    searching = RepairRun.objects.filter(pk=run.pk, status=Status.SEARCHING).update(
        cancel_requested_at=at
    )
    run.refresh_from_db()
    if not waiting and not searching:
        raise RepairRefused(
            f"This search is over: {run.get_status_display().lower()}.", code="over"
        )
    return run


# In the worker


def run_repair(run: RepairRun, *, now: Callable[[], datetime] = timezone.now) -> None:
    """Look for the ways. Called in a worker; safe to call twice, the second does nothing."""
    claimed = RepairRun.objects.filter(pk=run.pk, status=Status.QUEUED).update(
        status=Status.SEARCHING, started_at=now(), heartbeat_at=now()
    )
    if not claimed:
        return
    run.refresh_from_db()
    try:
        _search(run, now=now)
    except Exception as error:
        message = f"The search failed: {type(error).__name__}. The log has the details."
        _close(run, Status.FAILED, message, at=now())
        raise


def _search(run: RepairRun, *, now: Callable[[], datetime]) -> None:
    at = now()
    source = Source(run.version)
    part = RepairPart(source, _days(run, source, at=at))
    hole = _hole(run, part, at=at)
    if hole is None:
        _close(run, Status.NOTHING, "Nobody loses a duty by this.", at=now())
        return
    rules = rules_of(source.program, source.program.today(at))
    control = Control()
    found = repair(
        hole,
        rules,
        Options(seconds=SECONDS, order=engine_order(tier_order(source.program))),
        ways=WAYS,
        control=control,
        tell=partial(_beat, run, control, now),
    )
    teller = Teller(hole, rules, found.ways)
    ways = [way_json(part, run.version, hole, teller, way) for way in found.ways]
    result = _result(found, teller)
    if not ways:
        _close(run, Status.FAILED, "No way was found in the time allowed.", at=now())
        return
    _close(run, Status.FOUND, _message(found), at=now(), ways=ways, result=result)


def _days(run: RepairRun, source: Source, *, at: datetime) -> Span:
    subject = run.absence or run.assignment
    if subject is None:
        raise ValueError("A repair is of an absence or of an assignment.")
    first = max(subject.starts_on, source.first_day, source.program.today(at))
    return Span(first, max(first, min(subject.ends_on, source.last_day)))


def _hole(run: RepairRun, part: RepairPart, *, at: datetime) -> Hole | None:
    program = run.version.schedule.program
    given_up = frozenset([part.pair_of(run.assignment)] if run.assignment else [])
    today = program.today(at)

    def start_of(day: date) -> datetime:
        return midnight(day, program.zone)

    return part.hole(
        given_up,
        str(run.absence.person_id) if run.absence else None,
        now=at.astimezone(program.zone),
        frozen=start_of(today + timedelta(days=program.frozen_days)),
        notice=start_of(today + timedelta(days=program.notice_days)),
    )


def _beat(run: RepairRun, control: Control, now: Callable[[], datetime], found: Repair) -> None:
    """Say that one more way was found, and stop when somebody has cancelled."""
    RepairRun.objects.filter(pk=run.pk, status=Status.SEARCHING).update(
        heartbeat_at=now(), message=f"Found so far: {found.manner.value}."
    )
    run.refresh_from_db(fields=["cancel_requested_at"])
    if run.cancel_requested_at is not None:
        control.cancel()


def way_json(
    part: RepairPart, version: ScheduleVersion, hole: Hole, teller: Teller, way: Repair
) -> dict[str, Any]:
    """One way as it is stored: the rows that come and go, and the words for it."""
    told = teller.tell(way)
    gone = {(person, part.parts.duties[duty].cell) for person, duty in way.remove}
    follows = {p for p in part.follows if (p[0], part.parts.duties[p[1]].cell) in gone}
    return {
        "manner": way.manner.value,
        "add": rows_json(part, way.add | follows, version),
        "remove": rows_json(part, way.remove, version),
        "touched": [int(person) for person in way.touched],
        "late": way.late,
        "changes_count": way.changes,
        "shortage": way.shortage,
        "proven": way.proven,
        "changes": list(told.changes),
        "effects": list(told.effects),
        "open": list(told.open),
        "worse": list(told.worse),
    }


def _result(found: Repairs, teller: Teller) -> dict[str, Any]:
    return {
        "reach_days": None if found.reach is None else found.reach.days,
        "least_shortage": found.least_shortage,
        "least_touched": found.least_touched,
        "proven": found.proven,
        "seconds": round(found.seconds, 2),
        "cannot": [
            {"person": int(reason.person), "name": reason.name, "message": reason.message}
            for reason in teller.who_cannot()
        ],
    }


def _message(found: Repairs) -> str:
    count = len(found.ways)
    ways = "1 way" if count == 1 else f"{count} ways"
    start = "Cancelled; until then" if found.cancelled else "In"
    seconds = "" if found.cancelled else f" {found.seconds:.1f} s"
    return f"{start}{seconds} {ways} {'was' if count == 1 else 'were'} found."


def _close(run: RepairRun, status: str, message: str, *, at: datetime, **values: object) -> bool:
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
    why = "The worker stopped answering. Nothing was changed; ask again."
    return sum(_close(run, Status.FAILED, why, at=at) for run in (*silent, *waiting))
