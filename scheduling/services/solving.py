"""Attends to a solving process from start to end, and writes what comes of it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from people.models import User
from scheduling.bridge.rows import rows_of
from scheduling.engine.check import Checker
from scheduling.engine.clash import explanation_to_json, told
from scheduling.engine.files import roster_to_json
from scheduling.engine.measures import Alternative as Found
from scheduling.engine.measures import Apart, Measures, measure
from scheduling.engine.options import Options
from scheduling.engine.problem import Roster
from scheduling.engine.process import Heard, Several, SolverProcess
from scheduling.engine.result import Status as Outcome
from scheduling.engine.wire import measures_to_json
from scheduling.models import Alternative, Assignment, ChangeSet, SolverRun
from scheduling.models.assignment import AssignmentQuerySet
from scheduling.queries.cells import CONTENT, cell_of
from scheduling.services.change_words import counted
from scheduling.services.check import check_and_store
from scheduling.services.progress import tell_end, tell_progress
from scheduling.services.question import Question, hint_of
from scheduling.services.recording import Delta, recorded, write
from scheduling.services.tiers import engine_order
from scheduling.services.versions import require_draft

log = logging.getLogger(__name__)

Status = SolverRun.Status

RESTS_ON = {
    SolverRun.Scope.YEAR: (Assignment.Kind.CALL, Assignment.Kind.HALF_DAY),
    SolverRun.Scope.CALL: (Assignment.Kind.HALF_DAY,),
    SolverRun.Scope.BLOCK: (),
}
"""What was made for the assignments that a solve replaces, and fits them no longer."""
REPLACES = (
    "What the draft had there is replaced, except for what is locked. Unlocked call and half-days "
    "that a solve made go when their rotations are made anew, and half-days when their call is."
)
"""The same for whoever asks for a solve, at every door."""

KEPT = (Status.SOLVED, Status.PARTIAL)
"""What ends otherwise leaves the draft as it was."""

LISTEN_SECONDS = 0.25
PATIENCE_SECONDS = 1.0
"""How long a process that was told to stop may take to hand over its best roster."""
MEASURING = 5
"""How many times as long it may take where what it hands over is measured first."""
GRACE_SECONDS = 120
"""Building, explaining and the last tier may go beyond the time allowed; not further than this."""


@dataclass(frozen=True)
class Attendance:
    """How the process ended, and what it had said by then."""

    heard: Heard
    cancelled: bool
    overdue: bool = False


class WrongAnswer(RuntimeError):
    """The solver's roster breaks a rule that the check knows: a fault of the program itself."""


def attend(run: SolverRun, question: Question, *, now: Callable[[], datetime]) -> Attendance:
    """Solve in a child process; pass on its progress; stop it when somebody cancels."""
    options = options_of(run)
    process = SolverProcess(
        question.problem, question.rules, options, hint_of(question), several_of(run)
    )
    patience = PATIENCE_SECONDS * (MEASURING if run.is_to_choose else 1)
    tell_progress(run, None)
    began, told_to_stop = time.monotonic(), None
    try:
        while not process.heard.ended:
            before = process.heard.progress, process.heard.note
            heard = process.listen(LISTEN_SECONDS)
            if (heard.progress, heard.note) != before:
                tell_progress(run, heard.progress, heard.note)
            if _beat(run, at=now()) and told_to_stop is None:
                process.stop()
                told_to_stop = time.monotonic()
            if told_to_stop and time.monotonic() - told_to_stop > patience:
                break
            if time.monotonic() - began > run.seconds_allowed + GRACE_SECONDS:
                return Attendance(process.heard, cancelled=False, overdue=True)
    finally:
        if not process.heard.ended:
            process.kill()
    return Attendance(process.heard, cancelled=told_to_stop is not None)


def options_of(run: SolverRun) -> Options:
    order = engine_order(run.tier_order)
    return Options(seconds=run.seconds_allowed, seed=run.seed, order=order)


def several_of(run: SolverRun) -> Several | None:
    """What is asked of several schedules; None where one is asked for."""
    if not run.is_to_choose:
        return None
    return Several(run.schedules, Apart(run.apart_percent / 100, run.slack_percent / 100))


def _beat(run: SolverRun, *, at: datetime) -> bool:
    """Say that this run is alive. Returns whether it should stop."""
    SolverRun.objects.filter(pk=run.pk, status=Status.SOLVING).update(heartbeat_at=at)
    run.refresh_from_db(fields=["status", "cancel_requested_at"])
    return run.cancel_requested_at is not None or run.status != Status.SOLVING


def close_run(run: SolverRun, question: Question, attendance: Attendance, *, at: datetime) -> None:
    """Write the roster to the draft, if there is one to keep, and say how it went."""
    heard = attendance.heard
    if heard.errors:
        log.error("solve %s: the solving process said: %s", run.pk, heard.errors)
    status, message = outcome(run, attendance)
    best = heard.best if status in KEPT and not run.is_to_choose else None
    measures = {}
    if best is not None:
        measures = {"measures": measures_to_json(_true_measures(question, best))}
        message += told_stale(run)
    for one in heard.alternatives:
        _true_measures(question, one.roster)
    with transaction.atomic():
        if not _close(run, heard, status, message, measures, at=at):
            # Somebody has closed it in the meantime; the draft is no longer this run's to write.
            return
        _keep(run, heard.alternatives)
        if best is not None:
            write_roster(run, question, best, by=run.requested_by, at=at)
            if not attendance.cancelled:
                check_and_store(run.version, at=at)
    run.refresh_from_db()
    tell_end(run, heard.progress, heard.result)
    log.info("solve %s of version %s: %s", run.pk, run.version_id, run.status)
    if best is not None and attendance.cancelled:
        # Whoever cancels waits for the end of the solve, not for the check of the whole year.
        check_and_store(run.version, at=at)


def _true_measures(question: Question, roster: Roster) -> Measures:
    """The check, which shares no code with the solver beyond the limits, has the last word."""
    settled = Roster(question.problem.fixed)
    checker = Checker(question.problem, question.rules, roster.pairs)
    known = {(b.row, b.excess) for b in checker.report(settled).violations}
    wrong = [b for b in checker.report(roster).violations if (b.row, b.excess) not in known]
    if wrong:
        raise WrongAnswer(f"The roster breaks {len(wrong)} rules, such as {wrong[0].rule.code}.")
    return measure(checker, roster)


def _keep(run: SolverRun, found: Sequence[Found]) -> None:
    """Schedules to choose from."""
    Alternative.objects.bulk_create(
        Alternative(
            run=run,
            number=number,
            pairs=roster_to_json(one.roster),
            measures=measures_to_json(one.measures),
        )
        for number, one in enumerate(found, start=1)
    )


def told_stale(run: SolverRun) -> str:
    """What else goes when the roster is written."""
    stale = _stale(run).count()
    if not stale:
        return ""
    return (
        f" {stale} calls and half-days were made for what it replaces; they are removed. "
        "Generate them again."
    )


def _close(
    run: SolverRun,
    heard: Heard,
    status: str,
    message: str,
    measures: Mapping[str, Any],
    *,
    at: datetime,
) -> bool:
    return bool(
        SolverRun.objects.filter(pk=run.pk, status=Status.SOLVING).update(
            status=status,
            message=message,
            finished_at=at,
            result=run.result | _result(heard) | measures,
            fingerprint=heard.result.fingerprint if heard.result else "",
        )
    )


def outcome(run: SolverRun, attendance: Attendance) -> tuple[str, str]:
    """The state a run ends in, and the words for it."""
    heard = attendance.heard
    if heard.alternatives:
        return Status.PARTIAL if attendance.cancelled else Status.SOLVED, _to_choose(run, heard)
    if attendance.cancelled:
        if heard.best is None or run.is_to_choose:
            return Status.CANCELLED, "Cancelled before a first roster was found."
        return Status.PARTIAL, "Cancelled. The best roster found so far is in the draft."
    if heard.result is None:
        why = "took far too long" if attendance.overdue else "ended without a result"
        return Status.FAILED, f"The solving process {why}. Nothing was changed."
    if heard.result.status == Outcome.INFEASIBLE:
        return Status.INFEASIBLE, "\n".join(_impossible(heard))
    if heard.best is None:
        seconds = heard.result.seconds
        return Status.FAILED, f"No roster was found in {seconds:.0f} s. Allow more time."
    if heard.result.gap == 0:
        return Status.SOLVED, "Solved. Nothing better is possible."
    return Status.SOLVED, f"Solved, at most {100 * heard.result.gap:.1f} % from the best possible."


def _to_choose(run: SolverRun, heard: Heard) -> str:
    found = len(heard.alternatives)
    words = "1 schedule was found" if found == 1 else f"{found} schedules were found"
    more = ""
    if found < run.schedules:
        why = "no further one is as good and as different" if heard.exhausted else "time was up"
        more = f"; {why}"
    return f"{words}{more}. None is in the draft until one is chosen."


def _impossible(heard: Heard) -> list[str]:
    if heard.explanation is not None and heard.explanation.clashes:
        return list(told(heard.explanation))
    if heard.shortages:
        return heard.shortages
    if heard.clash:
        return [f"These rules cannot all hold: {', '.join(heard.clash)}."]
    return ["No roster can keep all rules; no smaller reason was found in the time allowed."]


def _result(heard: Heard) -> dict[str, Any]:
    """What is kept of the result: everything but the roster, which is in the draft."""
    if heard.result is None:
        return {}
    result, explanation = heard.result, heard.explanation
    return {
        **({"explanation": explanation_to_json(explanation)} if explanation else {}),
        "status": result.status.value,
        "tiers": [
            {
                "tier": tier.tier.name.capitalize(),
                "objective": tier.objective,
                "bound": tier.bound,
                "gap": round(tier.gap, 4),
                "seconds": round(tier.seconds, 2),
                "proven": tier.proven,
            }
            for tier in result.tiers
        ],
        "build_seconds": round(result.build_seconds, 2),
        "seconds": round(result.seconds, 2),
        "seed": result.seed,
        "workers": result.workers,
        "solver": result.solver,
    }


def write_roster(
    run: SolverRun, question: Question, best: Roster, *, by: User | None, at: datetime
) -> None:
    """Put the roster in the place of what the draft had; what is locked, or the same, stays."""
    require_draft(run.version)
    delta = _difference(run, question, best)
    scope = run.get_scope_display()
    days = f"{run.starts_on:%d %b %Y} to {run.ends_on:%d %b %Y}"
    with recorded(
        run.version,
        ChangeSet.Kind.SOLVE,
        by=by,
        at=at,
        sentence=f"{scope} solved, {days}: {counted(delta.rows)}",
    ):
        write(delta)
    run.version.report = None
    run.version.save(update_fields=["report"])


def _difference(run: SolverRun, question: Question, best: Roster) -> Delta:
    """Rows that go and come; those that would come again as they were are left alone."""
    old = Assignment.objects.filter(
        version=run.version,
        kind__in=[kind.value for kind in question.kinds],
        starts_on__range=(run.starts_on, run.ends_on),
    ).decided_with_call(run.scope == SolverRun.Scope.CALL)
    kept = {(r.person_id, r.kind, r.starts_on, r.slot) for r in old.filter(locked=True)}
    rows = rows_of(
        question.parts,
        best,
        run.version,
        (*question.kinds, *question.adds),
        question.days,
    )
    new = {
        _content(row): row
        for row in rows
        if (row.person_id, row.kind, row.starts_on, row.slot) not in kept
    }
    loose = {_content(row): row for row in old.filter(locked=False)}
    gone = [row for content, row in loose.items() if content not in new]
    return Delta(
        gone=(*_stale(run), *gone),
        came=tuple(row for content, row in new.items() if content not in loose),
    )


def _content(row: Assignment) -> tuple[object, ...]:
    return (*cell_of(row), *(getattr(row, name) for name in (*CONTENT, "source")))


def _stale(run: SolverRun) -> AssignmentQuerySet:
    """Unlocked rows, made by a solve, that rest on what this run replaces."""
    return Assignment.objects.replaceable().filter(
        version=run.version,
        kind__in=RESTS_ON[SolverRun.Scope(run.scope)],
        starts_on__range=(run.starts_on, run.ends_on),
    )


def describe(error: Exception) -> str:
    """What may be shown of an error; its details are in the log."""
    return f"{type(error).__name__}. The log has the details."
