"""The sheet of the year: each resident's rotations by block, and the leave below them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from . import formulas, looks
from .block_sheet import hide_keys, offer, printed
from .keys import KEY_COLUMN, KEY_ROW, ColumnKey, RowKey
from .pages import Book, YearLine, YearPage

TITLE = "Year"
TITLE_ROW, BLOCK_ROW, DATES_ROW, FIRST_ROW = 2, 3, 4, 5
TRACK_COLUMN, NAME_COLUMN, FIRST_COLUMN = 2, 3, 4
HEADINGS = {TRACK_COLUMN: "Track", NAME_COLUMN: "Name"}
WIDTHS = {TRACK_COLUMN: 9, NAME_COLUMN: 24}
BLOCK_WIDTH, TALLY_WIDTH = 13, 6.5


class YearSheet:
    """Writes the sheet, and tells the anchored cells that it holds."""

    def __init__(self, worksheet: Worksheet, book: Book, page: YearPage) -> None:
        self.sheet, self.book, self.page = worksheet, book, page
        self.next_row, self.looks = FIRST_ROW, looks.Looks()
        self.rotation_rows: list[int] = []

    def write(self) -> Iterator[tuple[RowKey, dict[ColumnKey, str]]]:
        self._head()
        for title, lines in groupby(self.page.lines, key=lambda line: line.group):
            self._group(title)
            for line in lines:
                yield from self._line(line)
        self.last_row = self.next_row - 1
        self._tallies()
        self._head_counts()
        self._finish()

    @property
    def last_column(self) -> int:
        return FIRST_COLUMN + len(self.page.columns) - 1

    def _head(self) -> None:
        sheet = self.sheet
        sheet.cell(
            TITLE_ROW, 2, f"{self.book.year}-{(self.book.year + 1) % 100:02}"
        ).font = looks.TITLE
        sheet.cell(TITLE_ROW, NAME_COLUMN, self.book.program).font = looks.BOLD
        sheet.cell(TITLE_ROW, FIRST_COLUMN + 3, self.book.said).font = looks.SMALL
        for number, heading in HEADINGS.items():
            self._heading(BLOCK_ROW, number, heading)
            self._heading(DATES_ROW, number, None)
            sheet.column_dimensions[get_column_letter(number)].width = WIDTHS[number]
        for number, column in enumerate(self.page.columns, start=FIRST_COLUMN):
            first, last = column.starts_on, column.ends_on
            sheet.cell(KEY_ROW, number, str(ColumnKey(first, last)))
            self._heading(BLOCK_ROW, number, f"Block {column.number}")
            days = f"{first:%b} {first.day} to {last:%b} {last.day}"
            self._heading(DATES_ROW, number, days).font = looks.SMALL
            sheet.column_dimensions[get_column_letter(number)].width = BLOCK_WIDTH

    def _heading(self, row: int, column: int, text: str | None) -> Any:
        cell = self.sheet.cell(row, column, text)
        cell.font, cell.fill = looks.BOLD, looks.HEAD
        cell.alignment, cell.border = looks.CENTER, looks.GRID
        return cell

    def _group(self, title: str) -> None:
        last = self.last_column + len(self.page.curriculum)
        for column in range(2, last + 1):
            self.sheet.cell(self.next_row, column).fill = looks.GROUP
        self.sheet.cell(self.next_row, NAME_COLUMN, title).font = looks.GROUP_FONT
        self.next_row += 1

    def _line(self, line: YearLine) -> Iterator[tuple[RowKey, dict[ColumnKey, str]]]:
        self.rotation_rows.append(self.next_row)
        self.sheet.cell(self.next_row, TRACK_COLUMN, line.track or None)
        self.sheet.cell(self.next_row, NAME_COLUMN, line.name).font = looks.BOLD
        yield self._cells(RowKey("person", line.person), line.rotations)
        leave = self.sheet.cell(self.next_row, NAME_COLUMN, "    leave")
        leave.font = looks.SMALL
        row = self.next_row
        yield self._cells(RowKey("leave", line.person), line.leave)
        for column in range(FIRST_COLUMN, self.last_column + 1):
            self.sheet.cell(row, column).font = looks.SMALL

    def _cells(self, key: RowKey, texts: tuple[str, ...]) -> tuple[RowKey, dict[ColumnKey, str]]:
        self.sheet.cell(self.next_row, KEY_COLUMN, str(key))
        found: dict[ColumnKey, str] = {}
        columns = zip(self.page.columns, texts, strict=True)
        for number, (column, text) in enumerate(columns, start=FIRST_COLUMN):
            cell = self.sheet.cell(self.next_row, number, text or None)
            if text:
                # Text that begins with "=" is text, not a formula.
                cell.data_type = "s"
            cell.alignment, cell.border = looks.CENTER, looks.GRID
            found[ColumnKey(column.starts_on, column.ends_on)] = text
        self.next_row += 1
        return key, found

    def _tallies(self) -> None:
        """Blocks of each rotation that the curriculum asks for, to the right."""
        first, last = get_column_letter(FIRST_COLUMN), get_column_letter(self.last_column)
        for number, code in enumerate(self.page.curriculum, start=self.last_column + 1):
            self._heading(BLOCK_ROW, number, code)
            self._heading(DATES_ROW, number, None)
            self.sheet.column_dimensions[get_column_letter(number)].width = TALLY_WIDTH
            for row in self.rotation_rows:
                area = f"${first}{row}:${last}{row}"
                self._number(row, number, formulas.blocks_of(area, code, self.book.rotations))

    def _head_counts(self) -> None:
        """Residents on each rotation in each block, below."""
        self.next_row += 1
        self._group("Residents on each rotation")
        for rotation in self.book.rotations:
            self.sheet.cell(self.next_row, NAME_COLUMN, f"{rotation.code}  {rotation.name}")
            for number in range(FIRST_COLUMN, self.last_column + 1):
                letter = get_column_letter(number)
                area = f"{letter}${FIRST_ROW}:{letter}${self.last_row}"
                formula = formulas.blocks_of(area, rotation.code, self.book.rotations)
                self._number(self.next_row, number, formula)
            self.next_row += 1

    def _number(self, row: int, column: int, formula: str) -> None:
        cell = self.sheet.cell(row, column, f"={formula}")
        self.looks.give(
            cell,
            alignment=looks.CENTER,
            border=looks.GRID,
            number_format=looks.HALVES_COUNTED,
        )

    def _finish(self) -> None:
        sheet = self.sheet
        first, last = get_column_letter(FIRST_COLUMN), get_column_letter(self.last_column)
        area = f"{first}{FIRST_ROW}:{last}{self.last_row}"
        looks.color_codes(sheet, area, self.book.rotations)
        for row in self.rotation_rows:
            # Halves and dates of leave are typed, so nothing is refused.
            cells = f"{first}{row}:{last}{row}"
            offer(sheet, cells, "B", len(self.book.rotations), "a rotation", strict=False)
        hide_keys(sheet)
        sheet.freeze_panes = sheet.cell(FIRST_ROW, FIRST_COLUMN)
        end = get_column_letter(self.last_column + len(self.page.curriculum))
        printed(sheet, f"B{TITLE_ROW}:{end}{self.next_row - 1}", f"{TITLE_ROW}:{DATES_ROW}", "B:C")
