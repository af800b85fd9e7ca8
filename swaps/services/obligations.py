"""Duties as obligations: found for a row of the schedule, and the row found for them again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from people.models import Program
from people.wording import said
from scheduling.models import Assignment, ScheduleVersion
from swaps.models import Obligation
from swaps.models.obligation import NAMED_BY, name_of
from swaps.services.refused import SwapRefused

TIMES = ("ends_on", "starts_at", "ends_at")


def obligation_of(row: Assignment) -> Obligation:
    """The standing obligation behind a published row, made when it is first traded."""
    named = {column: getattr(row, column) for column in NAMED_BY}
    times = {column: getattr(row, column) for column in TIMES}
    found, _ = Obligation.objects.standing().get_or_create(
        **named, defaults={**times, "program": row.version.schedule.program}
    )
    return found


def published_versions(program: Program) -> Iterable[ScheduleVersion]:
    rows = ScheduleVersion.objects.of_program(program).published()
    return rows.select_related("schedule__program", "schedule__academic_year")


def row_of(obligation: Obligation) -> Assignment:
    """Its row in what is published. Refused when there is none by now."""
    row = rows_of([obligation]).get(obligation.pk)
    if row is None:
        raise SwapRefused(
            said(
                "{person} has {what} no more; look at the schedule again.",
                person=obligation.person,
                what=obligation.what,
            ),
            code="changed",
        )
    return row


def rows_of(obligations: Iterable[Obligation]) -> dict[int, Assignment]:
    """The published row of each that still has one, by the key of the obligation. One query."""
    asked = list(obligations)
    if not asked:
        return {}
    wanted = {name_of(each): each.pk for each in asked}
    people = {each.person_id for each in asked}
    days = {each.starts_on for each in asked}
    rows = Assignment.objects.filter(
        version__status=ScheduleVersion.Status.PUBLISHED, person__in=people, starts_on__in=days
    ).with_names()
    rows = rows.select_related(
        "person", "rotation", "activity", "call_type", "version__schedule__program",
        "version__schedule__academic_year",
    )  # fmt: skip
    return {wanted[name_of(row)]: row for row in rows if name_of(row) in wanted}


def end(obligation: Obligation, why: str, *, at: datetime) -> None:
    """It is theirs no more."""
    Obligation.objects.standing().filter(pk=obligation.pk).update(ended_at=at, end=why[:200])
