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

from benchmarks import figures
from benchmarks.rows import Row, table

PLANS = ("fm24", "im80", "tiny")
NAMES = (*PLANS, "pages")


def arguments(words: Sequence[str] | None) -> Namespace:
    parser = ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--json", type=Path, help="a file to write the figures to")
    parser.add_argument(
        "--seconds", type=float, help="for each stage; else a little under its limit"
    )
    parser.add_argument("--workers", type=int, default=2, help="threads of the solver")
    parser.add_argument("--seed", type=int, default=1, help="of the program and of the solver")
    parser.add_argument("--every-block", action="store_true", help="solve all blocks, not one")
    return parser.parse_args(words)


def report(asked: Namespace, say: Callable[[str], object] = print) -> int:
    """Measure and tell. Returns 1 when a limit is not held, so that a script can notice."""
    began = conditions(asked)
    rows = list(_rows(asked))
    say(_headline(began))
    say(table(rows))
    for row in rows:
        if row.note:
            say(f"{row.name}: {row.note}")
    missed = [row.name for row in rows if row.held is False]
    say(f"Not held: {'; '.join(missed)}." if missed else "Every limit is held.")
    if asked.json:
        figures_told = {"conditions": began, "rows": [row.to_json() for row in rows]}
        asked.json.write_text(json.dumps(figures_told, indent=1) + "\n")
    return 1 if missed else 0


def _rows(asked: Namespace) -> Iterator[Row]:
    # Imported only now: both need the installation that __main__ opens.
    if asked.name == "pages":
        from benchmarks.pages import page_rows  # noqa: PLC0415

        return page_rows()
    from benchmarks.plans import Plan, plan_rows  # noqa: PLC0415

    given = dict.fromkeys(figures.ALLOWED_SECONDS, asked.seconds)
    seconds = given if asked.seconds else figures.ALLOWED_SECONDS
    return plan_rows(Plan(asked.name, asked.seed, asked.workers, seconds, asked.every_block))


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
