"""How build, check, a move, a first roster and memory grow with the people and weeks of a year.

Time is that of the processor, so that a busy machine tells the same.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from multiprocessing import get_context
from random import Random
from statistics import median
from time import process_time
from typing import Any

from benchmarks.memory import peak_megabytes
from benchmarks.plot import Panel, svg
from benchmarks.shortened import shortened
from scheduling.engine.check import Checker, check
from scheduling.engine.problem import Duty, Pair, Problem, Roster
from scheduling.engine.result import Progress
from scheduling.engine.rules import Rule

KIND = "im80"
SIZES = (24, 80, 140, 160)
WEEKS = (13, 26, 39)
WEEKS_OF = 80
"""Parts of a year are measured with so many residents; a whole year is `YEAR` weeks."""
YEAR = 52
FIRST_SECONDS = 120.0
"""Of the processor: without a roster by then, it is not known how long the first takes."""
REPEATS = 5
MOVES = 50


@dataclass(frozen=True)
class Growth:
    """The figures of one size. The memory is that of a process that did nothing else."""

    residents: int
    weeks: int
    people: int
    duties: int
    candidates: int
    assigned: int
    build_seconds: float
    cold_seconds: float
    warm_milliseconds: float
    move_milliseconds: float
    first_seconds: float | None
    check_megabytes: float | None
    peak_megabytes: float | None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def measured(
    residents: int, weeks: int, problem: Problem, rules: Sequence[Rule], *, solves: bool = True
) -> Growth:
    """Measured in a fresh process, so that no size adds to the memory of the next."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        work = partial(measure, residents, weeks, problem, tuple(rules), solves=solves)
        return pool.submit(work).result()


def measure(
    residents: int, weeks: int, problem: Problem, rules: Sequence[Rule], *, solves: bool = True
) -> Growth:
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
    build, modelled = process_time() - began, peak_megabytes(os.getpid())
    first = _first_seconds(problem, rules) if solves else None
    return Growth(
        residents, weeks, len(problem.people), len(problem.duties), len(problem.candidates),
        len(roster.pairs), build, cold, warm, move, first, checked, modelled,
    )  # fmt: skip


def _first_seconds(problem: Problem, rules: Sequence[Rule]) -> float | None:
    """Of the processor, all threads together, until there is a roster that holds."""
    from scheduling.engine.control import Control  # noqa: PLC0415 -- as above
    from scheduling.engine.options import Options  # noqa: PLC0415
    from scheduling.engine.solve import solve  # noqa: PLC0415

    began, control, found = process_time(), Control(), []

    def on_progress(news: Progress) -> None:
        if news.roster is not None:
            found.append(process_time() - began)
            control.cancel()

    options = Options(cpu_seconds=FIRST_SECONDS)
    solve(problem, rules, options, on_progress=on_progress, control=control)
    return found[0] if found else None


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
        problem, rules = _question(residents, seed, owner)
        if residents == WEEKS_OF:
            for weeks in WEEKS:
                yield measured(residents, weeks, shortened(problem, weeks), rules)
        yield measured(residents, YEAR, problem, rules)


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
        "Residents", "Weeks", "People", "Duties", "Candidates", "Build s", "Cold check s",
        "Warm check ms", "One move ms", "First roster s", "Check MB", "Peak MB",
    )  # fmt: skip
    lines = [headings, *(_cells(one) for one in found)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(headings))]
    return "\n".join(
        "  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True))
        for line in lines
    )


def _cells(one: Growth) -> tuple[str, ...]:
    whole = (one.residents, one.weeks, one.people, one.duties, one.candidates)
    return (
        *(f"{number:,}" for number in whole),
        f"{one.build_seconds:.2f}",
        f"{one.cold_seconds:.2f}",
        f"{one.warm_milliseconds:.1f}",
        f"{one.move_milliseconds:.2f}",
        _whole(one.first_seconds),
        _whole(one.check_megabytes),
        _whole(one.peak_megabytes),
    )


def _whole(number: float | None) -> str:
    return "not known" if number is None else f"{number:.0f}"


TITLES = {
    "build_seconds": "Build, s",
    "cold_seconds": "Check, cold, s",
    "warm_milliseconds": "Check, warm, ms",
    "move_milliseconds": "One move, ms",
    "first_seconds": "First roster, s",
    "peak_megabytes": "Peak memory, MB",
}


def plots(found: Sequence[Growth], caption: str) -> str:
    """The same as pictures: whole years by residents, and below them one size by weeks."""
    years = [one for one in found if one.weeks == YEAR]
    parts = [one for one in found if one.residents == WEEKS_OF]
    pictures = [_panels(years, "residents")]
    if len(parts) > 1:
        pictures.append(_panels(parts, "weeks"))
    return svg(pictures, caption)


def _panels(found: Sequence[Growth], by: str) -> list[Panel]:
    """A measure of which nothing is known has no picture."""
    panels = [
        Panel(f"{title}, by {by}", tuple(_points(found, by, field)))
        for field, title in TITLES.items()
    ]
    return [panel for panel in panels if panel.points]


def _points(found: Sequence[Growth], by: str, field: str) -> Iterator[tuple[float, float]]:
    """What is not known is not drawn."""
    for one in found:
        if (value := getattr(one, field)) is not None:
            yield getattr(one, by), value
