"""Many programs, each a problem of its own, solved one after the other: 1,000 residents in 25."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils import timezone

from benchmarks import figures
from benchmarks.inventions import benchmark_owner, empty_draft, invented
from benchmarks.rows import Row
from benchmarks.stages import Effort, Stage, solve_stage
from people.models import User, academic_year_of
from scheduling.models import SolverRun

PROGRAMS = 25
FEWEST, MOST = 25, 55
LEAST_SECONDS = 1.0
CYCLE = ("fm24", "im80")
"""Family medicine and internal medicine take turns."""


@dataclass(frozen=True)
class Member:
    """One of the programs."""

    kind: str
    residents: int
    seed: int

    @property
    def name(self) -> str:
        return f"{self.kind} of {self.residents}, seed {self.seed}"


@dataclass(frozen=True)
class Solved:
    """How the year of one of them went."""

    member: Member
    stage: Stage

    @property
    def gap(self) -> float | None:
        """The largest of any tier in percent; None without a roster that was kept."""
        result = self.stage.heard.result
        if result is None or self.stage.status != SolverRun.Status.SOLVED:
            return None
        return 100 * result.gap


def members(seed: int) -> tuple[Member, ...]:
    """25 to 55 residents, 1,000 in all, each with a seed of its own."""
    step = (MOST - FEWEST) / (PROGRAMS - 1)
    return tuple(
        Member(CYCLE[number % len(CYCLE)], FEWEST + round(step * number), seed + number)
        for number in range(PROGRAMS)
    )


def many_rows(
    programs: Sequence[Member], effort: Effort, together_seconds: float | None = None
) -> Iterator[Row]:
    """Each program's gap, then the worst, the seconds of all, and the most memory of any.

    Given seconds for all together, each program may take an equal share of what those before it have left.
    """
    owner, began, solved = benchmark_owner("many"), time.monotonic(), []
    for member in programs:
        if together_seconds is not None:
            spent = [one.stage.seconds for one in solved]
            share = share_of(together_seconds, spent, programs=len(programs))
            effort = replace(effort, seconds=share)
        solved.append(_solve(member, effort, owner))
        yield from _program_rows(solved[-1])
    yield from together(solved, time.monotonic() - began)


def share_of(seconds: float, spent: Sequence[float], *, programs: int) -> float:
    """What the next program may take when these have taken so long."""
    return max(LEAST_SECONDS, seconds - sum(spent)) / (programs - len(spent))


def _solve(member: Member, effort: Effort, owner: User) -> Solved:
    year = academic_year_of(timezone.now().date())
    program = invented(member.kind, member.residents, seed=member.seed, year=year)
    draft = empty_draft(program, owner=owner)
    own = replace(effort, seed=member.seed)
    return Solved(member, solve_stage(draft, SolverRun.Scope.YEAR, own))


def _program_rows(solved: Solved) -> Iterator[Row]:
    name, stage = solved.member.name, solved.stage
    yield Row(f"{name}: gap", solved.gap, "%", figures.MANY_GAP, note=stage.message)
    yield Row(f"{name}: solve", stage.seconds, "s")
    yield Row(f"{name}: processor", stage.cpu_seconds, "s")


def together(solved: Sequence[Solved], seconds: float) -> Iterator[Row]:
    """What is not known of one is not known of all: it may be the worst."""
    gaps = [one.gap for one in solved]
    known = [gap for gap in gaps if gap is not None]
    peaks = [one.stage.peak_megabytes for one in solved]
    told = [peak for peak in peaks if peak is not None]
    yield Row("Programs", len(solved))
    yield Row("Residents", sum(one.member.residents for one in solved))
    yield Row("Programs with a roster", len(known), "", len(solved), more_is_better=True)
    worst = max(known) if known and len(known) == len(gaps) else None
    yield Row("Worst gap", worst, "%", figures.MANY_GAP)
    yield Row("Worst gap of those known", max(known, default=None), "%")
    yield Row("All: making, loading and solving", seconds, "s", figures.MANY_SECONDS)
    peak = max(told) if told and len(told) == len(peaks) else None
    yield Row("Peak memory of any solve", peak, "MB", figures.LARGE_MEGABYTES)
