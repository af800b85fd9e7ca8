"""How long the check takes: a whole version anew, and one move in a version that stands."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from random import Random
from statistics import median
from typing import TypeVar

from django.utils import timezone

from benchmarks import figures
from benchmarks.rows import Peer, Row
from scheduling.bridge.problems import version_parts
from scheduling.bridge.rules import rules_of
from scheduling.bridge.source import Source
from scheduling.engine.check import Checker, check
from scheduling.engine.problem import Kind, Pair, Problem, Roster
from scheduling.engine.rules import Rule
from scheduling.models import ScheduleVersion

T = TypeVar("T")
Move = tuple[Pair, Pair]
"""What is taken away and what is given in its place."""

MOVES = 50


def check_rows(
    version: ScheduleVersion,
    *,
    cold_seconds: float = figures.CHECK_SECONDS,
    peer: Peer | None = None,
    is_solved: bool = True,
) -> Iterator[Row]:
    """The check of everything the version holds, then moves of single duties in it.

    What was made up, not solved, may break rules.
    """
    source = Source(version)
    program = version.schedule.program
    problem, reading = timed(lambda: version_parts(source).problem())
    rules = rules_of(program, program.today(timezone.now()))
    report, checking = timed(lambda: check(problem, Roster(problem.fixed), rules))
    yield Row("Check: assignments and patterned half-days", len(problem.fixed))
    yield Row("Check of the whole version, cold", checking, "s", cold_seconds, peer)
    yield Row("Reading the version's rows before it", reading, "s")
    yield Row(
        "Check: broken rules that must hold", len(report.violations), "", 0 if is_solved else None
    )
    yield Row("Check: advisories", len(report.advisories))
    yield from _move_rows(problem, rules)


def _move_rows(problem: Problem, rules: Sequence[Rule]) -> Iterator[Row]:
    moves = list(islice(_moves(problem), MOVES))
    if not moves:
        yield Row("Check of one move, warm: median", None, "ms", figures.MOVE_MILLISECONDS)
        return
    checker = Checker(problem, rules, also=[given for _, given in moves])
    checker.report(Roster(problem.fixed))
    again = 1000 * timed(lambda: checker.report(Roster(problem.fixed)))[1]
    yield Row("Check of the whole version, warm", again, "ms", figures.WARM_MILLISECONDS)
    standing = checker.start(Roster(problem.fixed))
    standing.judge(add=[moves[0][1]], remove=[moves[0][0]])
    spent = [
        1000 * timed(lambda m=move: standing.judge(add=[m[1]], remove=[m[0]]))[1] for move in moves
    ]
    yield Row("Check of one move, warm: median", median(spent), "ms", figures.MOVE_MILLISECONDS)
    yield Row("Check of one move, warm: worst", max(spent), "ms")


def _moves(problem: Problem) -> Iterator[Move]:
    """Calls and half-days handed over to somebody else."""
    random = Random(1)  # noqa: S311 -- picks moves, keeps no secret
    movable = {Kind.CALL, Kind.HALF_DAY}
    pairs = sorted(p for p in problem.fixed if problem.duty(p[1]).kind in movable)
    random.shuffle(pairs)
    for person, duty in pairs:
        other = random.choice(problem.people).id
        if (other, duty) not in problem.fixed:
            yield (person, duty), (other, duty)


def timed(work: Callable[[], T]) -> tuple[T, float]:
    began = time.perf_counter()
    result = work()
    return result, time.perf_counter() - began
