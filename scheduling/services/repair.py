"""Looking for ways to mend a published schedule that has lost something."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from people.models import Absence, Program, User
from people.permissions import require
from people.spoken import Refused
from people.wording import counted, said
from scheduling.bridge.duties import midnight
from scheduling.bridge.narrow import Narrow
from scheduling.bridge.repair import RepairPart
from scheduling.bridge.rotation_repair import RotationRepairPart, barred_calls
from scheduling.bridge.rules import rules_of_year
from scheduling.bridge.source import Source
from scheduling.engine.academic_year import Span
from scheduling.engine.control import Control
from scheduling.engine.hole import Hole
from scheduling.engine.options import Options
from scheduling.engine.repair import repair
from scheduling.engine.repair_words import Teller
from scheduling.engine.ways import Repair, Repairs
from scheduling.models import Assignment, DemandChange, RepairRun, ScheduleVersion
from scheduling.services.queue import enqueue
from scheduling.services.repair_rows import AnyPart, rotations_after, rows_json
from scheduling.services.tiers import engine_order, tier_order

log = logging.getLogger(__name__)

Stage, Status = RepairRun.Stage, RepairRun.Status
Subject = Absence | Assignment | DemandChange
ONE_SUBJECT = "Name an absence, an assignment or a changed demand, and one of them only."
NAMES = {Absence: "absence", Assignment: "assignment", DemandChange: "demand_change"}

NOTHING_LOST = {
    Stage.DAYS: said("Nobody loses a duty by this."),
    Stage.ROTATIONS: said("Nobody loses a rotation by this."),
}
SECONDS = 10
"""How long a search may take."""
WAYS = 3
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
        message = said(
            "The search failed: {error}. The log has the details.", error=type(error).__name__
        )
        _close(run, Status.FAILED, message, at=now())
        raise


def _search(run: RepairRun, *, now: Callable[[], datetime]) -> None:
    at = now()
    source = _source(run)
    part, hole = _question(run, source, at=at)
    if hole is None:
        _close(run, Status.NOTHING, NOTHING_LOST[Stage(run.stage)], at=now())
        return
    rules = rules_of_year(source.version.schedule.academic_year, source.program.today(at))
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
        _close(run, Status.FAILED, said("No way was found in the time allowed."), at=now())
        return
    _close(run, Status.FOUND, _message(found), at=now(), ways=ways, result=result)


def _source(run: RepairRun) -> Source:
    """The version, and an absence that is only asked for as if it were approved."""
    if run.absence is not None and run.absence.status == Absence.Status.REQUESTED:
        return Narrow(run.version, also=[run.absence])
    return Source(run.version)


def _days(run: RepairRun, source: Source, *, at: datetime) -> Span:
    subject = run.subject
    first = max(subject.starts_on, source.first_day, source.program.today(at))
    return Span(first, max(first, min(subject.ends_on, source.last_day)))


def _question(run: RepairRun, source: Source, *, at: datetime) -> tuple[AnyPart, Hole | None]:
    """What may change, and what is to be mended; None when nothing is."""
    program, days = source.program, _days(run, source, at=at)
    today = program.today(at)

    def start_of(day: date) -> datetime:
        return midnight(day, program.zone)

    when = {
        "now": at.astimezone(program.zone),
        "frozen": start_of(today + timedelta(days=program.frozen_days)),
        "notice": start_of(today + timedelta(days=program.notice_days)),
    }
    absent = str(run.absence.person_id) if run.absence else None
    if run.stage == Stage.ROTATIONS and absent is not None:
        rotations = RotationRepairPart(source, days)
        return rotations, rotations.hole(absent, **when)
    part = RepairPart(source, days)
    given_up = frozenset([part.pair_of(run.assignment)] if run.assignment else [])
    wanted = part.wanted_by(run.demand_change) if run.demand_change else frozenset()
    return part, part.hole(given_up, absent, wanted=wanted, **when)


def _beat(run: RepairRun, control: Control, now: Callable[[], datetime], found: Repair) -> None:
    """Say that one more way was found, and stop when somebody has cancelled."""
    RepairRun.objects.filter(pk=run.pk, status=Status.SEARCHING).update(
        heartbeat_at=now(), message=said("Found so far: {manner}.", manner=found.manner.value)
    )
    run.refresh_from_db(fields=["cancel_requested_at"])
    if run.cancel_requested_at is not None:
        control.cancel()


def way_json(
    part: AnyPart, version: ScheduleVersion, hole: Hole, teller: Teller, way: Repair
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
        "open": [*told.open, *_calls_given_up(part, version, way)],
        "worse": list(told.worse),
    }


def _calls_given_up(part: AnyPart, version: ScheduleVersion, way: Repair) -> Iterator[str]:
    """Calls that cannot stay where the rotations change; somebody is to be found for them then."""
    if isinstance(part, RotationRepairPart):
        source = part.source
        after = source.as_if(rotations_after(part, version, way))
        for row in barred_calls(after, {int(person) for person, _ in way.add}):
            code, who = source.call_types[row.call_type_id or 0].code, source.persons[row.person_id]
            yield said(
                "{person} cannot keep {code} on {day:%a %d %b %Y}.",
                person=who.roster_name,
                code=code,
                day=row.starts_on,
            )


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
    if found.cancelled:
        return counted(
            "Cancelled; until then {count} way was found.",
            "Cancelled; until then {count} ways were found.",
            count,
        )
    return counted(
        "In {seconds:.1f} s {count} way was found.",
        "In {seconds:.1f} s {count} ways were found.",
        count,
        seconds=found.seconds,
    )


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
    why = said("The worker stopped answering. Nothing was changed; ask again.")
    return sum(_close(run, Status.FAILED, why, at=at) for run in (*silent, *waiting))
