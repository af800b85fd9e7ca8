"""The weekly pattern of a rotation as tables: one for each week of the block and each PGY."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from people.models import SLOTS
from scheduling.models import Activity, PatternCell
from scheduling.queries.entries import activity_style

WEEKDAYS = {
    1: "Monday",
    2: "Tuesday",
    3: "Wednesday",
    4: "Thursday",
    5: "Friday",
    6: "Saturday",
    7: "Sunday",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the activities that may fill a half-day."""

    code: str
    name: str
    style: str


@dataclass(frozen=True, slots=True)
class PatternRow:
    """The mornings or the afternoons of a week; an empty cell is left to a more general table."""

    slot: str
    cells: tuple[tuple[Choice, ...], ...]


@dataclass(frozen=True, slots=True)
class PatternWeek:
    """Seven days by two halves, for some weeks and some residents."""

    title: str
    days: tuple[str, ...]
    rows: tuple[PatternRow, ...]


def weekly_patterns(cells: Iterable[PatternCell]) -> tuple[PatternWeek, ...]:
    """The most general table first. Reads each cell's activity: select it with the cells."""
    tables: dict[tuple[int, int], dict[tuple[str, int], list[Choice]]] = {}
    for cell in cells:
        table = tables.setdefault((cell.week or 0, cell.pgy or 0), {})
        table.setdefault((cell.slot, cell.weekday), []).append(_choice(cell.activity))
    return tuple(_week(*key, tables[key]) for key in sorted(tables))


def _week(week: int, pgy: int, table: dict[tuple[str, int], list[Choice]]) -> PatternWeek:
    rows = tuple(
        PatternRow(slot, tuple(tuple(table.get((slot, day), ())) for day in WEEKDAYS))
        for slot in SLOTS
    )
    which = f"Week {week} of the block" if week else "Every week"
    who = f"PGY-{pgy}" if pgy else "everybody"
    return PatternWeek(f"{which}, {who}", tuple(name[:3] for name in WEEKDAYS.values()), rows)


def _choice(activity: Activity) -> Choice:
    return Choice(activity.code, activity.name, activity_style(activity.pk))
