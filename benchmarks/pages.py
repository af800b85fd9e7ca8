"""How long the server takes for a page, a full year being loaded, how often it asks for rows, and
what it sends."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from statistics import median
from typing import Any

import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks import figures
from benchmarks.checks import check_rows, timed
from benchmarks.rows import Row
from people.models import User
from people.services.tokens import issue_token
from scheduling.models import Assignment
from tests.pages.world import World, build_world

NOW = datetime(2026, 11, 24, 17, tzinfo=UTC)
RESIDENTS, FACULTY, REQUESTS = 24, 12, 20
RESIDENT_PAGES = (
    *("scheduling:leave", "scheduling:preferences", "compliance:hours"),
    *(
        "scheduling:my_numbers",
        "scheduling:my_training",
        "scheduling:rules",
        "scheduling:calendars",
    ),
    *("people:inbox", "people:account", "people:notice_preferences", "people:sessions"),
    *("swaps:board", "swaps:plan", "swaps:favors", "swaps:history"),
)


def page_rows(residents: int = RESIDENTS, faculty: int = FACULTY) -> Iterator[Row]:
    """Every assignment of the year is there: rotations, call, and half-days of all blocks."""
    world = build_world(residents=residents, faculty=faculty)
    yield Row("Assignments of the year", Assignment.objects.filter(version=world.version).count())
    with time_machine.travel(NOW, tick=True):
        for name, user, address in _pages(world):
            yield from measured_page(name, signed_in(user), address)
    yield from check_rows(world.version, peer=figures.PEER_CHECK, is_solved=False)


def _pages(world: World) -> Iterator[tuple[str, User | None, str]]:
    resident, office = User.objects.get(person=world.residents[0]), world.coordinator
    key = world.year.pk
    feed = issue_token(resident, name="Phone", scope="feed", by=resident, at=NOW)
    yield "Block grid", office, reverse("admin:scheduling_academicyear_block", args=[key, 6])
    yield "Year grid", office, reverse("admin:scheduling_academicyear_grid", args=[key])
    for part in ("day", "week", "block", "year"):
        yield f"My schedule, {part}", resident, reverse(f"scheduling:my_{part}")
    yield "Who is on call", resident, reverse("scheduling:on_call")
    for name in RESIDENT_PAGES:
        yield name.replace(":", ", "), resident, reverse(name)
    call = Assignment.objects.filter(
        version=world.version,
        person=resident.person,
        call_type__isnull=False,
        starts_on__gt=NOW.date(),
    )[0]
    for name in ("scheduling:why", "swaps:new_offer"):
        yield name.replace(":", ", "), resident, reverse(name, args=[call.pk])
    yield "Calendar feed", None, reverse("scheduling:feed", args=[feed.secret])


def signed_in(user: User | None) -> Client:
    client = Client(headers={"host": "localhost"})
    if user is not None:
        client.force_login(user)
    return client


def measured_page(name: str, client: Client, address: str) -> Iterator[Row]:
    """The first request is left out: it compiles templates. The queries are those of a later one."""
    _fetch(client, address)
    with CaptureQueriesContext(connection) as queries:
        _fetch(client, address)
        asked = len(queries)  # before the next request empties the log
    spent, worked = zip(*(_request(client, address) for _ in range(REQUESTS)), strict=True)
    yield Row(f"{name}: median", median(spent), "ms", _limit(name))
    yield Row(f"{name}: worst of {REQUESTS}", max(spent), "ms")
    yield Row(f"{name}: median of our own processor time", median(worked), "ms")
    yield Row(f"{name}: queries", asked)
    sent = len(_fetch(client, address, headers={"accept-encoding": "gzip"})) / 1024
    limit = figures.SENT_KILOBYTES if name.startswith("My schedule") else None
    yield Row(f"{name}: sent, compressed", sent, "kB", limit)


def _limit(name: str) -> float:
    """The grids are for a desk; everything else is for a telephone."""
    desk = name.endswith("grid")
    return figures.PAGE_MILLISECONDS if desk else figures.RESIDENT_PAGE_MILLISECONDS


def _request(client: Client, address: str) -> tuple[float, float]:
    """Milliseconds by the clock, and those of this process, which a busy machine does not add to."""
    worked = time.process_time()
    _, spent = timed(lambda: _fetch(client, address))
    return 1000 * spent, 1000 * (time.process_time() - worked)


def _fetch(client: Client, address: str, **options: Any) -> bytes:
    answer = client.get(address, **options)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}.")
    return answer.content
