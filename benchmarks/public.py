"""Runs the engine on public instances: each in a process of its own, each answer verified."""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.formats import BY_NAME, Format, format_of
from benchmarks.known import BEST
from scheduling.engine.options import Options
from scheduling.engine.solve import solve

HEADINGS = (
    "Instance", "People", "Days", "Duties", "Pairs", "Ours", "Bound", "Gap", "Best known",
    "To best", "First", "Seconds", "CPU", "MB", "Verified",
)  # fmt: skip
NO_FAULTS = "yes"


@dataclass(frozen=True)
class Run:
    """One instance, in the objective of its set."""

    instance: str
    people: int
    days: int
    duties: int
    pairs: int
    status: str
    objective: int | None
    bound: int | None
    best_known: int | None
    source: str
    first_seconds: float | None
    seconds: float
    build_seconds: float
    cpu_seconds: float  # of all threads: far below workers * seconds, the machine was busy
    megabytes: float
    verified: str

    @property
    def gap(self) -> float | None:
        """Between objective and bound, as a share of the objective."""
        return _share(self.objective, self.bound, self.objective)

    @property
    def to_best(self) -> float | None:
        """By how much the objective is off the best known one; its sign says which is larger."""
        if self.objective is None or not self.best_known:
            return None
        return (self.objective - self.best_known) / abs(self.best_known)

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"gap": self.gap, "to_best": self.to_best}

    def cells(self) -> tuple[str, ...]:
        return (
            self.instance,
            *(f"{size:,}" for size in (self.people, self.days, self.duties, self.pairs)),
            _number(self.objective) if self.objective is not None else self.status,
            _number(self.bound),
            _percent(self.gap),
            _number(self.best_known),
            _percent(self.to_best, sign=True),
            "" if self.first_seconds is None else f"{self.first_seconds:.1f}",
            f"{self.seconds:.1f}",
            f"{self.cpu_seconds:.0f}",
            f"{self.megabytes:.0f}",
            self.verified,
        )


def files_of(name: str, data: Path | None) -> list[Path]:
    """The instances of a set in the folder of the data, or the one file of that name."""
    if name not in BY_NAME:
        return [Path(name)]
    if data is None:
        raise ValueError(f"{name} is a public set: tell with --data where its files lie.")
    found = list(BY_NAME[name].files(data))
    if not found:
        raise ValueError(f"There are no files of {name} in {data / BY_NAME[name].folder}.")
    return found


def runs(paths: Iterable[Path], options: Options) -> Iterator[Run]:
    """A fresh process for each, so that the memory of one is not that of another."""
    context = multiprocessing.get_context("spawn")
    for path in paths:
        with context.Pool(1) as pool:
            yield pool.apply(run, (path, options))


def run(path: Path, options: Options) -> Run:
    kind, text = format_of(path), path.read_text()
    problem = kind.problem(text)
    began, first = time.monotonic(), []

    def on_progress(news: Any) -> None:
        if news.roster is not None and not first:
            first.append(time.monotonic() - began)

    result = solve(problem, kind.rules(text), options, on_progress=on_progress)
    seconds = time.monotonic() - began
    used = resource.getrusage(resource.RUSAGE_SELF)
    objective, verified = None, "no roster"
    bound = kind.own(text, result.tiers[0].bound) if result.tiers else None
    if result.roster is not None:
        objective, verified = _verified(kind, text, result)
    known = BEST.get(path.stem)
    days = [duty.starts_at.toordinal() for duty in problem.duties]
    return Run(
        path.stem,
        len(problem.people),
        max(days) - min(days) + 1,
        len(problem.duties),
        len(problem.candidates),
        str(result.status),
        objective,
        bound,
        known.value if known else None,
        known.source if known else "",
        first[0] if first else None,
        seconds,
        result.build_seconds,
        used.ru_utime + used.ru_stime,
        used.ru_maxrss / 1024,
        verified,
    )


def _verified(kind: Format, text: str, result: Any) -> tuple[int, str]:
    """What the checker counts; it has to be what the engine says, and nothing may be broken."""
    counted, faults = kind.verify(text, result.roster)
    ours = kind.own(text, result.tiers[0].objective)
    if ours != counted:
        faults = [f"the engine says {ours}", *faults]
    return counted, NO_FAULTS if not faults else f"NO: {'; '.join(faults[:3])}"


def table(found: Sequence[Run]) -> str:
    lines = [HEADINGS, *(run.cells() for run in found)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    lines.insert(1, tuple("-" * width for width in widths))
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column in (0, len(widths) - 1) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def _share(one: int | None, other: int | None, whole: int | None) -> float | None:
    if one is None or other is None or whole is None:
        return None
    return abs(one - other) / max(1, abs(whole))


def _number(value: int | None) -> str:
    return "" if value is None else f"{value:,}"


def _percent(share: float | None, *, sign: bool = False) -> str:
    if share is None:
        return ""
    return f"{100 * share:{'+' if sign and share else ''}.1f} %"
