"""A sample program planned from nothing to a checked year: rotations, call, one block or all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from benchmarks import figures
from benchmarks.checks import check_rows
from benchmarks.inventions import benchmark_owner, empty_draft
from benchmarks.rows import Row
from benchmarks.stage_rows import equity_rows, filled_row, stage_rows
from benchmarks.stages import Effort, Stage, solve_stage
from people.models import academic_year_of
from scheduling.models import AcademicYear, Block, ScheduleVersion, SolverRun
from scheduling.program_file.sample import make

Scope = SolverRun.Scope

BLOCK = 6
"""In the middle of the year: everything around it is decided as well."""


@dataclass(frozen=True)
class Plan:
    """What to plan, and how much each stage may use."""

    kind: str
    seed: int
    workers: int
    seconds: dict[str, float]
    every_block: bool = False
    cpu_seconds: float | None = None

    def effort(self, scope: str) -> Effort:
        """Of the processor a stage gets no more than two quiet cores would give it."""
        seconds, cpu = self.seconds[scope], self.cpu_seconds
        most = None if cpu is None else min(cpu, figures.CORES * seconds)
        return Effort(seconds, self.workers, self.seed, most)

    def held(self, scope: str) -> figures.Held | None:
        return figures.STAGES.get(self.kind, {}).get(scope)

    @property
    def is_compared(self) -> bool:
        """The other system's figures are those of this program."""
        return self.kind == "fm24"


def plan_rows(plan: Plan) -> Iterator[Row]:
    """Solve stage after stage. One without a roster ends it: the next builds on it."""
    version = _empty_draft(plan)
    for scope in (Scope.YEAR, Scope.CALL):
        stage = solve_stage(version, scope, plan.effort(scope))
        yield from stage_rows(
            scope.capitalize(), stage, plan.held(scope), is_compared=plan.is_compared
        )
        if scope == Scope.CALL:
            yield from equity_rows(stage)
        if stage.status != SolverRun.Status.SOLVED:
            yield _end(scope.capitalize(), stage)
            return
    for block in _blocks(plan, version.schedule.academic_year):
        stage = solve_stage(version, Scope.BLOCK, plan.effort(Scope.BLOCK), block=block)
        yield from stage_rows(
            str(block), stage, plan.held(Scope.BLOCK), is_compared=plan.is_compared
        )
        yield filled_row(version, stage, with_peer=plan.is_compared)
        if stage.status != SolverRun.Status.SOLVED:
            yield _end(str(block), stage)
            return
    most = figures.CHECK_SECONDS if plan.is_compared else figures.LARGE_CHECK_SECONDS
    peer = figures.PEER_CHECK if plan.is_compared else None
    yield from check_rows(version, cold_seconds=most, peer=peer)


def _end(name: str, stage: Stage) -> Row:
    """What follows builds on this stage and is not measured; that must not look like success."""
    return Row(f"{name}: solved", 0, limit=1, more_is_better=True, note=stage.message)


def _empty_draft(plan: Plan) -> ScheduleVersion:
    year = academic_year_of(timezone.now().date())
    return empty_draft(make(plan.kind, plan.seed, year), owner=benchmark_owner(plan.kind))


def _blocks(plan: Plan, year: AcademicYear) -> list[Block]:
    """Block 0, where there is one, is solved together with block 1."""
    blocks = list(year.blocks.filter(number__gte=1).order_by("number"))
    if plan.every_block:
        return blocks
    return [block for block in blocks if block.number == BLOCK]
