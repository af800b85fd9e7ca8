"""What a run asks of the engine, made of the rows as they stand when it begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scheduling.bridge.parts import Parts
from scheduling.bridge.problems import block_parts, call_parts, year_parts
from scheduling.bridge.rules import rules_of_year
from scheduling.bridge.source import Source
from scheduling.engine.academic_year import Span, rotation_periods
from scheduling.engine.problem import Kind, Problem, Roster
from scheduling.engine.rules import Rule, to_solve
from scheduling.models import AcademicYear, Block, SolverRun

Scope = SolverRun.Scope

PARTS = {Scope.YEAR: year_parts, Scope.CALL: call_parts, Scope.BLOCK: block_parts}
KINDS: dict[str, tuple[Kind, ...]] = {
    Scope.YEAR: (Kind.ROTATION, Kind.LEAVE),
    Scope.CALL: (Kind.CALL, Kind.ROTATION),
    Scope.BLOCK: (Kind.HALF_DAY,),
}
ADDS: dict[str, tuple[Kind, ...]] = {Scope.BLOCK: (Kind.LEAVE,)}
"""What a solve may give besides and never takes away: leave of the faculty, with a block."""
"""The duties that each kind of solve decides; rotations of a solve of call are attending weeks."""


@dataclass(frozen=True)
class Question:
    """A problem, the rules it is under, and the rows behind it."""

    parts: Parts
    problem: Problem
    rules: tuple[Rule, ...]
    days: Span
    kinds: tuple[Kind, ...]
    adds: tuple[Kind, ...] = ()


def question_of(run: SolverRun, *, at: datetime) -> Question:
    source = Source(run.version)
    days = Span(run.starts_on, run.ends_on)
    parts = PARTS[Scope(run.scope)](source, days)
    parts.today = source.program.today(at)
    kinds = KINDS[run.scope]
    rules = to_solve(rules_of_year(run.version.schedule.academic_year, parts.today), kinds)
    return Question(parts, parts.problem(), rules, days, kinds, ADDS.get(run.scope, ()))


def hint_of(question: Question) -> Roster:
    """What is published, as a place to start from."""
    return Roster(question.problem.published)


def days_of(academic_year: AcademicYear, block: Block | None) -> Span:
    """The year, or the block in which rotations are placed: block 0 goes with block 1."""
    if block is None:
        return Span(academic_year.starts_on, academic_year.ends_on)
    periods = rotation_periods(academic_year.year, academic_year.program.block_calendar)
    period = next(p for p in periods if p.holds(block.starts_on))
    return Span(period.starts_on, period.ends_on)
