"""Measures what is asked for, prints the table and writes the figures down."""

from __future__ import annotations

import json
import os
import platform
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks import figures, public
from benchmarks.formats import BY_NAME
from benchmarks.rows import Row, table
from scheduling.engine.options import Options

YARDSTICKS = "yardsticks"
PLANS = ("fm24", "im60", "im80", "im140", "im160", "tiny")
MANY, GROWTH = "inst1000", "growth"
YEARS = "years-by-hand"
OWN = (*PLANS, MANY, GROWTH, YEARS, "pages", "desk", "repairs", "swaps")
PUBLIC_SECONDS = 60.0


def arguments(words: Sequence[str] | None) -> Namespace:
    parser = ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "name", help=f"{', '.join((*OWN, *BY_NAME, YARDSTICKS))}, or a file of a public format"
    )
    parser.add_argument("--data", type=Path, help="the folder that holds the public sets")
    parser.add_argument("--only", nargs="*", help="of a set, only the instances of these names")
    parser.add_argument("--json", type=Path, help="a file to write the figures to")
    parser.add_argument(
        "--seconds", type=float, help="for each stage; else a little under its limit"
    )
    parser.add_argument(
        "--cpu-seconds",
        type=float,
        help="of the processor, all threads together, for each instance, program or stage",
    )
    parser.add_argument("--workers", type=int, default=2, help="threads of the solver")
    parser.add_argument("--seed", type=int, default=1, help="of the program and of the solver")
    parser.add_argument("--svg", type=Path, help="of growth, a file to draw the plots in")
    parser.add_argument("--sizes", type=int, nargs="+", help="of growth, numbers of residents")
    parser.add_argument("--programs", type=int, help="of inst1000, only the first so many")
    parser.add_argument("--every-block", action="store_true", help="solve all blocks, not one")
    asked = parser.parse_args(words)
    known = asked.name in (*OWN, *BY_NAME, YARDSTICKS)
    if not known and not Path(asked.name).is_file():
        parser.error(f"{asked.name} is neither the name of a benchmark nor a file.")
    return asked


def is_public(asked: Namespace) -> bool:
    return asked.name not in OWN


def report_public(asked: Namespace, say: Callable[[str], object] = print) -> int:
    """Solve public instances and tell. Returns 1 when an answer could not be verified."""
    began = conditions(asked)
    say(_headline(began))
    options = Options(
        asked.seconds or PUBLIC_SECONDS,
        asked.workers,
        asked.seed,
        cpu_seconds=asked.cpu_seconds,
    )
    if asked.name == YARDSTICKS:
        return report_yardsticks(asked, options, say)
    paths = [
        path
        for path in public.files_of(asked.name, asked.data)
        if not asked.only or path.stem in asked.only
    ]
    found = []
    for one in public.runs(paths, options):
        found.append(one)
        say(f"{one.instance}: {one.objective} in {one.seconds:.1f} s, verified: {one.verified}")
    say(public.table(found))
    sources = {one.source for one in found if one.source}
    if sources:
        say(f"Best known: {'; '.join(sorted(sources))}.")
    _write(asked, {"conditions": began, "runs": [one.to_json() for one in found]})
    return int(any(one.verified != public.NO_FAULTS for one in found))


def report_yardsticks(asked: Namespace, options: Options, say: Callable[[str], object]) -> int:
    from benchmarks.yardsticks.compare import compared, told  # noqa: PLC0415 -- needs the solver itself

    found = list(compared(asked.data, options, asked.only))
    say(told(found))
    _write(asked, {"conditions": conditions(asked), "yardsticks": [one.to_json() for one in found]})
    return int(any(not one.held for one in found))


def _write(asked: Namespace, told: dict[str, Any]) -> None:
    if asked.json:
        asked.json.write_text(json.dumps(told, indent=1) + "\n")


def report(asked: Namespace, say: Callable[[str], object] = print) -> int:
    """Measure and tell. Returns 1 when a limit is not held, so that a script can notice."""
    if asked.name == GROWTH:
        return report_growth(asked, say)
    began = conditions(asked)
    rows = list(_rows(asked))
    say(_headline(began))
    say(table(rows))
    for row in rows:
        if row.note:
            say(f"{row.name}: {row.note}")
    missed = [row.name for row in rows if row.held is False]
    say(f"Not held: {'; '.join(missed)}." if missed else "Every limit is held.")
    _write(asked, {"conditions": began, "rows": [row.to_json() for row in rows]})
    return 1 if missed else 0


def _rows(asked: Namespace) -> Iterator[Row]:
    # Imported only now: both need the installation that __main__ opens.
    if asked.name == "pages":
        from benchmarks.pages import page_rows  # noqa: PLC0415

        return page_rows()
    if asked.name == "desk":
        from benchmarks.desk import desk_rows  # noqa: PLC0415

        return desk_rows(asked.workers, asked.seed)
    if asked.name == "repairs":
        from benchmarks.repairs import repair_rows  # noqa: PLC0415

        return repair_rows()
    if asked.name == "swaps":
        from benchmarks.swaps import swap_rows  # noqa: PLC0415

        return swap_rows()
    if asked.name == YEARS:
        from benchmarks.yardsticks.years import KINDS, year_rows  # noqa: PLC0415

        seconds = asked.seconds or PUBLIC_SECONDS
        cpu = asked.cpu_seconds
        options = Options(seconds, asked.workers, asked.seed, cpu_seconds=cpu)
        return year_rows(asked.only or KINDS, options)
    if asked.name == MANY:
        from benchmarks.many import Effort, many_rows, members  # noqa: PLC0415

        every = members(asked.seed)
        programs = every[: asked.programs]
        of_all = figures.MANY_SOLVING_SECONDS * len(programs) / len(every)
        effort = Effort(asked.seconds or of_all, asked.workers, asked.seed, asked.cpu_seconds)
        is_shared = not (asked.seconds or asked.cpu_seconds)
        return many_rows(programs, effort, of_all if is_shared else None)
    from benchmarks.plans import Plan, plan_rows  # noqa: PLC0415

    given = dict.fromkeys(figures.ALLOWED_SECONDS, asked.seconds)
    usual = figures.ALLOWED_SECONDS
    if asked.name == "im160":
        usual = figures.LARGE_ALLOWED_SECONDS
    seconds = given if asked.seconds else usual
    plan = Plan(
        asked.name, asked.seed, asked.workers, seconds, asked.every_block, asked.cpu_seconds
    )
    return plan_rows(plan)


def report_growth(asked: Namespace, say: Callable[[str], object]) -> int:
    """Measure sizes of one kind of program; there are no limits to hold."""
    from benchmarks.growth import SIZES, growths, plots, table  # noqa: PLC0415 -- as in `_rows`

    began = conditions(asked)
    found = list(growths(asked.sizes or SIZES, asked.seed))
    say(_headline(began))
    say(table(found))
    if asked.svg:
        asked.svg.write_text(plots(found, _headline(began)))
    _write(asked, {"conditions": began, "growth": [one.to_json() for one in found]})
    return 0


def conditions(asked: Namespace) -> dict[str, Any]:
    """On what was measured; a busy machine is slower."""
    return {
        "name": asked.name,
        "seed": asked.seed,
        "workers": asked.workers,
        "cores": os.cpu_count(),
        "load_at_start": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        "ortools": version("ortools"),
    }


def _headline(told: dict[str, Any]) -> str:
    return (
        f"{told['name']}, seed {told['seed']}, {told['workers']} workers on {told['cores']} cores "
        f"(load {told['load_at_start']} at the start), Python {told['python']}, "
        f"OR-Tools {told['ortools']}"
    )
