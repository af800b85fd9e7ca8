"""What the grid of a year shows: blocks, residents with their cells, head counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from scheduling.models import Rotation
from scheduling.queries.entries import rotation_style
from scheduling.queries.faults import FaultList, Mark
from scheduling.queries.grid_menus import Menu
from scheduling.queries.year_tallies import Tallies


@dataclass(frozen=True, slots=True)
class Column:
    """A block in which rotations are placed."""

    number: int
    starts_on: date
    ends_on: date
    is_now: bool
    mark: Mark | None
    anchor: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A rotation in a cell, or in one half of it."""

    code: str
    name: str
    style: str
    assignment: int | None = None
    """The row behind it, of which one can ask why."""
    path: str = ""
    """Where it is changed, below the page of the grid and the version."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one resident does in one block; two pieces where the halves differ."""

    path: str
    pieces: tuple[Piece, ...]
    leave: str
    is_now: bool
    mark: Mark | None
    anchor: str


@dataclass(frozen=True, slots=True)
class Row:
    """A resident's year."""

    person: int
    name: str
    track: str
    cells: tuple[Cell, ...]
    tallies: Tallies
    leave_weeks: int
    """Weeks of leave that the version gives."""
    mark: Mark | None
    anchor: str


@dataclass(frozen=True, slots=True)
class Group:
    """The residents of one PGY."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class HeadCount:
    """How many residents a rotation has in a block; both halves where they differ."""

    text: str
    style: str
    is_now: bool


@dataclass(frozen=True, slots=True)
class CountRow:
    """A rotation's head counts, against what it asks for."""

    piece: Piece
    asks: tuple[str, ...]
    cells: tuple[HeadCount, ...]


@dataclass(frozen=True, slots=True)
class YearGrid:
    """All that the page of the year needs."""

    menus: tuple[Menu, ...]
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    leave_granted: int
    counts: tuple[CountRow, ...]
    legend: tuple[Piece, ...]
    faults: FaultList
    is_empty: bool

    @property
    def width(self) -> int:
        """The columns of the table: the name, the blocks, two tallies, the row's own findings."""
        return len(self.columns) + 4


def piece_of(rotation: Rotation) -> Piece:
    return Piece(rotation.code, rotation.name, rotation_style(rotation.pk))
