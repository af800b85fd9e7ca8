"""Asking for a solve, running it in a worker, ending it early, and noticing when a worker died."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from people.models import User
from people.permissions import require
from scheduling.models import AcademicYear, Block, SolverRun
from scheduling.models.run import RunQuerySet
from scheduling.services.preflight import preflight_of, record_of
from scheduling.services.question import Question, days_of, question_of
from scheduling.services.queue import enqueue
from scheduling.services.solving import Attendance, attend, close_run, describe
from scheduling.services.tiers import tier_order
from scheduling.services.versions import open_draft

Scope, Status = SolverRun.Scope, SolverRun.Status

SECONDS = {Scope.YEAR: 90, Scope.CALL: 120, Scope.BLOCK: 60}
"""How long each kind of solve is allowed by default; one that is proven best ends before."""
USUAL_SECONDS = ", ".join(f"{SECONDS[scope]} for {scope.label.lower()}" for scope in Scope)
MOST_SECONDS = 3600
MOST_SEED = 2**31 - 1
"""The solver's own limit."""

MOST_SCHEDULES = 4
"""As many as can be looked at side by side."""
APART_PERCENT, SLACK_PERCENT, MOST_SLACK = 10, 5, 100
SEVERAL = (
    f"1 to {MOST_SCHEDULES}. Several share the time, and none is in the draft until one is chosen."
)
"""The same for whoever asks, at every door."""

SILENT_FOR = timedelta(seconds=30)
"""A worker tells every second or two that it is alive; this long without means it is not."""
UNCLAIMED_FOR = timedelta(minutes=15)
"""A run may wait longer behind others; this long without any of them being solved is too long."""


class SolveRefused(ValidationError):
    """A solve that cannot be started, in words for the person who asked."""


@transaction.atomic
def request_solve(
    academic_year: AcademicYear,
    scope: str,
    *,
    by: User,
    at: datetime,
    block: Block | None = None,
    seconds: int | None = None,
    seed: int = 1,
    schedules: int = 1,
    apart_percent: int = APART_PERCENT,
    slack_percent: int = SLACK_PERCENT,
) -> SolverRun:
    """Queue a solve of the year's draft; a worker takes it up once this is committed.

    Of several `schedules` each has at least so much done by others than in those before it, and
    costs at most so much more than the first, goal by goal; one is chosen afterwards.
    """
    require(by, "generate_schedule", academic_year.program, at=at)
    allowed = SECONDS[Scope(scope)] if seconds is None else seconds
    if not 1 <= allowed <= MOST_SECONDS:
        raise SolveRefused(
            f"{allowed} seconds were asked for; a solve may take 1 to {MOST_SECONDS}.",
            code="seconds",
        )
    if not 0 <= seed <= MOST_SEED:
        raise SolveRefused(f"The seed is {seed}; it may be 0 to {MOST_SEED}.", code="seed")
    _refuse_choice(schedules, apart_percent, slack_percent)
    if (scope == Scope.BLOCK) != (block is not None):
        raise SolveRefused("Name a block to solve its half-days, and only then.", code="block")
    if block is not None and block.academic_year_id != academic_year.pk:
        raise SolveRefused(f"{block} is not a block of {academic_year}.", code="block")
    draft = open_draft(academic_year, by=by, at=at)
    if scope != Scope.YEAR and not draft.assignments.rotations().exists():
        raise SolveRefused(
            "There are no rotations yet. Generate the rotations of the year first.",
            code="no-rotations",
        )
    days = days_of(academic_year, block)
    run = SolverRun(
        version=draft,
        scope=scope,
        block=block,
        starts_on=days.starts_on,
        ends_on=days.ends_on,
        seconds_allowed=allowed,
        seed=seed,
        schedules=schedules,
        apart_percent=apart_percent,
        slack_percent=slack_percent,
        tier_order=list(tier_order(academic_year.program)),
        requested_by=by,
        requested_at=at,
    )
    refuse_a_second(run)
    run.save()
    enqueue("scheduling.tasks.solve", run_id=run.pk)
    return run


def _refuse_choice(schedules: int, apart_percent: int, slack_percent: int) -> None:
    for number, least, most, words, code in (
        (schedules, 1, MOST_SCHEDULES, "schedules were asked for", "schedules"),
        (apart_percent, 1, 100, "percent apart was asked for", "apart"),
        (slack_percent, 0, MOST_SLACK, "percent dearer was allowed", "slack"),
    ):
        if not least <= number <= most:
            raise SolveRefused(f"{number} {words}; it may be {least} to {most}.", code=code)


def refuse_a_second(run: SolverRun) -> None:
    """Two solves of the same days would overwrite each other's premises.

    The draft is locked by `open_draft`, so nobody can slip in between this look and the save; the
    database refuses what still gets through.
    """
    busy = (
        SolverRun.objects.active()
        .exclude(pk=run.pk)
        .filter(version=run.version, starts_on__lte=run.ends_on, ends_on__gte=run.starts_on)
        .first()
    )
    if busy is not None:
        raise SolveRefused(
            f"{busy.get_scope_display()} from {busy.starts_on:%d %b %Y} to "
            f"{busy.ends_on:%d %b %Y} is being solved already. Wait for it, or cancel it.",
            code="already-solving",
        )


def run_solve(run: SolverRun, *, now: Callable[[], datetime] = timezone.now) -> None:
    """Do what was asked for. Called in a worker; safe to call twice, the second does nothing."""
    claimed = SolverRun.objects.filter(pk=run.pk, status=Status.QUEUED).update(
        status=Status.SOLVING, started_at=now(), heartbeat_at=now()
    )
    if not claimed:
        return
    run.refresh_from_db()
    try:
        question: Question = question_of(run, at=now())
        _keep_preflight(run, question)
        attendance: Attendance = attend(run, question, now=now)
        close_run(run, question, attendance, at=now())
    except Exception as error:
        _fail(run, f"The solve failed: {describe(error)}", at=now())
        raise


def _keep_preflight(run: SolverRun, question: Question) -> None:
    """What could be said before the solve, in its record."""
    run.result = {"preflight": record_of(preflight_of(question))}
    run.save(update_fields=["result"])


def _fail(run: SolverRun, message: str, *, at: datetime) -> bool:
    """Close a run that ended badly, unless somebody else has closed it."""
    return bool(
        SolverRun.objects.active()
        .filter(pk=run.pk)
        .update(status=Status.FAILED, message=message, finished_at=at)
    )


def cancel_solve(run: SolverRun, *, by: User, at: datetime) -> SolverRun:
    """End a solve early. One that has begun keeps its best roster, marked as partial."""
    require(by, "generate_schedule", run.version.schedule.program, at=at)
    waiting = SolverRun.objects.filter(pk=run.pk, status=Status.QUEUED).update(
        status=Status.CANCELLED, finished_at=at, message="Cancelled before it began."
    )
    solving = SolverRun.objects.filter(pk=run.pk, status=Status.SOLVING).update(
        cancel_requested_at=at
    )
    run.refresh_from_db()
    if not waiting and not solving:
        raise SolveRefused(
            f"This solve is over: {run.get_status_display().lower()}.", code="solve-is-over"
        )
    return run


def repeat_solve(run: SolverRun, *, by: User, at: datetime) -> SolverRun:
    """Ask for the same again, as after a failure."""
    return request_solve(
        run.version.schedule.academic_year,
        run.scope,
        by=by,
        at=at,
        block=run.block,
        seconds=run.seconds_allowed,
        seed=run.seed,
        schedules=run.schedules,
        apart_percent=run.apart_percent,
        slack_percent=run.slack_percent,
    )


def close_dead_runs(*, at: datetime) -> int:
    """Mark solves as failed whose worker is gone. Returns how many."""
    silent = SolverRun.objects.filter(status=Status.SOLVING, heartbeat_at__lt=at - SILENT_FOR)
    unclaimed = _unclaimed(at)
    closed = 0
    for runs, why in (
        (silent, "The worker stopped answering. Nothing was changed; generate again."),
        (unclaimed, "No worker took this up in 15 minutes. Is one running?"),
    ):
        closed += sum(_fail(run, why, at=at) for run in runs)
    return closed


def _unclaimed(at: datetime) -> RunQuerySet:
    """Runs that nobody took up, unless workers are busy: many programs wait for each other."""
    since = at - UNCLAIMED_FOR
    if SolverRun.objects.filter(heartbeat_at__gte=since).exists():
        return SolverRun.objects.none()
    return SolverRun.objects.filter(status=Status.QUEUED, requested_at__lt=since)
