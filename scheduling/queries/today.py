"""A program today: its block, its versions, who is on call now and next, who is away, solves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from people.models import Absence, Program
from scheduling.models import AcademicYear, Block, ScheduleVersion, SolverRun
from scheduling.queries.on_call import OnCall, on_call_now_and_later
from scheduling.queries.version_states import VersionState, version_states

Status = ScheduleVersion.Status


@dataclass(frozen=True, slots=True)
class ProgramToday:
    """One program at one moment."""

    program: Program
    today: date
    year: AcademicYear | None
    block: Block | None
    draft: VersionState | None
    published: VersionState | None
    runs: tuple[SolverRun, ...]
    now: tuple[OnCall, ...]
    later: tuple[OnCall, ...]
    away: tuple[Absence, ...]

    @property
    def block_shown(self) -> int:
        """Block 0 is shown with block 1."""
        return max(self.block.number, 1) if self.block else 1


def program_today(program: Program, at: datetime) -> ProgramToday:
    """About twelve queries."""
    today = program.today(at)
    year = year_of(program, today)
    versions = version_states(year) if year else {}
    published = versions.get(Status.PUBLISHED)
    runs = SolverRun.objects.active().filter(version__schedule__program=program)
    # Where nothing is published, nobody was ever asked to be on call: no gap either.
    now, later = on_call_now_and_later(program, at) if published else ([], [])
    return ProgramToday(
        program=program,
        today=today,
        year=year,
        block=_block(year, today),
        draft=versions.get(Status.DRAFT),
        published=published,
        runs=tuple(runs.select_related("block")),
        now=tuple(now),
        later=tuple(later),
        away=tuple(_away(program, today)),
    )


def year_of(program: Program, day: date) -> AcademicYear | None:
    """The academic year that the day is in."""
    return AcademicYear.objects.filter(
        program=program, starts_on__lte=day, ends_on__gte=day
    ).first()


def _away(program: Program, today: date) -> Iterable[Absence]:
    rows = Absence.objects.approved().filter(program=program).overlapping(today, today)
    return rows.select_related("person").order_by("person__last_name", "pk")


def _block(year: AcademicYear | None, today: date) -> Block | None:
    if year is None:
        return None
    return year.blocks.filter(starts_on__lte=today, ends_on__gte=today).first()
