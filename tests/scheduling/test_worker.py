"""Solves in a real worker: taken up, told of, ended early, and lost with the worker."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psutil
import pytest
import time_machine
from asgiref.sync import async_to_sync
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import AsyncClient
from django.urls import reverse
from django.utils import timezone

from config.celery import app
from people.models import User
from scheduling.models import AcademicYear, Assignment, ScheduleVersion, SolverRun
from scheduling.program_file.sample.make import make
from scheduling.services.load_program import load_program
from scheduling.services.progress import channel, client, latest_progress
from scheduling.services.solve import SILENT_FOR, cancel_solve, repeat_solve, request_solve
from scheduling.tasks import close_dead_solves
from tests.conftest import started_worker, wait_until
from tests.factories.people import UserFactory
from tests.factories.scheduling import (
    RotationAssignmentFactory,
    ScheduleFactory,
    ScheduleVersionFactory,
    freeze,
)

pytestmark = [pytest.mark.worker, pytest.mark.slow]

Scope, Status = SolverRun.Scope, SolverRun.Status
Worker = subprocess.Popen[bytes]


@pytest.fixture
def owner(transactional_db: None) -> User:
    return UserFactory(is_superuser=True, is_staff=True)


def year_of(kind: str, owner: User) -> AcademicYear:
    load_program(make(kind, 1, 2026), by=owner, at=timezone.now())
    return AcademicYear.objects.get()


@pytest.fixture
def quick(owner: User) -> AcademicYear:
    """Solved in a moment."""
    return year_of("tiny", owner)


@pytest.fixture
def long(owner: User) -> AcademicYear:
    """A roster is there after seconds, and the search for better ones goes on."""
    return year_of("fm24", owner)


@pytest.fixture
def published(long: AcademicYear) -> ScheduleVersion:
    """A resident in the first block, published."""
    version = ScheduleVersionFactory(schedule=ScheduleFactory(academic_year=long))
    block = long.blocks.get(number=1)
    RotationAssignmentFactory(
        version=version,
        person=long.program.enrolments.filter(pgy=1).first().person,
        rotation=long.program.rotations.get(code="FMC"),
        starts_on=block.starts_on,
        ends_on=block.ends_on,
    )
    return freeze(version)


def rows(version: ScheduleVersion) -> list[dict[str, Any]]:
    return list(Assignment.objects.filter(version=version).order_by("pk").values())


def has_roster(run: SolverRun) -> bool:
    return any(tier["best"] is not None for tier in latest_progress(run).get("tiers", ()))


def is_in(run: SolverRun, *states: str) -> bool:
    run.refresh_from_db()
    return run.status in states


@contextmanager
def news_of_solves() -> Iterator[list[dict[str, Any]]]:
    """What is told of solves while this lasts, in order."""
    heard: list[dict[str, Any]] = []
    with client().pubsub(ignore_subscribe_messages=True) as listener:
        listener.psubscribe(**{channel("*"): lambda m: heard.append(json.loads(m["data"]))})
        thread = listener.run_in_thread(sleep_time=0.05)
        try:
            yield heard
        finally:
            thread.stop()
            thread.join()


def news_of(run: SolverRun, heard: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without what is told of the solves of tests that run beside this one."""
    return [told for told in heard if told["run"] == run.pk]


@async_to_sync
async def watched(run: SolverRun, by: User) -> str:
    """The stream of events that a page listens to, to its end."""
    browser = AsyncClient()
    await browser.aforce_login(by)
    response = await browser.get(reverse("scheduling:solve_progress", args=(run.pk,)))
    return "".join([piece.decode() async for piece in response.streaming_content])


def descendants(worker: Worker) -> list[psutil.Process]:
    return psutil.Process(worker.pid).children(recursive=True)


def is_gone(process: psutil.Process) -> bool:
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def cancelled(run: SolverRun, by: User) -> float:
    """End the run early. Returns the seconds until it is closed."""
    told = time.monotonic()
    cancel_solve(run, by=by, at=timezone.now())
    wait_until(lambda: not is_in(run, Status.SOLVING), what="the solve has ended")
    return time.monotonic() - told


def test_every_queue_is_served_and_every_task_known(real_queue: Worker):
    inspect = app.control.inspect(timeout=10, limit=1)
    # It beats before it listens.
    wait_until(lambda: inspect.ping() is not None, what="the worker listens")
    [queues], [known] = inspect.active_queues().values(), inspect.registered().values()

    assert {queue["name"] for queue in queues} == set(settings.QUEUES)
    assert app.amqp.router.route({}, "scheduling.tasks.solve")["queue"].name == "solver"
    timed = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {"scheduling.tasks.solve", "scheduling.tasks.close_dead_solves"} | timed <= set(known)


def test_run_is_taken_up_told_of_and_ends(real_queue: Worker, quick: AcademicYear, owner: User):
    with news_of_solves() as heard:
        run = request_solve(quick, Scope.YEAR, by=owner, at=timezone.now())
        assert run.status == Status.QUEUED
        page = watched(run, owner)

    run.refresh_from_db()
    assert run.status == Status.SOLVED
    assert run.version.assignments.rotations().exists()
    news = news_of(run, heard)
    assert (news[0]["status"], news[-1]["status"]) == (Status.SOLVING, Status.SOLVED)
    last = latest_progress(run)
    assert last == news[-1]
    assert last["tiers"][-1]["best"] >= last["tiers"][-1]["bound"]
    *pieces, over, rest = page.split("\n\n")
    assert (over, rest) == ("event: over\ndata: ", "")
    assert all(piece.startswith("event: progress\n") for piece in pieces)
    assert run.message in pieces[-1]


def test_run_at_work_bars_a_second_and_gives_its_best_when_it_is_cancelled(
    real_queue: Worker, long: AcademicYear, owner: User
):
    run = request_solve(long, Scope.YEAR, by=owner, at=timezone.now())
    wait_until(lambda: has_roster(run), what="there is a first roster")

    with pytest.raises(ValidationError) as refusal:
        request_solve(long, Scope.YEAR, by=owner, at=timezone.now())
    seconds = cancelled(run, owner)

    assert refusal.value.messages == [
        "Rotations of the year from 01 Jul 2026 to 30 Jun 2027 is being solved already. Wait for "
        "it, or cancel it."
    ]
    assert (run.status, run.message) == (
        Status.PARTIAL,
        "Cancelled. The best roster found so far is in the draft.",
    )
    assert seconds < 2
    placed = run.version.assignments.rotations().values("person").distinct().count()
    assert placed == long.program.enrolments.filter(position="resident").count()


def test_run_of_a_killed_worker_fails_and_can_be_repeated(
    real_queue: Worker, long: AcademicYear, published: ScheduleVersion, owner: User
):
    before = rows(published)
    run = request_solve(long, Scope.YEAR, by=owner, at=timezone.now())
    wait_until(lambda: has_roster(run), what="there is a first roster")
    family = descendants(real_queue)
    assert any("scheduling.engine" in " ".join(process.cmdline()) for process in family)

    os.kill(real_queue.pid, signal.SIGKILL)
    wait_until(lambda: all(map(is_gone, family)), what="its children are gone", seconds=5)
    drafted = rows(run.version)

    assert (close_dead_solves(), is_in(run, Status.SOLVING)) == (0, True)
    with time_machine.travel(timezone.now() + SILENT_FOR):
        assert close_dead_solves() == 1
    run.refresh_from_db()
    assert (run.status, run.message) == (
        Status.FAILED,
        "The worker stopped answering. Nothing was changed; generate again.",
    )
    published.refresh_from_db()
    assert (published.status, rows(published)) == (ScheduleVersion.Status.PUBLISHED, before)
    assert rows(run.version) == drafted

    with started_worker():
        again = repeat_solve(run, by=owner, at=timezone.now())
        wait_until(lambda: has_roster(again), what="there is a roster again")
        cancelled(again, owner)
    assert again.status == Status.PARTIAL
    assert rows(published) == before
