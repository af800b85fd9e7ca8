"""How long the server takes for every page of the admin site, with the full year of a large program.

Its rotations are planned, its calls and half-days filled in, it is checked and published, and a draft
is open. The pages are those that a link of the site leads to from its first page, one of each kind.
"""

from __future__ import annotations

import re
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from statistics import median

from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve
from django.utils import timezone

from benchmarks import figures
from benchmarks.checks import timed
from benchmarks.filled import fill
from benchmarks.inventions import benchmark_owner, empty_draft
from benchmarks.memory import processor_seconds
from benchmarks.pages import signed_in
from benchmarks.repairs import sick_call
from benchmarks.rows import Row
from benchmarks.stages import Effort, solve_stage
from config.garbage import settle
from people.models import User, academic_year_of
from scheduling.compliance.services.ledgers import make_ledgers_ready
from scheduling.models import CallType, ScheduleVersion, SolverRun
from scheduling.program_file.sample import make
from scheduling.services.check import check_and_store
from scheduling.services.versions import open_draft
from tests.factories.scheduling import freeze

KIND, REQUESTS = "im80", 5
SECONDS = 60.0
"""For the rotations; little depends on how good they are."""
LINK = re.compile(r'(?:href|data-url|hx-get)="(/admin/[^"#]*)"')
# Addresses that end the session, or are asked for by a script or a browser.
PASSED_OVER = {"admin:logout", "admin:jsi18n", "admin:autocomplete"}


@dataclass(frozen=True)
class Page:
    """One of its kind: the name of its route, and an address."""

    route: str
    address: str


def desk_rows(workers: int, seed: int) -> Iterator[Row]:
    version = ScheduleVersion.objects.published().first() or _published(workers, seed)
    yield Row("Assignments of the year", version.assignments.count())
    owner = User.objects.filter(is_superuser=True).order_by("pk")[0]
    client = signed_in(owner)
    settle()
    for page in _pages(client):
        yield from _measured(page, client)
    yield from _sick_call_rows(version, owner)


def _published(workers: int, seed: int) -> ScheduleVersion:
    """With what a worker makes ready."""
    now = timezone.now()
    owner = benchmark_owner(KIND)
    version = empty_draft(make(KIND, seed, academic_year_of(now.date())), owner=owner)
    stage = solve_stage(version, SolverRun.Scope.YEAR, Effort(SECONDS, workers, seed))
    if stage.status != SolverRun.Status.SOLVED:
        raise RuntimeError(f"The year could not be planned: {stage.message}")
    fill(version)
    check_and_store(version, at=timezone.now())
    freeze(version, at=timezone.now())
    open_draft(version.schedule.academic_year, by=owner, at=timezone.now())
    make_ledgers_ready(at=timezone.now())
    return version


def _pages(client: Client) -> Iterator[Page]:
    """Breadth first, each kind of page once. What is no page, such as a file, is followed no further."""
    seen, waiting = {"admin:index"}, deque([Page("admin:index", "/admin/")])
    while waiting:
        page = waiting.popleft()
        answer = client.get(page.address)
        if answer.status_code != 200 or not _is_page(answer):
            continue
        yield page
        for address in map(unescape, LINK.findall(answer.text)):
            route = _route(address)
            if route and route not in seen:
                seen.add(route)
                waiting.append(Page(route, address))


def _is_page(answer: HttpResponseBase) -> bool:
    return not answer.streaming and answer.headers["content-type"].startswith("text/html")


def _route(address: str) -> str:
    """Empty: it leads nowhere, or is no page to look at."""
    try:
        found = resolve(address.partition("?")[0])
    except Resolver404:
        return ""
    return "" if found.view_name in PASSED_OVER or not found.url_name else found.view_name


def _measured(page: Page, client: Client) -> Iterator[Row]:
    """After the request that found it.

    The limit is for what the page takes of processors, ours and the database's: on a quiet machine the
    clock says little more, and on a busy one nothing.
    """
    with CaptureQueriesContext(connection) as queries:
        client.get(page.address)
        asked = len(queries)
    server, before = _of_the_database(), time.process_time()
    spent = [1000 * timed(lambda: client.get(page.address))[1] for _ in range(REQUESTS)]
    own = 1000 * (time.process_time() - before) / REQUESTS
    theirs = 1000 * (_of_the_database() - server) / REQUESTS
    name, limit = page.route.removeprefix("admin:"), figures.DESK_MILLISECONDS
    yield Row(f"{name}: of the processor", own + theirs, "ms", limit, note=page.address)
    yield Row(f"{name}: of that the database's", theirs, "ms")
    yield Row(f"{name}: median by the clock", median(spent), "ms")
    yield Row(f"{name}: queries", asked)


def _sick_call_rows(version: ScheduleVersion, owner: User) -> Iterator[Row]:
    """From the sick call of whoever of the residents has call tonight to the ways to cover it.

    Here a task is run as soon as it is asked for. The seconds are of all threads that search.
    """
    now, program = timezone.now(), version.schedule.program
    tonight = version.assignments.calls().filter(
        starts_on=program.today(now), call_type__staff=CallType.Staff.RESIDENT
    )
    call = tonight.select_related("person").order_by("pk")[0]
    before = time.process_time()
    run, seconds = timed(lambda: sick_call(call, by=owner, at=now))
    worked, limit = time.process_time() - before, figures.SICK_CALL_SECONDS
    run.refresh_from_db()
    yield Row("Sick call, ways to cover it: of the processor", worked, "s", limit)
    yield Row("Sick call, ways to cover it: by the clock", seconds, "s")
    yield Row("Sick call: ways", len(run.ways), "", 1, more_is_better=True, note=run.message)


def _of_the_database() -> float:
    """Seconds of the processor that the server of this connection has taken; the kernel counts in
    hundredths. Its servers run on this machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    seconds = processor_seconds(pid)
    if seconds is None:
        raise RuntimeError("The kernel does not tell what the database takes of a processor.")
    return seconds
