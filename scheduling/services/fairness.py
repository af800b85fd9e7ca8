"""Answers how duties are shared out: to those who plan by name, to others as an anonymous spread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from people.models import Person, Program, User
from people.permissions import require
from scheduling.engine.academic_year import Span
from scheduling.engine.equity import Held, SharedOut
from scheduling.models import ScheduleVersion
from scheduling.queries.coverage import Coverage, coverage
from scheduling.queries.equity import Equity, Measure, Period, equity
from scheduling.queries.version_of_today import version_of_today
from scheduling.queries.week_load import WeekLoad, week_load

SMALLEST_GROUP = 5
"""In a smaller one everybody could tell whose number is whose."""


def find_equity(
    version: ScheduleVersion, *, by: User, at: datetime, period: Period = Period.YEAR
) -> Equity:
    """Every person's share of every duty that is shared out."""
    program = version.schedule.program
    require(by, "view_equity", program, at=at)
    return equity(version, today=program.today(at), period=period)


def find_week_load(version: ScheduleVersion, *, by: User, at: datetime) -> WeekLoad:
    """Hours of every person in every week of the year."""
    require(by, "view_equity", version.schedule.program, at=at)
    return week_load(version)


def find_coverage(
    version: ScheduleVersion, *, by: User, at: datetime, within: Span | None = None
) -> Coverage:
    """Residents on every rotation in every week of the year, or in those that touch some days."""
    require(by, "view_equity", version.schedule.program, at=at)
    return coverage(version, within)


@dataclass(frozen=True, slots=True)
class MyNumber:
    """What one person has of a measure, among others whose names are not told."""

    measure: Measure
    held: Held
    group: str
    people: int
    levels: tuple[float, ...]
    """Of everybody in the group, from the lowest; none of a group that is too small."""
    middle: float | None


@dataclass(frozen=True, slots=True)
class MyNumbers:
    """One's own numbers; unknown while nothing is published."""

    program: Program
    known: bool
    period: Period
    numbers: tuple[MyNumber, ...] = ()


def my_numbers(
    person: Person, program: Program, *, by: User, at: datetime, period: Period = Period.YEAR
) -> MyNumbers:
    """Of this academic year, as published."""
    require(by, "view_own_schedule", program, at=at, person=person)
    today = program.today(at)
    version = version_of_today(program, at=at)
    if version is None:
        return MyNumbers(program, known=False, period=period)
    found = equity(version, today=today, period=period)
    mine = ((measure, measure.of(person.pk)) for measure in found.measures)
    numbers = tuple(_number(measure, *there) for measure, there in mine if there is not None)
    return MyNumbers(program, known=True, period=period, numbers=numbers)


def _number(measure: Measure, group: SharedOut, held: Held) -> MyNumber:
    told = len(group.held) >= SMALLEST_GROUP and any(group.levels)
    return MyNumber(
        measure=measure,
        held=held,
        group=group.label,
        people=len(group.held),
        levels=tuple(group.levels) if told else (),
        middle=group.middle if told else None,
    )
