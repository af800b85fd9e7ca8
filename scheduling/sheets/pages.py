"""What a workbook of the schedule shows, sheet by sheet, before it is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

LEAVE = "LV"
SLOTS = ("AM", "PM")
BETWEEN_HALVES = " / "
"""Between the rotations of the two halves of a block, where they differ."""
BETWEEN_NAMES = ", "


@dataclass(frozen=True, slots=True)
class Code:
    """A code that a cell may hold, its color, and what it counts for in the footer."""

    code: str
    name: str
    color: str
    clinic: bool = False
    procedure: bool = False
    needs_by_level: bool = False
    needs_one: bool = False
    supervises: bool = False
    place: str = ""
    room_units: int = 0
    room_once: bool = False
    parts: tuple[str, str] | None = None
    """Of a rotation made of two others: the codes of its halves."""


@dataclass(frozen=True, slots=True)
class Day:
    on: date
    note: str
    """The name of a holiday or another special day."""


@dataclass(frozen=True, slots=True)
class CallLine:
    """One line of the call roster: for each day the names of those who have it."""

    call_type: int
    code: str
    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody's block: the rotation of each half, and a code for each half-day."""

    person: int
    group: str
    pgy: int | None
    role: str
    name: str
    rotations: tuple[str, str]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Site:
    code: str
    rooms: int


@dataclass(frozen=True, slots=True)
class Ratio:
    """Quarters of an attending for each PGY-1 and for each other resident."""

    first_year: int
    later: int


@dataclass(frozen=True, slots=True)
class BlockPage:
    number: int
    days: tuple[Day, ...]
    halves: tuple[tuple[date, date], ...]
    """First and last day of each half of the block; one, where it is short."""
    calls: tuple[CallLine, ...]
    people: tuple[PersonLine, ...]
    sites: tuple[Site, ...]
    ratio: Ratio | None
    """None: the program's rule about attendings is off."""

    @property
    def title(self) -> str:
        return f"Block {self.number}"


@dataclass(frozen=True, slots=True)
class YearLine:
    """A resident's year: rotations, leave that the version gives, and other time away."""

    person: int
    group: str
    track: str
    name: str
    rotations: tuple[str, ...]
    leave: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A block of the year, with the days of its halves."""

    number: int
    starts_on: date
    ends_on: date
    halves: tuple[tuple[date, date], ...]


@dataclass(frozen=True, slots=True)
class YearPage:
    columns: tuple[Column, ...]
    lines: tuple[YearLine, ...]
    curriculum: tuple[str, ...]
    """The codes that are tallied for each resident."""


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook: one block, or the year with all of its blocks."""

    program: str
    slug: str
    year: int
    version: int
    said: str
    """The version in words, like “Draft 3”."""
    written_at: datetime
    activities: tuple[Code, ...]
    rotations: tuple[Code, ...]
    names: tuple[str, ...]
    """As they stand in the call rows."""
    year_page: YearPage | None
    blocks: tuple[BlockPage, ...]
