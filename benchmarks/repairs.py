"""Mending a published year: a sick call, a week of absence, and single changes judged as they are made."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from itertools import islice, pairwise
from statistics import median

import time_machine
from django.db import transaction

from benchmarks import figures
from benchmarks.checks import timed
from benchmarks.pages import NOW
from benchmarks.rows import Row
from benchmarks.swaps import make_tradable
from people.models import User
from people.services.absences import record_absence
from scheduling.bridge.problems import version_parts
from scheduling.bridge.rules import rules_of_year
from scheduling.bridge.source import Source
from scheduling.engine.check import Checker, Standing
from scheduling.engine.problem import Kind, Pair, Problem, Roster
from scheduling.models import Assignment, RepairRun, ScheduleVersion
from scheduling.services.cover import call_in_sick
from scheduling.services.repair import propose_repairs
from tests.pages.world import World, build_world

RESIDENTS, FACULTY = 28, 12
MANY_RESIDENTS, MANY_FACULTY = 120, 40
CHANGES = 50
Change = tuple[list[Pair], list[Pair]]
"""What is given, and what is taken away."""


def repair_rows() -> Iterator[Row]:
    """160 people for single changes, whose rows go away again; 40 for repairs."""
    with transaction.atomic():
        many = build_world(residents=MANY_RESIDENTS, faculty=MANY_FACULTY)
        yield from list(change_rows(many.version, at=NOW))
        transaction.set_rollback(True)
    world = build_world(residents=RESIDENTS, faculty=FACULTY)
    make_tradable(world)
    with time_machine.travel(NOW, tick=True):
        yield from _repair("Sick call", lambda: _sick(world), figures.SICK_CALL_SECONDS)
        yield from _repair("A week away", lambda: _away(world), figures.REPAIR_SECONDS)


def _sick(world: World) -> RepairRun:
    """Whoever has call tonight falls ill."""
    day = NOW.astimezone(world.program.zone).date()
    return sick_call(_call_on(world, day), by=world.coordinator, at=NOW)


def sick_call(call: Assignment, *, by: User, at: datetime) -> RepairRun:
    """Whoever has this call falls ill for its day."""
    program, day = call.version.schedule.program, call.starts_on
    _, run = call_in_sick(call.person, program=program, by=by, at=at, starts_on=day, ends_on=day)
    if run is None:
        raise RuntimeError("Nobody loses anything by the sick call.")
    return run


def _away(world: World) -> RepairRun:
    """Somebody who has call next week is away for the week."""
    first = NOW.astimezone(world.program.zone).date() + timedelta(days=14)
    absence = record_absence(
        _call_on(world, first).person,
        program=world.program,
        kind="medical",
        by=world.coordinator,
        at=NOW,
        starts_on=first,
        ends_on=first + timedelta(days=6),
    )
    return propose_repairs(absence, by=world.coordinator, at=NOW)


def _call_on(world: World, day: date) -> Assignment:
    calls = Assignment.objects.filter(
        version=world.version, kind=Kind.CALL, starts_on=day, person__in=world.residents
    )
    return calls.select_related("person").order_by("pk")[0]


def _repair(name: str, ask: Callable[[], RepairRun], limit: float) -> Iterator[Row]:
    """From the call to its ways: here a task is run as soon as it is asked for."""
    worked = time.process_time()
    run, seconds = timed(ask)
    worked = time.process_time() - worked
    run.refresh_from_db()
    yield Row(f"{name}, 40 people: seconds to its ways", seconds, "s", limit)
    yield Row(f"{name}, 40 people: seconds of the processor, all threads", worked, "s")
    yield Row(f"{name}: ways", len(run.ways), "", 1, more_is_better=True, note=run.message)


def change_rows(version: ScheduleVersion, *, at: datetime) -> Iterator[Row]:
    """A move, as of one imported row, and an exchange of two calls, judged in a year that stands."""
    year = version.schedule.academic_year
    problem = version_parts(Source(version)).problem()
    changes = {
        "One move or imported row": list(islice(_moves(problem), CHANGES)),
        "One swap": list(islice(_swaps(problem), CHANGES)),
    }
    also = [pair for asked in changes.values() for added, _ in asked for pair in added]
    rules = rules_of_year(year, year.program.today(at))
    standing = Checker(problem, rules, also=also).start(Roster(problem.fixed))
    for name, asked in changes.items():
        yield from _judged(name, standing, asked)


def _judged(name: str, standing: Standing, asked: Sequence[Change]) -> Iterator[Row]:
    def judge(change: Change) -> None:
        standing.judge(add=change[0], remove=change[1])

    judge(asked[0])
    spent = [1000 * timed(partial(judge, change))[1] for change in asked]
    yield Row(f"{name}, 160 people, warm: median", median(spent), "ms", figures.MOVE_MILLISECONDS)
    yield Row(f"{name}, 160 people, warm: worst", max(spent), "ms")


def _moves(problem: Problem) -> Iterator[Change]:
    """Each call to whoever has the next of the same kind."""
    for (person, duty), (other, _) in _neighbours(problem):
        yield [(other, duty)], [(person, duty)]


def _swaps(problem: Problem) -> Iterator[Change]:
    for (person, duty), (other, theirs) in _neighbours(problem):
        yield [(other, duty), (person, theirs)], [(person, duty), (other, theirs)]


def _neighbours(problem: Problem) -> Iterator[tuple[Pair, Pair]]:
    """Calls of the same kind that follow each other, of different people."""
    calls = [pair for pair in problem.fixed if problem.duty(pair[1]).kind == Kind.CALL]
    calls.sort(key=lambda pair: (problem.duty(pair[1]).code, problem.duty(pair[1]).starts_at, pair))
    for one, next_one in pairwise(calls):
        if one[0] != next_one[0] and problem.duty(one[1]).code == problem.duty(next_one[1]).code:
            yield one, next_one
