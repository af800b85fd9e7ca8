"""Swaps among 160 people: how long matches and rings take, the pages, and 200 takers at once."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import time_machine
from django.urls import reverse

from benchmarks import figures
from benchmarks.checks import timed
from benchmarks.pages import NOW, measured_page, signed_in
from benchmarks.rows import Row
from people.models import Person, Slot
from people.services.tokens import issue_token
from scheduling.models import Assignment, CallType, PatternCell, Rotation
from swaps.engine.matching import Matchmaker
from swaps.engine.ranking import Scene
from swaps.models import SwapOffer, Trade
from swaps.services.markets import market_of, rules_at
from swaps.services.matching import Terms, question_of
from swaps.services.offers import offer_duty
from swaps.services.policies import policy_of
from tests.factories.people import EnrolmentFactory, PersonFactory, RoleFactory, UserFactory
from tests.factories.scheduling import RotationFactory
from tests.pages.world import FACULTY_WEEK, ROTATIONS, World, build_world

RESIDENTS, FACULTY = 120, 40
RIVALS = 200
NIGHT = date(2027, 1, 20)
SERVER = ("-m", "uvicorn", "config.asgi:application", "--log-level", "warning", "--port")


def swap_rows() -> Iterator[Row]:
    world = build_world(residents=RESIDENTS, faculty=FACULTY)
    make_tradable(world)
    call = _call(world)
    with time_machine.travel(NOW, tick=True):
        yield from _search_rows(world, call)
        offer = offer_duty(call, by=call.person.user, at=NOW)
        offer.refresh_from_db()
        yield Row("Matches kept with the offer", len(offer.matches))
        yield from _page_rows(world, offer)
    yield from _race_rows(world, offer)


def make_tradable(world: World) -> None:
    """Everybody may take call, and is free after it; weeks follow the patterns they were made by."""
    free = world.activities["PC"]
    Rotation.objects.update(call_eligible=True)
    CallType.objects.update(morning_after=free, afternoon_after=free)
    weeks = [(world.rotations[code], row[3]) for code, row in ROTATIONS.items()]
    week = RotationFactory(
        program=world.program, code="FAC", kind="faculty", pgys=[], faculty_roles=["core"]
    )
    PatternCell.objects.bulk_create(
        PatternCell(rotation=rotation, weekday=day, slot=slot, activity=world.activities[code])
        for rotation, words in [*weeks, (week, FACULTY_WEEK)]
        for day, halves in enumerate(words.split("|"), 1)
        for slot, code in zip(Slot.values, halves.split(), strict=True)
    )


def _call(world: World) -> Assignment:
    rows = Assignment.objects.with_names().select_related(
        "person__user", "version__schedule__program", "version__schedule__academic_year"
    )
    return rows.get(version=world.version, kind="call", starts_on=NIGHT, call_type__code="RC")


def _search_rows(world: World, call: Assignment) -> Iterator[Row]:
    """A search as a worker does it, then its two halves once the year is read."""
    market, reading = timed(lambda: market_of(world.version))
    rules, policy = rules_at(market, at=NOW), policy_of(world.program)
    floor = market.floor
    yield Row("People", RESIDENTS + FACULTY)
    yield Row("Reading the year", reading, "s")
    question = question_of(market.pair_of(call), Terms(), market, policy, at=NOW)
    scene = Scene(floor.problem)
    _ = floor.standing, floor.calls, scene.standings  # once for all offers of a search
    small = replace(question, longest=2)
    for name, asked, limit in (
        ("Gifts and exchanges", small, figures.MATCH_SECONDS),
        ("Rings", replace(question, gifts=False, exchanges=False), figures.RING_SECONDS),
    ):
        worked = time.process_time()
        found, seconds = timed(lambda a=asked: Matchmaker(floor, rules, a, scene).find())
        worked = time.process_time() - worked
        yield Row(f"{name} found, of those judged", f"{len(found.found)} of {found.judged}")
        yield Row(f"{name}: finding them", seconds, "s", limit)
        yield Row(f"{name}: our own processor time", worked, "s")


def _page_rows(world: World, offer: SwapOffer) -> Iterator[Row]:
    giver, other = (world.residents[n].user for n in (0, 1))
    giver = offer.obligation.person.user or giver
    for name, user, address in (
        ("Swaps", other, reverse("swaps:board")),
        ("An offer, for its giver", giver, reverse("swaps:offer", args=[offer.pk])),
        ("An offer, for another", other, reverse("swaps:offer", args=[offer.pk])),
        ("Plan days off", other, reverse("swaps:plan")),
    ):
        yield from measured_page(name, signed_in(user), address)


# Two hundred at once


def _race_rows(world: World, offer: SwapOffer) -> Iterator[Row]:
    """Over HTTP, against a server of its own."""
    SwapOffer.objects.filter(pk=offer.pk).update(cannot={})
    secrets = [_secret(world, number) for number in range(RIVALS)]
    with _server() as base:
        address = f"{base}/api/v1/swap-offers/{offer.pk}/take/"
        began = time.perf_counter()
        with ThreadPoolExecutor(RIVALS) as pool:
            answers = list(pool.map(lambda secret: _take(address, secret), secrets))
        spent = time.perf_counter() - began
    won = [code for code, _ in answers if code == 200]
    told = [said for code, said in answers if code == 400 and said.startswith("Somebody else")]
    yield Row(f"Of {RIVALS} takers at once those who won", len(won), "", 1)
    yield Row("Those who were told that somebody else was first", len(told), "", RIVALS - 1,
              more_is_better=True)  # fmt: skip
    yield Row("Trades of the offer", Trade.objects.filter(offer=offer).count(), "", 1)
    yield Row("All of them answered", spent, "s")


def _secret(world: World, number: int) -> str:
    user = UserFactory()
    person: Person = PersonFactory(user=user)
    RoleFactory(program=world.program, user=user)
    EnrolmentFactory(program=world.program, person=person, academic_year=world.year.year)
    return issue_token(user, name="Taker", scope="write", by=user, at=NOW).secret


def _take(address: str, secret: str) -> tuple[int, str]:
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
    try:
        with urlopen(Request(address, b"{}", headers), timeout=300) as answer:  # noqa: S310
            return answer.status, ""
    except HTTPError as refusal:
        said = refusal.read()
        is_json = refusal.headers.get_content_type() == "application/json"
        return refusal.code, json.loads(said)["detail"] if is_json else ""


@contextmanager
def _server() -> Iterator[str]:
    """The site on a free port, with the rows of this process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, *SERVER, str(port)]
    server = subprocess.Popen(command, env=os.environ | {"ALLOWED_HOSTS": "*"})  # noqa: S603
    try:
        base = f"http://127.0.0.1:{port}"
        _wait_for(f"{base}/livez", server)
        yield base
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if server.poll() is not None:
            raise RuntimeError("The server ended before it began to serve.")
        try:
            with urlopen(address, timeout=5):  # noqa: S310 -- our own server
                return
        except (URLError, ConnectionError):
            time.sleep(0.2)
    raise RuntimeError(f"{address} did not answer.")
