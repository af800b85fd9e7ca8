"""Asking for the year of several programs at once: each gets a run, and so a task, of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError

from people.models import Program, User
from people.permissions import require
from scheduling.models import AcademicYear, SolverRun
from scheduling.services.solve import SolveRefused, request_solve


@dataclass(frozen=True)
class Asked:
    """What became of the request for one program: its run, or why there is none."""

    program: Program
    run: SolverRun | None = None
    refusal: str = ""


def request_solves(
    programs: Iterable[Program],
    year: int,
    *,
    by: User,
    at: datetime,
    seconds: int | None = None,
    seed: int = 1,
) -> tuple[Asked, ...]:
    """Queue the year's solve of each program. One that is refused does not stop the others."""
    return tuple(_ask(program, year, by, at, seconds, seed) for program in programs)


def _ask(
    program: Program, year: int, by: User, at: datetime, seconds: int | None, seed: int
) -> Asked:
    try:
        require(by, "generate_schedule", program, at=at)
        opened = _opened(program, year)
        scope = SolverRun.Scope.YEAR
        run = request_solve(opened, scope, by=by, at=at, seconds=seconds, seed=seed)
    except ValidationError as refusal:
        return Asked(program, refusal=" ".join(refusal.messages))
    except PermissionDenied as refusal:
        return Asked(program, refusal=str(refusal))
    return Asked(program, run)


def _opened(program: Program, year: int) -> AcademicYear:
    opened = AcademicYear.objects.filter(program=program, year=year).first()
    if opened is None:
        raise SolveRefused(f"{program} has no academic year {year}. Open it first.", code="no-year")
    return opened
