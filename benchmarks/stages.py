"""One stage of a plan, solved as a worker would: the same question, process and writing down."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.utils import timezone

from benchmarks.memory import peak_megabytes, processor_seconds
from scheduling.engine.options import Options
from scheduling.engine.process import Heard, SolverProcess
from scheduling.models import Block, ScheduleVersion, SolverRun
from scheduling.services.question import Question, days_of, hint_of, question_of
from scheduling.services.solving import (
    GRACE_SECONDS,
    Attendance,
    WrongAnswer,
    close_run,
)

LISTEN_SECONDS = 0.1
PATIENCE = 20.0
"""Seconds on the clock for each of the processor, on the busiest machine that is waited for."""


@dataclass(frozen=True)
class Effort:
    """What a solve may use: seconds on the clock, or of the processor where these are given."""

    seconds: float
    workers: int
    seed: int
    cpu_seconds: float | None = None

    @property
    def most_seconds(self) -> float:
        """When a solve is given up. However busy a machine is, processor seconds come by some time."""
        return self.seconds if self.cpu_seconds is None else PATIENCE * self.cpu_seconds


@dataclass(frozen=True)
class Stage:
    """How a stage went. Seconds count from the start of the process to its last word."""

    scope: str
    question: Question
    heard: Heard
    status: str
    message: str
    first_seconds: float | None
    seconds: float
    peak_megabytes: float | None
    cpu_seconds: float | None = None  # of the solving process
    effort: Effort | None = None


def solve_stage(
    version: ScheduleVersion, scope: str, effort: Effort, *, block: Block | None = None
) -> Stage:
    """Solve, and write what comes of it to the draft."""
    run = started_run(version, scope, effort, block)
    question = question_of(run, at=timezone.now())
    watched = _watch(question, effort)
    attendance = Attendance(watched.heard, cancelled=False, overdue=watched.overdue)
    try:
        close_run(run, question, attendance, at=timezone.now())
        status, message = run.status, run.message
    except WrongAnswer as fault:
        status, message = "wrong answer", str(fault)
    return Stage(
        scope,
        question,
        watched.heard,
        status,
        message,
        watched.first_seconds,
        watched.seconds,
        watched.peak_megabytes,
        watched.cpu_seconds,
        effort,
    )


def started_run(
    version: ScheduleVersion, scope: str, effort: Effort, block: Block | None
) -> SolverRun:
    """The record that a worker would have taken up by now."""
    days, now = days_of(version.schedule.academic_year, block), timezone.now()
    return SolverRun.objects.create(
        version=version,
        scope=scope,
        block=block,
        starts_on=days.starts_on,
        ends_on=days.ends_on,
        status=SolverRun.Status.SOLVING,
        seconds_allowed=round(effort.seconds),
        seed=effort.seed,
        requested_at=now,
        started_at=now,
        heartbeat_at=now,
    )


@dataclass
class _Watched:
    heard: Heard
    first_seconds: float | None = None
    seconds: float = 0.0
    peak_megabytes: float | None = None
    cpu_seconds: float | None = None
    overdue: bool = False


def _watch(question: Question, effort: Effort) -> _Watched:
    options = Options(effort.seconds, effort.workers, effort.seed, cpu_seconds=effort.cpu_seconds)
    began = time.monotonic()
    process = SolverProcess(question.problem, question.rules, options, hint_of(question))
    seen = _Watched(process.heard)
    try:
        while not process.heard.ended:
            process.listen(LISTEN_SECONDS)
            seen.seconds = time.monotonic() - began
            seen.peak_megabytes = peak_megabytes(process.pid) or seen.peak_megabytes
            seen.cpu_seconds = processor_seconds(process.pid) or seen.cpu_seconds
            if seen.first_seconds is None and process.heard.best is not None:
                seen.first_seconds = seen.seconds
            if seen.seconds > effort.most_seconds + GRACE_SECONDS:
                seen.overdue = True
                break
    finally:
        if not process.heard.ended:
            process.kill()
    return seen
