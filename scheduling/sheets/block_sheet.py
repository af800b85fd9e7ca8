"""A sheet of a block as coordinators keep it: call on top, people by half-days, staffing below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from . import formulas, looks
from .keys import KEY_COLUMN, KEY_ROW, ColumnKey, RowKey
from .pages import SLOTS, BlockPage, Book, Code, Day, PersonLine

TITLE_ROW, WEEKDAY_ROW, DATE_ROW, SLOT_ROW, FIRST_ROW = 2, 3, 4, 5, 6
ROTATION_COLUMNS, ROLE_COLUMN, NAME_COLUMN, FIRST_COLUMN = (2, 3), 4, 5, 6
HEADINGS = {2: "Rotation 1", 3: "Rotation 2", 4: "Role", 5: "Name"}
WIDTHS = {2: 11, 3: 11, 4: 8, 5: 24}
MARGIN = ("Clinic", "Call")
HALF_DAY_WIDTH = 5.2
MONDAY = 1


class BlockSheet:
    """Writes one sheet, and tells the anchored cells that it holds."""

    def __init__(
        self, worksheet: Worksheet, book: Book, page: BlockPage, *, rotations: bool
    ) -> None:
        """With `rotations` these are changed here; else in the sheet of the year."""
        self.sheet, self.book, self.page = worksheet, book, page
        self.with_rotations, self.looks = rotations, looks.Looks()
        self.rows: dict[int, PersonLine] = {}
        self.next_row = FIRST_ROW

    def write(self) -> Iterator[tuple[RowKey, dict[ColumnKey, str]]]:
        """What stands in each row by its column: the baseline of what comes back."""
        self._head()
        yield from self._calls()
        yield from self._people()
        self._margin()
        self._foot()
        self._finish()

    @property
    def columns(self) -> list[tuple[int, Day, str]]:
        """The number of each half-day's column."""
        pairs = [(day, slot) for day in self.page.days for slot in SLOTS]
        return [(FIRST_COLUMN + i, day, slot) for i, (day, slot) in enumerate(pairs)]

    @property
    def last_column(self) -> int:
        return FIRST_COLUMN + 2 * len(self.page.days) - 1

    # Head

    def _head(self) -> None:
        sheet, page = self.sheet, self.page
        first, last = page.days[0].on, page.days[-1].on
        sheet.cell(TITLE_ROW, 2, page.title).font = looks.TITLE
        said = f"{self.book.program}, {first:%b} {first.day} to {last:%b} {last.day}, {last.year}"
        sheet.cell(TITLE_ROW, NAME_COLUMN, said).font = looks.BOLD
        sheet.cell(TITLE_ROW, FIRST_COLUMN + 8, self.book.said).font = looks.SMALL
        for column, heading in HEADINGS.items():
            told = column in ROTATION_COLUMNS and not self.with_rotations
            cell = sheet.cell(SLOT_ROW, column, f"{heading}, see Year" if told else heading)
            cell.font, cell.fill, cell.border = looks.BOLD, looks.HEAD, looks.GRID
            sheet.column_dimensions[get_column_letter(column)].width = WIDTHS[column]
        if self.with_rotations:
            for column, span in zip(ROTATION_COLUMNS, page.halves, strict=False):
                sheet.cell(KEY_ROW, column, str(ColumnKey(*span)))
        for column, day, slot in self.columns:
            self._head_of(column, day, slot)

    def _head_of(self, column: int, day: Day, slot: str) -> None:
        sheet = self.sheet
        sheet.cell(KEY_ROW, column, str(ColumnKey(day.on, day.on, slot)))
        sheet.column_dimensions[get_column_letter(column)].width = HALF_DAY_WIDTH
        for row, value in (
            (WEEKDAY_ROW, f"{day.on:%a}"),
            (DATE_ROW, day.on),
            (SLOT_ROW, slot),
        ):
            first_half = slot == SLOTS[0]
            shown: Any = value if row == SLOT_ROW or first_half else None
            cell = sheet.cell(row, column, shown)
            cell.font, cell.alignment = looks.BOLD, looks.CENTER
            cell.fill = self._fill(day) or looks.HEAD
            cell.border = self._border(day, slot)
            if row == DATE_ROW:
                cell.number_format = "d"
            if row != SLOT_ROW and not first_half:
                merge(sheet, row, column - 1)
        if day.note and slot == SLOTS[0]:
            sheet.cell(TITLE_ROW, column, day.note).font = looks.SMALL

    def _fill(self, day: Day) -> Any:
        if day.note:
            return looks.HOLIDAY
        return looks.WEEKEND if day.on.isoweekday() >= 6 else None

    def _border(self, day: Day, slot: str) -> Any:
        if slot != SLOTS[0]:
            return looks.GRID
        return looks.BEGINS_WEEK if day.on.isoweekday() == MONDAY else looks.BEGINS_DAY

    # Rows

    def _calls(self) -> Iterator[tuple[RowKey, dict[ColumnKey, str]]]:
        for line in self.page.calls:
            row, key = self._row(RowKey("call", line.call_type))
            label = self.sheet.cell(row, NAME_COLUMN, f"{line.name} ({line.code})")
            label.font = looks.BOLD
            found: dict[ColumnKey, str] = {}
            for index, names in enumerate(line.cells):
                column, day = FIRST_COLUMN + 2 * index, self.page.days[index]
                merge(self.sheet, row, column)
                self._text(row, column, names, alignment=looks.WRAPPED, border=looks.BEGINS_DAY)
                found[ColumnKey(day.on, day.on, SLOTS[0])] = names
            self.sheet.row_dimensions[row].height = 28
            yield key, found
        self.calls_end = self.next_row - 1
        self.next_row += 1

    def _people(self) -> Iterator[tuple[RowKey, dict[ColumnKey, str]]]:
        self.people_start = self.next_row
        for title, lines in groupby(self.page.people, key=lambda line: line.group):
            self._group(title)
            for line in lines:
                yield self._person(line)
        self.people_end = self.next_row - 1

    def _group(self, title: str) -> None:
        for column in range(2, self.last_column + len(MARGIN) + 1):
            self.sheet.cell(self.next_row, column).fill = looks.GROUP
        self.sheet.cell(self.next_row, NAME_COLUMN, title).font = looks.GROUP_FONT
        self.next_row += 1

    def _person(self, line: PersonLine) -> tuple[RowKey, dict[ColumnKey, str]]:
        row, key = self._row(RowKey("person", line.person))
        self.rows[row] = line
        self.sheet.cell(row, ROLE_COLUMN, line.role).border = looks.GRID
        name = self.sheet.cell(row, NAME_COLUMN, line.name)
        name.font, name.border = looks.BOLD, looks.GRID
        found: dict[ColumnKey, str] = {}
        for column, span, code in zip(
            ROTATION_COLUMNS, self.page.halves, line.rotations, strict=False
        ):
            self._text(row, column, code)
            if self.with_rotations:
                found[ColumnKey(*span)] = code
        for (column, day, slot), code in zip(self.columns, line.cells, strict=True):
            self._code(row, column, code, day, slot)
            found[ColumnKey(day.on, day.on, slot)] = code
        return key, found

    def _row(self, key: RowKey) -> tuple[int, RowKey]:
        row = self.next_row
        self.sheet.cell(row, KEY_COLUMN, str(key))
        self.next_row += 1
        return row, key

    def _code(self, row: int, column: int, code: str, day: Day, slot: str) -> None:
        fill = self._fill(day)
        look = {"fill": fill} if fill else {}
        self._text(row, column, code, border=self._border(day, slot), **look)

    def _text(self, row: int, column: int, text: str, **look: Any) -> None:
        cell = self.sheet.cell(row, column, text or None)
        if text:
            # Text that begins with "=" is text, not a formula.
            cell.data_type = "s"
        self.looks.give(cell, **{"alignment": looks.CENTER, "border": looks.GRID, **look})

    # Margin and foot

    def _margin(self) -> None:
        """How many clinics and calls each person has in the block."""
        clinics = [code.code for code in self.book.activities if code.clinic]
        for offset, title in enumerate(MARGIN, start=1):
            head = self.sheet.cell(SLOT_ROW, self.last_column + offset, title)
            head.font, head.fill, head.border = looks.BOLD, looks.HEAD, looks.GRID
        for row in self.rows:
            self._number(row, self.last_column + 1, formulas.count(self._across(row), clinics))
            self._number(row, self.last_column + 2, self._calls_of(row))

    def _calls_of(self, row: int) -> str:
        """Cells of the call rows in which the last name stands, alone or beside others."""
        if not self.page.calls:
            return "0"
        first, last = get_column_letter(FIRST_COLUMN), get_column_letter(self.last_column)
        area = f"${first}${FIRST_ROW}:${last}${self.calls_end}"
        name = f"{get_column_letter(NAME_COLUMN)}{row}"
        return f'COUNTIF({area},"*"&LEFT({name},FIND(",",{name}&",")-1)&"*")'

    def _across(self, row: int) -> str:
        first, last = get_column_letter(FIRST_COLUMN), get_column_letter(self.last_column)
        return f"{first}{row}:{last}{row}"

    def _number(self, row: int, column: int, formula: str, border: Any = looks.GRID) -> None:
        cell = self.sheet.cell(row, column, f"={formula}")
        self.looks.give(cell, alignment=looks.CENTER, border=border, number_format=looks.COUNTED)

    def _foot(self) -> None:
        self.next_row += 1
        self._group("Daily staffing")
        for title, formula in self._lines():
            row = self.next_row
            label = self.sheet.cell(row, NAME_COLUMN, title)
            label.font, label.border = looks.BOLD, looks.GRID
            for column, day, slot in self.columns:
                counted = formula(get_column_letter(column))
                self._number(row, column, counted, self._border(day, slot))
            self._flag(row, title)
            self.next_row += 1

    def _lines(self) -> Iterator[tuple[str, Any]]:
        codes = self._used()
        clinics = [code.code for code in codes if code.clinic]
        if clinics:
            yield "In clinic", lambda c: formulas.count(self._area(c), clinics)
            for code in clinics if len(clinics) > 1 else ():
                yield code, lambda c, code=code: formulas.count(self._area(c), [code])
            yield "Interns in clinic", lambda c: formulas.count(self._interns(c), clinics)
            yield "Residents in clinic", lambda c: formulas.count(self._others(c), clinics)
        ratio = self.page.ratio
        if ratio:
            yield (
                "Attendings needed",
                lambda c: formulas.attendings(codes, ratio, self._interns(c), self._others(c)),
            )
            supervising = [code.code for code in codes if code.supervises]
            yield "Attendings assigned", lambda c: formulas.count(self._area(c), supervising)
        for code in (code.code for code in codes if code.procedure):
            yield code, lambda c, code=code: formulas.count(self._area(c), [code])
        for site in self.page.sites:
            takes = [code for code in codes if code.place == site.code and code.room_units]
            title = f"Rooms, {site.code} (of {site.rooms})"
            yield title, lambda c, takes=takes: formulas.rooms(self._area(c), takes)

    def _used(self) -> Sequence[Code]:
        """What could be counted: all that the program has, since anything may be typed."""
        return self.book.activities

    def _flag(self, row: int, title: str) -> None:
        area = self._across(row)
        first = f"{get_column_letter(FIRST_COLUMN)}{row}"
        if title == "Attendings assigned":
            looks.flag(self.sheet, area, f"{first}<{get_column_letter(FIRST_COLUMN)}{row - 1}")
        for site in self.page.sites:
            if title.startswith(f"Rooms, {site.code} "):
                looks.flag(self.sheet, area, f"{first}>{site.rooms}")

    def _area(self, letter: str) -> str:
        return f"{letter}{self.people_start}:{letter}{self.people_end}"

    def _interns(self, letter: str) -> str:
        return self._rows_of(letter, [row for row, line in self.rows.items() if line.pgy == 1])

    def _others(self, letter: str) -> str:
        rows = [row for row, line in self.rows.items() if (line.pgy or 0) > 1]
        return self._rows_of(letter, rows)

    def _rows_of(self, letter: str, rows: Sequence[int]) -> str:
        return f"{letter}{min(rows)}:{letter}{max(rows)}" if rows else ""

    # The whole sheet

    def _finish(self) -> None:
        sheet = self.sheet
        last = get_column_letter(self.last_column + len(MARGIN))
        first = get_column_letter(FIRST_COLUMN)
        half_days = (
            f"{first}{self.people_start}:{get_column_letter(self.last_column)}{self.people_end}"
        )
        rotations = f"B{self.people_start}:C{self.people_end}"
        looks.color_codes(sheet, half_days, self.book.activities)
        looks.color_codes(sheet, rotations, self.book.rotations)
        offer(sheet, half_days, "A", len(self.book.activities), "an activity's code", strict=True)
        offer(sheet, rotations, "B", len(self.book.rotations), "a rotation's code", strict=True)
        if self.page.calls:
            calls = f"{first}{FIRST_ROW}:{get_column_letter(self.last_column)}{self.calls_end}"
            offer(sheet, calls, "C", len(self.book.names), "a last name", strict=False)
        hide_keys(sheet)
        sheet.freeze_panes = sheet.cell(FIRST_ROW, FIRST_COLUMN)
        printed(sheet, f"B{TITLE_ROW}:{last}{self.next_row - 1}", f"{TITLE_ROW}:{SLOT_ROW}", "B:E")


def merge(sheet: Worksheet, row: int, column: int) -> None:
    """A cell and the one beside it, which already look as they shall."""
    first, last = get_column_letter(column), get_column_letter(column + 1)
    sheet.merged_cells.add(f"{first}{row}:{last}{row}")


def offer(
    sheet: Worksheet, area: str, column: str, length: int, words: str, *, strict: bool
) -> None:
    """A menu of what a cell may hold; where it is not strict, anything else is taken too."""
    if not length:
        return
    menu = DataValidation("list", f"='_lists'!${column}$1:${column}${length}", allow_blank=True)
    menu.showErrorMessage = strict
    menu.errorStyle = "warning"
    menu.error = f"The program has no such code. Choose {words} from the list."
    menu.add(area)
    sheet.add_data_validation(menu)


def hide_keys(sheet: Worksheet) -> None:
    sheet.column_dimensions[get_column_letter(KEY_COLUMN)].hidden = True
    sheet.row_dimensions[KEY_ROW].hidden = True


def printed(sheet: Worksheet, area: str, rows: str, columns: str) -> None:
    """On one page across, in landscape, with the headings on each."""
    sheet.print_area = area
    sheet.print_title_rows, sheet.print_title_cols = rows, columns
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.3
    sheet.oddFooter.center.text = "&A, page &P of &N"
