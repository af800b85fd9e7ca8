"""What can be said before a solve begins, and which rules meet in what it decides."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from people.models import User
from people.permissions import require
from scheduling.engine.interactions import Interactions, interactions
from scheduling.engine.preflight import Preflight, preflight
from scheduling.engine.rules import ALL
from scheduling.models import AcademicYear, Block, Schedule, ScheduleVersion, SolverRun
from scheduling.services.kept import KeptForAll
from scheduling.services.question import Question, days_of, question_of
from scheduling.services.versions import hold_schedule, new_copy

Scope, Status = SolverRun.Scope, ScheduleVersion.Status
KEPT = 20
"""How many of each sort are kept with the record of a run."""

_looked: KeptForAll[Preflight] = KeptForAll(8, "preflight")
_met: KeptForAll[Interactions] = KeptForAll(8, "interactions")


def look_ahead(
    academic_year: AcademicYear,
    scope: str,
    *,
    by: User,
    at: datetime,
    block: Block | None = None,
) -> Preflight:
    """What a solve would start from. Changes nothing; a second or two for a year of call."""
    require(by, "generate_schedule", academic_year.program, at=at)
    with _as_asked(academic_year, scope, block, by=by, at=at) as run:

        def look() -> Preflight:
            return preflight_of(question_of(run, at=at))

        return _looked.of(run.version, look, scope, block and block.pk, at=at)


def find_interactions(
    academic_year: AcademicYear,
    scope: str,
    *,
    by: User,
    at: datetime,
    block: Block | None = None,
) -> Interactions:
    """Which rules speak about the same assignments, in the problem as it stands today."""
    require(by, "view_draft", academic_year.program, at=at)
    with _as_asked(academic_year, scope, block, by=by, at=at) as run:

        def meet() -> Interactions:
            question = question_of(run, at=at)
            return interactions(question.problem, question.rules)

        return _met.of(run.version, meet, scope, block and block.pk, at=at)


def preflight_of(question: Question) -> Preflight:
    return preflight(question.problem, question.rules, ALL)


def record_of(found: Preflight) -> dict[str, Any]:
    """What is kept of it with a run."""
    return {
        "off": [note.title for note in found.off],
        "idle": [note.title for note in found.idle],
        "certain": [each.message for each in found.certain[:KEPT]],
        "settled": [each.message for each in found.settled[:KEPT]],
        "short": [asdict(line) | {"week": line.week.isoformat()} for line in found.short[:KEPT]],
    }


@contextmanager
def _as_asked(
    academic_year: AcademicYear, scope: str, block: Block | None, *, by: User, at: datetime
) -> Iterator[SolverRun]:
    """The solve that would be asked for; it is not.

    Before anything is planned it would open a draft. So does the look, and does not keep it.
    """
    if (scope == Scope.BLOCK) != (block is not None):
        raise ValidationError("Name a block to look at its half-days, and only then.", code="block")
    if block is not None and block.academic_year_id != academic_year.pk:
        raise ValidationError(f"{block} is not a block of {academic_year}.", code="block")
    days = days_of(academic_year, block)
    with transaction.atomic():
        version = _planned(academic_year) or _empty(academic_year, by=by, at=at)
        try:
            yield SolverRun(
                version=version,
                scope=scope,
                block=block,
                starts_on=days.starts_on,
                ends_on=days.ends_on,
            )
        finally:
            transaction.set_rollback(True)


def _planned(academic_year: AcademicYear) -> ScheduleVersion | None:
    """The draft; without one what is published, of which a draft would be a copy."""
    versions = ScheduleVersion.objects.filter(schedule__academic_year=academic_year)
    versions = versions.select_related("schedule__program", "schedule__academic_year")
    return versions.draft().first() or versions.published().first()


def _empty(academic_year: AcademicYear, *, by: User, at: datetime) -> ScheduleVersion:
    schedule, _ = Schedule.objects.get_or_create(
        program=academic_year.program, academic_year=academic_year
    )
    hold_schedule(schedule)
    # Somebody may have opened the draft while this waited.
    return _planned(academic_year) or new_copy(schedule, None, by=by, at=at)
