"""The tools that ask for a solve, follow it and end it early."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.core.exceptions import ValidationError
from django.utils import timezone
from mcp.server.mcpserver import MCPServer
from mcp_types import ToolAnnotations
from pydantic import BaseModel, Field

from people.asking import CurrentUser, Door
from people.models import Program, Token, User
from people.queries.programs import choose_program
from scheduling.models import AcademicYear, Block, SolverRun
from scheduling.permissions import visible_runs
from scheduling.queries.comparison import compare, comparison_json
from scheduling.services.alternatives import choose_alternative
from scheduling.services.progress import latest_progress
from scheduling.services.solve import (
    APART_PERCENT,
    MOST_SCHEDULES,
    MOST_SECONDS,
    SEVERAL,
    SLACK_PERCENT,
    USUAL_SECONDS,
    cancel_solve,
    request_solve,
)
from scheduling.services.solving import REPLACES

GENERATE = (
    "Ask for a schedule to be generated. It makes or changes a draft and never publishes. A worker "
    "solves it in the background. Rotations come first, then call, then block by block. Refused "
    "while the same days are being solved already. Needs the right to generate, and a token that "
    "can write. Follow the run with solve_status_tool."
)


class TierOut(BaseModel):
    """A tier of goals: the best cost so far, the proven bound, and the gap in percent."""

    tier: str
    best: int | None
    bound: int | None
    gap: float | None
    done: bool


class SolveOut(BaseModel):
    """A solve; `message` says how it ended."""

    run_id: int
    program: str
    academic_year: int
    version_id: int = Field(description="The draft that the roster is written to.")
    scope: str
    starts_on: date
    ends_on: date
    status: str = Field(
        description="queued, solving, solved, partial, infeasible, failed or cancelled."
    )
    message: str
    seconds_allowed: int
    seed: int
    requested_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    next_step: str


class ScheduleOut(BaseModel):
    """A schedule that is compared: a solve's own, or one of several to choose from."""

    solve: int
    number: int | None
    title: str
    chosen: bool


class LineOut(BaseModel):
    """One number of every schedule, in the order of the schedules."""

    section: str
    name: str
    hint: str
    values: list[str]


class ComparisonOut(BaseModel):
    schedules: list[ScheduleOut]
    lines: list[LineOut]


class WatchedSolveOut(SolveOut):
    """The same with the latest news of it, and what is kept of its result."""

    seconds: float | None
    tiers: list[TierOut]
    result: dict[str, Any] = Field(description="Objective, bound and gap of each tier; versions.")


def register(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    _register_generate(server, door, current_user)
    _register_status(server, door, current_user)
    _register_cancel(server, door, current_user)
    _register_compare(server, door, current_user)
    _register_choose(server, door, current_user)


def _register_generate(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(
        title="Generate a draft",
        description=f"{GENERATE} {REPLACES}",
        annotations=ToolAnnotations(read_only_hint=False, destructive_hint=True),
    )
    @door
    def generate_schedule_tool(
        scope: Annotated[
            Literal["year", "call", "block"],
            Field(description="The rotations of the year, its call, or a block's half-days."),
        ],
        academic_year: Annotated[int, Field(description="The year in which it starts, like 2026.")],
        program: Annotated[str, Field(description="Slug or name; needed only with several.")] = "",
        block: Annotated[
            int | None, Field(description="The block's number; for the scope “block” only.")
        ] = None,
        seconds: Annotated[
            int | None, Field(description=f"1 to {MOST_SECONDS}. Usual: {USUAL_SECONDS}.")
        ] = None,
        schedules: Annotated[int, Field(description=SEVERAL)] = 1,
        apart_percent: Annotated[
            int, Field(description="Of several: how much others do at least in each.")
        ] = APART_PERCENT,
        slack_percent: Annotated[
            int, Field(description="Of several: how much dearer each may be, goal by goal.")
        ] = SLACK_PERCENT,
    ) -> SolveOut:
        by, at = current_user(Token.Scope.WRITE), timezone.now()
        year = academic_year_of_program(choose_program(by, program, at=at), academic_year)
        run = request_solve(
            year,
            scope,
            by=by,
            at=at,
            block=None if block is None else block_of_year(year, block),
            seconds=seconds,
            schedules=schedules,
            apart_percent=apart_percent,
            slack_percent=slack_percent,
        )
        return SolveOut(**_facts(run))


def _register_status(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(title="Follow a solve", annotations=ToolAnnotations(read_only_hint=True))
    @door
    def solve_status_tool(run_id: int) -> WatchedSolveOut:
        """Say how a solve is going, or how it ended, with the costs and the proven gap of each tier.

        News of a solve are kept for a day; its result is kept for good. For those who plan only.
        """
        run = _run(run_id, by=current_user(Token.Scope.READ), at=timezone.now())
        news = latest_progress(run)
        return WatchedSolveOut(
            **_facts(run),
            seconds=news.get("seconds"),
            tiers=[TierOut(**tier) for tier in news.get("tiers", [])],
            result=run.result,
        )


def _register_cancel(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(
        title="End a solve early",
        annotations=ToolAnnotations(read_only_hint=False, destructive_hint=False),
    )
    @door
    def cancel_solve_tool(run_id: int) -> SolveOut:
        """End a solve early. One that has begun keeps the best roster found so far, in the draft.

        Ending takes a second or two: follow it with solve_status_tool. Needs the right to
        generate, and a token that can write.
        """
        by, at = current_user(Token.Scope.WRITE), timezone.now()
        return SolveOut(**_facts(cancel_solve(_run(run_id, by=by, at=at), by=by, at=at)))


def _register_compare(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(title="Compare schedules", annotations=ToolAnnotations(read_only_hint=True))
    @door
    def compare_solves_tool(
        run_ids: Annotated[list[int], Field(description="Solves; of one that found several, all.")],
    ) -> ComparisonOut:
        """Up to four schedules side by side: fairness, preferences, shape and what changes.

        For those who plan only. Schedules to choose from go into the draft by choose_schedule_tool.
        """
        by, at = current_user(Token.Scope.READ), timezone.now()
        runs = [_run(run_id, by=by, at=at) for run_id in run_ids]
        return ComparisonOut(**comparison_json(compare(runs, MOST_SCHEDULES)))


def _register_choose(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(
        title="Choose a schedule",
        annotations=ToolAnnotations(read_only_hint=False, destructive_hint=True),
    )
    @door
    def choose_schedule_tool(run_id: int, number: int) -> SolveOut:
        """Write one of the schedules that a solve found to the draft, in the place of what is there.

        Nothing is published. Refused when people, rules or the draft have changed since. Needs the
        right to generate, and a token that can write.
        """
        by, at = current_user(Token.Scope.WRITE), timezone.now()
        run = _run(run_id, by=by, at=at)
        choose_alternative(run, number, by=by, at=at)
        return SolveOut(**_facts(run))


def academic_year_of_program(program: Program, year: int) -> AcademicYear:
    years = {row.year: row for row in AcademicYear.objects.filter(program=program)}
    if year not in years:
        known = ", ".join(map(str, sorted(years))) or "none"
        raise ValidationError(
            f"{program} has no academic year {year}; it has {known}.", code="no_academic_year"
        )
    return years[year]


def block_of_year(academic_year: AcademicYear, number: int) -> Block:
    blocks = {row.number: row for row in academic_year.blocks.all()}
    if number not in blocks:
        known = ", ".join(map(str, sorted(blocks))) or "none"
        raise ValidationError(
            f"{academic_year} has no block {number}; it has {known}.", code="no_block"
        )
    return blocks[number]


def _run(run_id: int, *, by: User, at: datetime) -> SolverRun:
    """A run of a program whose drafts the user may not see is not there for them."""
    run = visible_runs(by, at=at).filter(pk=run_id).first()
    if run is None:
        raise ValidationError(f"There is no solve {run_id} for you to see.", code="no_solve")
    return run


def _facts(run: SolverRun) -> dict[str, Any]:
    schedule = run.version.schedule
    return {
        "run_id": run.pk,
        "program": schedule.program.slug,
        "academic_year": schedule.academic_year.year,
        "version_id": run.version_id,
        "next_step": _next_step(run),
        **{name: getattr(run, name) for name in ("scope", "starts_on", "ends_on", "status")},
        **{name: getattr(run, name) for name in ("message", "seconds_allowed", "seed")},
        **{name: getattr(run, name) for name in ("requested_at", "started_at", "finished_at")},
    }


def _chosen(run: SolverRun) -> bool:
    return run.alternatives.filter(chosen_at__isnull=False).exists()


def _next_step(run: SolverRun) -> str:
    if run.is_active:
        return f"Ask solve_status_tool for run {run.pk} in a few seconds."
    if run.alternatives.exists() and not _chosen(run):
        return (
            f"Look at them with compare_solves_tool for run {run.pk}, and write one to the draft "
            "with choose_schedule_tool."
        )
    if run.status in (SolverRun.Status.SOLVED, SolverRun.Status.PARTIAL):
        return "The roster is in the draft. A person looks at it and publishes it."
    return "Nothing was changed; the message says why."
