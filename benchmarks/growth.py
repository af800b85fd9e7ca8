"""How building, checking, a move, solving and memory grow with the people and weeks of a year.

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
from benchmarks.shortened import shortened
from scheduling.engine.check import Checker, check
from scheduling.engine.problem import Duty, Pair, Problem, Roster
from scheduling.engine.result import Progress, Status
from scheduling.engine.rules import Rule

KIND = "im80"
SIZES = (60, 80, 140, 160)
WEEKS = (12, 24, 36)
WEEKS_OF = 80
"""Parts of a year are measured with so many residents: whole blocks. The year is `YEAR` weeks."""
YEAR = 52
SOLVE_SECONDS = 180.0
"""Of the processor: what is not proven best by then takes it is not known how long."""
REPEATS = 5
MOVES = 50
NOT_KNOWN = "not known"


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
    solve_seconds: float | None
    check_megabytes: float | None
    model_megabytes: float | None
    solve_megabytes: float | None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Solved:
    """Seconds until there was a roster, and until it was proven best; None where that was not seen."""

    first_seconds: float | None
    seconds: float | None
    roster: Roster | None


def measured(
    residents: int, weeks: int, problem: Problem, rules: Sequence[Rule]
) -> tuple[Growth, Roster | None]:
    """Measured in a fresh process, so that no size adds to the memory of the next."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(measure, residents, weeks, problem, tuple(rules)).result()


def measure(
    residents: int, weeks: int, problem: Problem, rules: Sequence[Rule]
) -> tuple[Growth, Roster | None]:
    """The figures, and the roster that was found."""
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
    found = solved(problem, rules)
    return Growth(
        residents, weeks, len(problem.people), len(problem.duties), len(problem.candidates),
        len(roster.pairs), build, cold, warm, move, found.first_seconds, found.seconds, checked,
        modelled, peak_megabytes(os.getpid()),
    ), found.roster  # fmt: skip


def solved(problem: Problem, rules: Sequence[Rule]) -> Solved:
    """In seconds of the processor, all threads together, building included."""
    from scheduling.engine.options import Options  # noqa: PLC0415 -- as above
    from scheduling.engine.solve import solve  # noqa: PLC0415

    began, first = process_time(), []

    def on_progress(news: Progress) -> None:
        if news.roster is not None and not first:
            first.append(process_time() - began)

    result = solve(problem, rules, Options(cpu_seconds=SOLVE_SECONDS), on_progress=on_progress)
    whole = process_time() - began if result.status == Status.OPTIMAL else None
    return Solved(first[0] if first else None, whole, result.roster)


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
        found, roster = measured(residents, YEAR, problem, rules)
        yield found
        for weeks in WEEKS if residents == WEEKS_OF and roster else ():
            yield measured(residents, weeks, shortened(problem, weeks, roster), rules)[0]


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
        "Warm check ms", "One move ms", "First roster s", "Proven best s", "Check MB", "Model MB",
        "Solve MB",
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
        _tenths(one.first_seconds),
        _tenths(one.solve_seconds),
        _whole(one.check_megabytes),
        _whole(one.model_megabytes),
        _whole(one.solve_megabytes),
    )


def _whole(number: float | None) -> str:
    return NOT_KNOWN if number is None else f"{number:.0f}"


def _tenths(number: float | None) -> str:
    return NOT_KNOWN if number is None else f"{number:.1f}"


TITLES = {
    "build_seconds": "Build, s",
    "cold_seconds": "Check, cold, s",
    "warm_milliseconds": "Check, warm, ms",
    "move_milliseconds": "One move, ms",
    "first_seconds": "First roster, s",
    "solve_seconds": "Proven best, s",
    "solve_megabytes": "Memory, MB",
}


def plots(found: Sequence[Growth], caption: str) -> str:
    """The same as pictures: whole years by residents, and below them one size by weeks."""
    years = [one for one in found if one.weeks == YEAR]
    parts = sorted((one for one in found if one.residents == WEEKS_OF), key=lambda one: one.weeks)
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
