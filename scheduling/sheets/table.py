"""What the layouts of foreign workbooks share: names to the left of the first headed column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from openpyxl.utils import get_column_letter

from .entries import Found
from .opening import Cells, text_of

LEVEL = re.compile(r"(?:pgy|r)[ -]?([1-8])(?:s|\b)", re.IGNORECASE)
NAME_HEADINGS = ("name", "provider", "resident", "person", "physician", "faculty")


@dataclass(frozen=True, slots=True)
class Known:
    """What the program knows by name."""

    person: Callable[[str], bool]
    rotation: Callable[[str], bool]
    call: Callable[[str], bool]


class Table:
    """One worksheet, and where the people stand in it."""

    def __init__(
        self,
        title: str,
        cells: Cells,
        found: Found,
        head: int,
        first: int,
        known: Known,
        year: int,
    ) -> None:
        self.title, self.cells, self.found, self.head = title, cells, found, head
        self.first, self.known, self.year = first, known, year
        self.left = {
            place: text_of(value)
            for place, value in cells.items()
            if place[0] > head - 1 and place[1] < first
        }
        self.name_column = self._name_column()
        self.names = {
            row: text
            for (row, column), text in self.left.items()
            if column == self.name_column and row > head and not is_heading(text)
        }

    def _name_column(self) -> int:
        """Where most of the people are that the program knows; else what is headed like it."""
        known = Counter(c for (row, c), text in self.left.items() if self.known.person(text))
        if known:
            return known.most_common(1)[0][0]
        headed = [c for (_, c), text in self.cells_above() if is_heading(text)]
        words = Counter(
            c for (_, c), text in self.left.items() if re.search(r"[A-Za-z]{2},? \w", text)
        )
        return next(iter(headed), words.most_common(1)[0][0] if words else self.first - 1)

    def cells_above(self) -> Iterator[tuple[tuple[int, int], str]]:
        for (row, column), value in self.cells.items():
            if row <= self.head + 3 and column < self.first:
                yield (row, column), text_of(value)

    def note_levels(self, rows: Iterable[int]) -> None:
        """The PGY of people whom nobody knows: in their row, else in the heading of their group."""
        for row in rows:
            who = self.names[row]
            level = None if self.known.person(who) else self._level(row) or self._group_level(row)
            if level:
                self.found.levels[who] = level

    def _level(self, row: int) -> int | None:
        """“PGY-2” or “R2”; or a number in the column that is headed PGY."""
        for (at, column), text in self.left.items():
            if at != row:
                continue
            if match := LEVEL.fullmatch(text):
                return int(match[1])
            if column in self._level_columns and text in "12345678":
                return int(text)
        return None

    @cached_property
    def _level_columns(self) -> set[int]:
        return {c for (_, c), text in self.cells_above() if text.casefold() in ("pgy", "level")}

    def _group_level(self, row: int) -> int | None:
        above = [level for at, level in self._group_headings if at < row]
        return above[-1] if above else None

    @cached_property
    def _group_headings(self) -> list[tuple[int, int]]:
        """Rows in which a PGY stands alone, from top to bottom."""
        rows = Counter(row for row, _ in self.cells)
        return [
            (row, int(match[1]))
            for (row, _), text in sorted(self.left.items())
            if rows[row] == 1 and (match := LEVEL.match(text))
        ]

    def place(self, row: int, column: int) -> str:
        return f"{self.title}!{get_column_letter(column)}{row}"


def is_heading(text: str) -> bool:
    return text.casefold().strip(" :") in NAME_HEADINGS


def is_number(text: str) -> bool:
    return re.fullmatch(r"[\d.,%]+", text) is not None
