"""Reads a worksheet of people by blocks: rotations, and the leave of each in the row below."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise

from scheduling.engine.academic_year import Block, Span, halves

from .entries import Found, Sort
from .opening import Cells, text_of
from .parts import entries_of, halves_of, leave_in, rotations_in
from .table import Known, Table, is_number

LEAVE_LABEL = re.compile(r"leave|lv|vac(ation)?|pto|al", re.IGNORECASE)


class BlocksSheet(Table):
    """People by blocks, the leave of each in the row below."""

    def __init__(
        self,
        title: str,
        cells: Cells,
        found: Found,
        head: int,
        blocks: Mapping[int, Block],
        known: Known,
        year: int,
    ) -> None:
        super().__init__(title, cells, found, head, min(blocks), known, year)
        self.columns = dict(_halves(blocks))

    def read(self) -> None:
        above = 0
        last = max((row for row, _ in self.cells), default=0)
        for row in range(self.head + 1, last + 1):
            who = self.names.get(row, "")
            if who and not LEAVE_LABEL.fullmatch(who) and self._says_rotations(row, who):
                self._rotations(row, who)
                self.note_levels([row])
                above = row
            elif above == row - 1 and self._texts(row):
                self._leave(row, self.names[above])

    def _texts(self, row: int) -> dict[int, str]:
        return {
            column: text_of(self.cells[row, column])
            for column in self.columns
            if (row, column) in self.cells
        }

    def _says_rotations(self, row: int, who: str) -> bool:
        texts = self._texts(row).values()
        return bool(texts) and (
            self.known.person(who) or not all(is_number(text) for text in texts)
        )

    def _rotations(self, row: int, who: str) -> None:
        for column, text in self._texts(row).items():
            block, span = self.columns[column]
            place = self.place(row, column)
            if span is None:
                pair = halves_of(text, is_code=self.known.rotation)
                parts = rotations_in(*pair, block)
            else:
                parts = {span.starts_on: (text, span.ends_on)}
            self.found.extend(entries_of(Sort.ROTATION, place, who, None, None, parts))

    def _leave(self, row: int, who: str) -> None:
        for column, text in self._texts(row).items():
            parts = leave_in(text, self.year)
            place = self.place(row, column)
            if parts is None:
                self.found.remarks.append(f"{place}: “{text}” does not say days and was not read.")
            else:
                self.found.extend(entries_of(Sort.LEAVE, place, who, None, None, parts))


def _halves(blocks: Mapping[int, Block]) -> Iterator[tuple[int, tuple[Block, Span | None]]]:
    """A column for a block; or two, one for each half."""
    columns = sorted(blocks)
    steps = Counter(after - before for before, after in pairwise(columns))
    paired = steps.most_common(1)[0][0] == 2
    for column in columns:
        spans = halves(blocks[column])
        if paired and len(spans) == 2:
            yield column, (blocks[column], spans[0])
            yield column + 1, (blocks[column], spans[1])
        else:
            yield column, (blocks[column], None)
