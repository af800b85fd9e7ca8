"""Where a program stands today: its block, what is planned and published, solves, tonight's call."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Func, IntegerField

from people.models import Absence, Program
from scheduling.models import AcademicYear, Block, ScheduleVersion, SolverRun
from scheduling.queries.on_call import OnCall, on_call_of_day

Status = ScheduleVersion.Status


@dataclass(frozen=True, slots=True)
class VersionState:
    """A version, and how much the last check found in it; None when it changed since."""

    pk: int
    number: int
    published_at: datetime | None
    violations: int | None
    advisories: int | None


@dataclass(frozen=True, slots=True)
class ProgramOverview:
    """One program on one day."""

    program: Program
    today: date
    year: AcademicYear | None
    block: Block | None
    draft: VersionState | None
    published: VersionState | None
    runs: tuple[SolverRun, ...]
    tonight: tuple[OnCall, ...]
    away: tuple[Absence, ...]
    leave_to_decide: int

    @property
    def block_shown(self) -> int:
        """Block 0 is shown with block 1."""
        return max(self.block.number, 1) if self.block else 1


def program_overview(program: Program, at: datetime) -> ProgramOverview:
    """About twelve queries for each program."""
    today = program.today(at)
    year = AcademicYear.objects.filter(
        program=program, starts_on__lte=today, ends_on__gte=today
    ).first()
    versions = _versions(year)
    published = versions.get(Status.PUBLISHED)
    runs = SolverRun.objects.active().filter(version__schedule__program=program)
    return ProgramOverview(
        program=program,
        today=today,
        year=year,
        block=_block(year, today),
        draft=versions.get(Status.DRAFT),
        published=published,
        runs=tuple(runs.select_related("block")),
        # Where nothing is published, nobody was ever asked to be on call: no gap either.
        tonight=tuple(on_call_of_day(program, today)) if published else (),
        away=tuple(_away(program, today)),
        leave_to_decide=Absence.objects.filter(
            program=program, status=Absence.Status.REQUESTED, ends_on__gte=today
        ).count(),
    )


def _away(program: Program, today: date) -> Iterable[Absence]:
    rows = Absence.objects.approved().filter(program=program).overlapping(today, today)
    return rows.select_related("person").order_by("person__last_name", "pk")


def found(*, hard: bool) -> Func:
    """How many findings of a kind the report of a version holds; null without a report."""
    which = f"$.findings[*] ? (@.hard == {str(hard).lower()})"
    return Func(
        F("report"),
        template=f"jsonb_array_length(jsonb_path_query_array(%(expressions)s, '{which}'))",
        output_field=IntegerField(),
    )


def _versions(year: AcademicYear | None) -> dict[str, VersionState]:
    if year is None:
        return {}
    shown = ScheduleVersion.objects.filter(
        schedule__academic_year=year, status__in=(Status.DRAFT, Status.PUBLISHED), scenario=""
    )
    rows: Iterable[tuple[str, int, int, datetime | None, int | None, int | None]] = (
        shown.annotate(violations=found(hard=True), advisories=found(hard=False))
        .order_by("number")
        .values_list("status", "pk", "number", "published_at", "violations", "advisories")
    )
    return {row[0]: VersionState(*row[1:]) for row in rows}


def _block(year: AcademicYear | None, today: date) -> Block | None:
    if year is None:
        return None
    return year.blocks.filter(starts_on__lte=today, ends_on__gte=today).first()
