"""Half-days that were made for a rotation, a leave or a call, when that changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from scheduling.bridge.call import CallPart
from scheduling.bridge.half_day_cells import Cell
from scheduling.bridge.half_days import HalfDayPart
from scheduling.bridge.parts import Parts
from scheduling.bridge.people import add_people
from scheduling.bridge.rows import row_for
from scheduling.bridge.source import AnyRow, Source
from scheduling.bridge.timeline import Timeline
from scheduling.engine.academic_year import Span
from scheduling.models import Assignment

ONE_DAY = timedelta(days=1)

Place = tuple[int, date, str]
"""A half-day of a person."""


@dataclass
class Following:
    """Made rows that fit no longer, what the pattern says instead, and where it leaves a choice."""

    gone: list[Assignment] = field(default_factory=list)
    came: list[Assignment] = field(default_factory=list)
    left_open: dict[Place, list[Assignment]] = field(default_factory=dict)


def follow(before: Source, after: Source, changed: Iterable[Assignment]) -> Following:
    """What rests on the changed rows. What was locked or set by hand stays as it is.

    Only half-days for which something else is allowed than before are looked at, on days whose
    half-days were planned.
    """
    touched = _touched(changed)
    if not touched:
        return Following()
    were, are = _Cells(before, touched), _Cells(after, touched)
    standing = {(r.person_id, r.starts_on, r.slot): r for r in after.of_kind("half-day")}
    found = Following()
    for place in sorted(were.allowed.keys() | are.allowed.keys()):
        if were.allowed.get(place) != are.allowed.get(place) and place[1] in were.planned_days:
            _replace(after, place, standing.get(place), are.allowed.get(place, ()), found)
    return found


def _replace(
    after: Source,
    place: Place,
    row: AnyRow | None,
    allowed: tuple[int, ...],
    found: Following,
) -> None:
    if row is not None and (not row.pk or not row.is_replaceable or row.activity_id in allowed):
        return
    if row is not None:
        found.gone.append(after.named(row))
    rows = [_made(after, place, activity, chosen=len(allowed) > 1) for activity in allowed]
    if len(rows) == 1:
        found.came += rows
    elif rows:
        found.left_open[place] = rows


def _made(source: Source, place: Place, activity: int, *, chosen: bool) -> Assignment:
    person, day, slot = place
    row = source.named(row_for(source, person, source.activities[activity], Span(day, day), slot))
    row.source = Assignment.Source.SOLVER if chosen else Assignment.Source.PATTERN
    return row


def _touched(changed: Iterable[Assignment]) -> dict[int, set[date]]:
    """Days on which the changed rows decide what fills a half-day, by person."""
    found: dict[int, set[date]] = defaultdict(set)
    for row in changed:
        if row.kind != Assignment.Kind.HALF_DAY:
            # The day after a call, and after a week of attending, is for something else.
            found[row.person_id] |= set(Span(row.starts_on, row.ends_on + ONE_DAY).days())
    return found


class _Cells:
    """What each half-day of some people may hold on some days."""

    def __init__(self, source: Source, touched: dict[int, set[date]]) -> None:
        parts = Parts(source.program.time_zone)
        add_people(parts, source)
        CallPart(parts, source).add_assigned(replanned=None)
        half_days = HalfDayPart(parts, source, Timeline(source))
        self.planned_days = half_days.planned_days
        self.allowed = {
            (cell.enrolment.person_id, cell.day, cell.slot): tuple(a.pk for a in cell.allowed)
            for cell in _cells(source, half_days, touched)
        }


def _cells(source: Source, half_days: HalfDayPart, touched: dict[int, set[date]]) -> Iterator[Cell]:
    whole = Span(source.first_day, source.last_day)
    for enrolment in source.enrolments:
        days = [day for day in sorted(touched.get(enrolment.person_id, ())) if whole.holds(day)]
        yield from half_days.cells_of([enrolment], days)
