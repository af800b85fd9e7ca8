"""Where the marks of pictures stand: dots along a line, cells of a heat map, columns of months."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scheduling.engine.academic_year import Span
from scheduling.engine.training import Projection

DOT, STEP = 3, 7
"""Radius of a dot, and how far apart they are."""
EDGE = 6
NARROWEST = 4
"""The least that a line spans, in what is counted."""
TALLEST = 8
"""Dots above each other; more of them stand closer."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A person, or one who looks at their own number."""

    x: float
    y: float
    mine: bool


@dataclass(frozen=True, slots=True)
class Strip:
    """People along a line from the lowest number to the highest."""

    width: int
    height: int
    dots: tuple[Dot, ...]
    middle: float
    """Where the median is."""
    radius: int = DOT

    @property
    def base(self) -> int:
        return self.height - 2


def strip(
    levels: Sequence[float], *, middle: float, mine: float | None = None, width: int = 220
) -> Strip:
    """`levels` are numbers of people, one of them `mine`. Equal ones stand above each other."""
    columns = [round(_along(level, levels, width) / STEP) for level in levels]
    tall = max(Counter(columns).values())
    step = STEP if tall <= TALLEST else STEP * TALLEST / tall
    height = min(tall, TALLEST) * STEP + 2 * EDGE
    own = levels.index(mine) if mine is not None else None
    dots = tuple(
        Dot(
            column * STEP,
            round(height - EDGE - columns[:index].count(column) * step, 1),
            index == own,
        )
        for index, column in enumerate(columns)
    )
    return Strip(width, height, dots, round(_along(middle, levels, width), 1))


def _along(level: float, levels: Sequence[float], width: int) -> float:
    """The line spans at least a quarter of the numbers, so that one more or less looks like little."""
    low, high = min(levels), max(levels)
    span = max(high - low, NARROWEST, (low + high) / 8)
    start = (low + high - span) / 2
    return EDGE + (width - 2 * EDGE) * (level - start) / span


# Heat maps: rows by weeks


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A week of a row: how dark it is, and what it says."""

    x: int
    shade: str
    says: str
    text: str


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A row, below a heading where a group begins."""

    y: int
    label: str
    note: str
    heading: str
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class Heat:
    """The whole picture, and where the months begin."""

    width: int
    height: int
    rows: tuple[HeatRow, ...]
    months: tuple[tuple[int, str], ...]
    now: int | None
    """Where the week is that holds today."""


@dataclass(frozen=True, slots=True)
class Line:
    """What a row of a heat map is made of: (shade, what it says, what stands in it) of each week."""

    label: str
    group: str
    note: str
    weeks: Sequence[tuple[str, str, str]]


LABELS, CELL, HIGH, HEADING, TOP, NOTES = 140, 13, 18, 24, 20, 90
MIDDLE_OF_A_WEEK = timedelta(days=3)


def heat(lines: Iterable[Line], weeks: Sequence[Span], today: date) -> Heat:
    """Rows in their order, with a heading before each group."""
    rows, y, group = [], TOP, None
    for line in lines:
        heading = line.group if line.group != group else ""
        group = line.group
        y += HEADING if heading else 0
        rows.append(HeatRow(y, line.label, line.note, heading, tuple(_cells(line))))
        y += HIGH
    months = tuple(_months(weeks))
    now = next((_left(i) for i, week in enumerate(weeks) if week.holds(today)), None)
    return Heat(LABELS + len(weeks) * CELL + NOTES, y + 4, tuple(rows), months, now)


def _cells(line: Line) -> Iterator[HeatCell]:
    for index, (shade, says, text) in enumerate(line.weeks):
        if says:
            yield HeatCell(_left(index), shade, says, text)


def _months(weeks: Sequence[Span]) -> Iterator[tuple[int, str]]:
    """At the first week that lies mostly in a month."""
    seen = set()
    for index, week in enumerate(weeks[:-1]):
        middle = week.starts_on + MIDDLE_OF_A_WEEK
        if middle.replace(day=1) not in seen:
            seen.add(middle.replace(day=1))
            yield _left(index), f"{middle:%b}"


def _left(index: int) -> int:
    return LABELS + index * CELL


# A requirement as a bar


@dataclass(frozen=True, slots=True)
class Bar:
    """Percent of what is needed, one after the other, and no more than all of it."""

    done: float
    planned: float
    later: float

    @property
    def to_later(self) -> float:
        return self.done + self.planned


def progress_bar(projection: Projection) -> Bar:
    room, found = 100.0, []
    for amount in (projection.done, projection.planned, projection.later):
        share = min(room, round(100 * amount / projection.needed, 1)) if projection.needed else room
        found.append(share)
        room -= share
    return Bar(*found)


# Columns: parts on top of each other

WIDE, TALL, FOOT, HEAD = 52, 120, 18, 14


@dataclass(frozen=True, slots=True)
class Column:
    """What is counted, by style from the bottom up, and how it is said."""

    label: str
    parts: tuple[tuple[str, int], ...]
    says: str
    pale: bool = False

    @property
    def count(self) -> int:
        return sum(count for _, count in self.parts)


@dataclass(frozen=True, slots=True)
class Part:
    style: str
    x: int
    y: float
    height: float
    width: int = WIDE - 16


@dataclass(frozen=True, slots=True)
class Drawn:
    """A column with its number on top and its label below."""

    column: Column
    bars: tuple[Part, ...]
    middle: int
    top: float


@dataclass(frozen=True, slots=True)
class Columns:
    drawn: tuple[Drawn, ...]

    @property
    def width(self) -> int:
        return WIDE * len(self.drawn)

    @property
    def height(self) -> int:
        return TALL + FOOT

    @property
    def says(self) -> str:
        return "; ".join(each.column.says for each in self.drawn)


def columns(counted: Sequence[Column]) -> Columns:
    """The tallest fills the picture."""
    most = max([column.count for column in counted] + [1])
    return Columns(tuple(_drawn(place, column, most) for place, column in enumerate(counted)))


def _drawn(place: int, column: Column, most: int) -> Drawn:
    floor, bars = float(TALL), []
    for style, count in column.parts:
        height = (TALL - HEAD) * count / most
        floor -= height
        bars.append(Part(style, WIDE * place + 8, round(floor, 1), round(height, 1)))
    return Drawn(column, tuple(bars), WIDE * place + WIDE // 2, round(floor - 3, 1))
