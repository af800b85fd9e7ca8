"""Looking for ways to mend a published schedule, in a worker: this is what loads the solver."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from people.models import Absence
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
from scheduling.models import RepairRun, ScheduleVersion
from scheduling.services.repair import Stage, Status, close_repair
from scheduling.services.repair_rows import AnyPart, rotations_after, rows_json
from scheduling.services.tiers import engine_order, tier_order

NOTHING_LOST = {
    Stage.DAYS: said("Nobody loses a duty by this."),
    Stage.ROTATIONS: said("Nobody loses a rotation by this."),
}
SECONDS = 10
"""How long a search may take."""
WAYS = 3


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
        close_repair(run, Status.FAILED, message, at=now())
        raise


def _search(run: RepairRun, *, now: Callable[[], datetime]) -> None:
    at = now()
    source = _source(run)
    part, hole = _question(run, source, at=at)
    if hole is None:
        close_repair(run, Status.NOTHING, NOTHING_LOST[Stage(run.stage)], at=now())
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
        close_repair(run, Status.FAILED, said("No way was found in the time allowed."), at=now())
        return
    close_repair(run, Status.FOUND, _message(found), at=now(), ways=ways, result=result)


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
