"""What is told of a stage: time, memory, gap, and how fair and how full the result is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from benchmarks import figures
from benchmarks.rows import Row
from benchmarks.stages import Stage
from people.models import Enrolment, Slot
from scheduling.engine.metrics import coverage, shares
from scheduling.engine.problem import Away, Problem
from scheduling.engine.result import Result
from scheduling.models import Assignment, ScheduleVersion

SATURDAY = 6
HALF_DAY = timedelta(hours=12)
NOON = 12

Half = tuple[int, date, str]
"""A person's key, the day and AM or PM."""


def stage_rows(
    name: str, stage: Stage, held: figures.Held | None, *, is_compared: bool
) -> Iterator[Row]:
    """Time and memory are told of every stage, a gap only when there is a result."""
    by_processor = stage.effort is not None and stage.effort.cpu_seconds is not None
    yield Row(f"{name}: status", stage.status)
    yield Row(f"{name}: first roster", stage.first_seconds, "s")
    yield Row(
        f"{name}: whole solve",
        stage.seconds,
        "s",
        held and held.seconds if not by_processor else None,
        figures.PEER_SECONDS.get(stage.scope) if is_compared else None,
    )
    most = held and figures.CORES * held.seconds if by_processor else None
    yield Row(f"{name}: processor", stage.cpu_seconds, "s", most)
    yield Row(
        f"{name}: peak memory",
        stage.peak_megabytes,
        "MB",
        figures.PEAK_MEGABYTES if is_compared else figures.LARGE_MEGABYTES,
        figures.PEER_MEGABYTES.get(stage.scope) if is_compared else None,
    )
    result = stage.heard.result
    yield Row(f"{name}: building", result and result.build_seconds, "s", figures.BUILD_SECONDS)
    gap = 100 * result.gap if result and result.tiers else None
    yield Row(f"{name}: largest gap of a tier", gap, "%", held and held.gap)
    if result is not None:
        yield from _tier_rows(name, result)
    yield from _covered_rows(name, stage)


def _tier_rows(name: str, result: Result) -> Iterator[Row]:
    for tier in result.tiers:
        words = f"{tier.objective}, bound {tier.bound}, {tier.seconds:.1f} s"
        yield Row(f"{name}: {tier.tier.name.lower()}", words)


def _covered_rows(name: str, stage: Stage) -> Iterator[Row]:
    """How many of the places that the demands ask for are filled."""
    if stage.heard.best is None:
        return
    covered = coverage(stage.question.problem, stage.heard.best)
    if covered.needed:
        yield Row(f"{name}: places filled", 100 * covered.share, "%", 100, more_is_better=True)


def equity_rows(stage: Stage) -> Iterator[Row]:
    """Most less fewest calls of each group, among people of equal shares, with what they carry."""
    if stage.heard.best is None:
        return
    for share in shares(stage.question.problem, stage.heard.best):
        label = f"Call, {share.pool.label}: most less fewest"
        yield Row(label, share.spread, "", figures.SPREAD)


def filled_row(version: ScheduleVersion, stage: Stage, *, with_peer: bool) -> Row:
    """The share of the residents' half-days on weekdays, absences left out, that hold something."""
    days = stage.question.days
    weekdays = [day for day in days.days() if day.isoweekday() < SATURDAY]
    cells = {(day, slot) for day in weekdays for slot in Slot.values}
    people = Enrolment.objects.filter(
        program=version.schedule.program,
        academic_year=version.schedule.academic_year.year,
        position=Enrolment.Position.RESIDENT,
    ).values_list("person", flat=True)
    rows = Assignment.objects.filter(version=version, person__in=people).half_days()
    held = set(
        rows.overlapping(days.starts_on, days.ends_on).values_list("person", "starts_on", "slot")
    )
    away = _away(stage.question.problem, set(people))
    wanted = {(p, day, slot) for p in people for day, slot in cells} - away
    share = 100 * len(wanted & held) / len(wanted) if wanted else None
    peer = figures.PEER_FILLED if with_peer else None
    return Row("Block: residents' half-days filled", share, "%", None, peer, more_is_better=True)


def _away(problem: Problem, people: set[int]) -> set[Half]:
    """The half-days on which residents are away."""
    return {
        (int(absence.person), *half)
        for absence in problem.away
        if int(absence.person) in people
        for half in _halves(absence)
    }


def _halves(absence: Away) -> Iterator[tuple[date, str]]:
    """Absences run from midnight or noon to noon or midnight, by the clocks."""
    clock, ends = absence.starts_at.replace(tzinfo=None), absence.ends_at.replace(tzinfo=None)
    while clock < ends:
        yield clock.date(), Slot.PM if clock.hour >= NOON else Slot.AM
        clock += HALF_DAY
