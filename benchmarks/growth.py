"""How build, check, a move and memory grow with the people of a year. Nothing is solved.

Time is that of the processor, so that a busy machine tells the same.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from random import Random
from statistics import median
from time import process_time
from typing import Any

from benchmarks.memory import peak_megabytes
from benchmarks.plot import Panel, svg
from scheduling.engine.check import Checker, check
from scheduling.engine.problem import Duty, Pair, Problem, Roster
from scheduling.engine.rules import Rule

KIND = "im80"
SIZES = (24, 80, 140, 160)
REPEATS = 5
MOVES = 50


@dataclass(frozen=True)
class Growth:
    """The figures of one size. The memory is that of a process that did nothing else."""

    residents: int
    people: int
    duties: int
    candidates: int
    assigned: int
    build_seconds: float
    cold_seconds: float
    warm_milliseconds: float
    move_milliseconds: float
    check_megabytes: float | None
    peak_megabytes: float | None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def measured(residents: int, problem: Problem, rules: Sequence[Rule]) -> Growth:
    """Measured in a fresh process, so that no size adds to the memory of the next."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(measure, residents, problem, tuple(rules)).result()


def measure(residents: int, problem: Problem, rules: Sequence[Rule]) -> Growth:
    roster = full_roster(problem)
    began = process_time()
    check(problem, roster, rules)
    cold = process_time() - began
    checker = Checker(problem, rules, also=roster.pairs)
    checker.report(roster)
    warm = _median_milliseconds(lambda: checker.report(roster), REPEATS)
    move = _move_milliseconds(checker, roster)
    checked = peak_megabytes(os.getpid())
    from scheduling.engine.model import RosterModel  # noqa: PLC0415 -- the solver is memory as well

    began = process_time()
    RosterModel(problem, rules)
    build = process_time() - began
    return Growth(
        residents, len(problem.people), len(problem.duties), len(problem.candidates),
        len(roster.pairs), build, cold, warm, move, checked, peak_megabytes(os.getpid()),
    )  # fmt: skip


def full_roster(problem: Problem) -> Roster:
    """Everybody given as much as fits in time, drawn at random. It is full, not good."""
    random = Random(1)  # noqa: S311 -- fills a roster, keeps no secret
    duties = {duty.id: duty for duty in problem.duties}
    taken: dict[str, list[Duty]] = defaultdict(list)
    for person, duty in problem.fixed:
        taken[person].append(duties[duty])
    chosen: set[Pair] = set(problem.fixed)
    for person, key in random.sample(sorted(problem.candidates), len(problem.candidates)):
        duty = duties[key]
        if all(duty.ends_at <= d.starts_at or d.ends_at <= duty.starts_at for d in taken[person]):
            taken[person].append(duty)
            chosen.add((person, key))
    return Roster(frozenset(chosen))


def _move_milliseconds(checker: Checker, roster: Roster) -> float:
    """Taking one duty away, the median of several."""
    standing = checker.start(roster)
    pairs = sorted(roster.pairs)
    moved = Random(1).sample(pairs, min(MOVES, len(pairs)))  # noqa: S311 -- picks moves
    standing.judge(remove=moved[:1])
    spent = []
    for pair in moved:
        began = process_time()
        standing.judge(remove=[pair])
        spent.append(1000 * (process_time() - began))
    return median(spent)


def _median_milliseconds(work: Any, times: int) -> float:
    spent = []
    for _ in range(times):
        began = process_time()
        work()
        spent.append(1000 * (process_time() - began))
    return median(spent)


def growths(sizes: Sequence[int], seed: int) -> Iterator[Growth]:
    """One size after the other, each from its loaded program."""
    # Imported only now: a process that measures needs no database.
    from benchmarks.inventions import benchmark_owner  # noqa: PLC0415

    owner = benchmark_owner("growth")
    for residents in sizes:
        yield measured(residents, *_question(residents, seed, owner))


def _question(residents: int, seed: int, owner: Any) -> tuple[Problem, tuple[Rule, ...]]:
    from django.utils import timezone  # noqa: PLC0415 -- as above

    from benchmarks.inventions import empty_draft, invented  # noqa: PLC0415
    from benchmarks.stages import Effort, started_run  # noqa: PLC0415
    from people.models import academic_year_of  # noqa: PLC0415
    from scheduling.services.question import question_of  # noqa: PLC0415

    now = timezone.now()
    year = academic_year_of(now.date())
    draft = empty_draft(invented(KIND, residents, seed=seed, year=year), owner=owner)
    question = question_of(started_run(draft, "year", Effort(1, 1, seed), None), at=now)
    return question.problem, question.rules


def table(found: Sequence[Growth]) -> str:
    headings = (
        "Residents", "People", "Duties", "Candidates", "Build s", "Cold check s",
        "Warm check ms", "One move ms", "Check MB", "Peak MB",
    )  # fmt: skip
    lines = [headings, *(_cells(one) for one in found)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(headings))]
    return "\n".join(
        "  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True))
        for line in lines
    )


def _cells(one: Growth) -> tuple[str, ...]:
    whole = (one.residents, one.people, one.duties, one.candidates)
    return (
        *(f"{number:,}" for number in whole),
        f"{one.build_seconds:.2f}",
        f"{one.cold_seconds:.2f}",
        f"{one.warm_milliseconds:.1f}",
        f"{one.move_milliseconds:.2f}",
        _whole(one.check_megabytes),
        _whole(one.peak_megabytes),
    )


def _whole(number: float | None) -> str:
    return "not known" if number is None else f"{number:.0f}"


def plots(found: Sequence[Growth], caption: str) -> str:
    """The same as pictures."""
    titles = {
        "build_seconds": "Build, s",
        "cold_seconds": "Check, cold, s",
        "warm_milliseconds": "Check, warm, ms",
        "move_milliseconds": "One move, ms",
        "peak_megabytes": "Peak memory, MB",
    }
    panels = [Panel(title, tuple(_points(found, field))) for field, title in titles.items()]
    return svg(panels, caption)


def _points(found: Sequence[Growth], field: str) -> Iterator[tuple[float, float]]:
    """What is not known is not drawn."""
    for one in found:
        if (value := getattr(one, field)) is not None:
            yield one.residents, value
