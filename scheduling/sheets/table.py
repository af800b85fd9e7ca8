"""What the layouts of foreign workbooks share: names to the left of the first headed column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from .entries import Found
from .opening import Cells, text_of

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

    def place(self, row: int, column: int) -> str:
        return f"{self.title}!{get_column_letter(column)}{row}"


def is_heading(text: str) -> bool:
    return text.casefold().strip(" :") in NAME_HEADINGS


def is_number(text: str) -> bool:
    return re.fullmatch(r"[\d.,%]+", text) is not None
