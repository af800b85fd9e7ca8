"""Writes a program as an Excel workbook that a coordinator can read, fill in and send back."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from .compound_kinds import Several
from .kinds import Choice, YesNo
from .layout import BY_FIELD, SHEETS, key_column
from .program import ProgramFile
from .sheet import Column, Sheet
from .time_kinds import Weekday
from .workbook import GUIDE

NOTES_ROW, HEADINGS_ROW, FIRST_ROW = 1, 2, 3
EMPTY_ROWS_WITH_LISTS = 200
# The same file for the same program, whenever it is written.
WRITTEN_AT = datetime(2000, 1, 1)  # noqa: DTZ001 -- workbooks know no zones

REQUIRED_FILL = PatternFill("solid", fgColor="1F3A5F")
OPTIONAL_FILL = PatternFill("solid", fgColor="5B7A9D")
HEADING_FONT = Font(bold=True, color="FFFFFF")
NOTE_FONT = Font(italic=True, color="666666", size=9)
NOTE_ALIGNMENT = Alignment(wrap_text=True, vertical="top")


def write_workbook(program: ProgramFile | None = None) -> bytes:
    """The program as a workbook; without one, an empty workbook to fill in."""
    book = Workbook()
    # Fixed, so that writing the same program twice gives the same workbook.
    book.properties.created = book.properties.modified = WRITTEN_AT
    guide = book.worksheets[0]
    _write_guide(guide)
    colors = _activity_colors(program)
    for sheet in SHEETS:
        worksheet = book.create_sheet(sheet.title)
        rows = _rows_of(program, sheet)
        _write_headings(worksheet, sheet)
        _write_rows(worksheet, sheet, rows, colors)
        _add_lists(worksheet, sheet, len(rows))
    return _saved(book)


def _saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _rows_of(program: ProgramFile | None, sheet: Sheet) -> Sequence[Any]:
    if program is None:
        return ()
    value = getattr(program, sheet.field)
    return (value,) if sheet.single else value


def _activity_colors(program: ProgramFile | None) -> Mapping[str, str]:
    return {activity.code: activity.color for activity in program.activities} if program else {}


def _write_guide(worksheet: Worksheet) -> None:
    worksheet.title = GUIDE
    lines = [
        ("The program workbook", ""),
        ("", "Fill in one row for each thing. Headings stay as they are; dark ones are required."),
        ("", "Values only: no formulas and no merged cells. Your own sheets are left alone."),
        ("", "People are named “Last, First”, the same way everywhere."),
        *((sheet.title, sheet.notes) for sheet in SHEETS),
    ]
    for row, (title, text) in enumerate(lines, start=1):
        worksheet.cell(row, 1, title).font = Font(bold=True)
        worksheet.cell(row, 2, text).alignment = NOTE_ALIGNMENT
    worksheet.column_dimensions["A"].width = 24
    worksheet.column_dimensions["B"].width = 110


def _write_headings(worksheet: Worksheet, sheet: Sheet) -> None:
    for number, column in enumerate(sheet.columns, start=1):
        note = worksheet.cell(NOTES_ROW, number, column.note)
        note.font, note.alignment = NOTE_FONT, NOTE_ALIGNMENT
        heading = worksheet.cell(HEADINGS_ROW, number, column.title)
        heading.font = HEADING_FONT
        heading.fill = REQUIRED_FILL if column.required else OPTIONAL_FILL
        worksheet.column_dimensions[get_column_letter(number)].width = column.width
    worksheet.row_dimensions[NOTES_ROW].height = 48
    # The column that says what a row is about stays in sight too.
    worksheet.freeze_panes = worksheet.cell(FIRST_ROW, 2)


def _write_rows(
    worksheet: Worksheet, sheet: Sheet, rows: Sequence[Any], colors: Mapping[str, str]
) -> None:
    for row, value in enumerate(rows, start=FIRST_ROW):
        for number, column in enumerate(sheet.columns, start=1):
            _write_cell(worksheet.cell(row, number), column, getattr(value, column.field), colors)


def _write_cell(cell: Cell, column: Column, value: Any, colors: Mapping[str, str]) -> None:
    if value is None or value in ("", ()):
        return
    raw = column.kind.cell(value)
    cell.value = raw
    if isinstance(raw, str):
        # Text that begins with "=" is text, not a formula.
        cell.data_type = "s"
    cell.number_format = column.kind.number_format
    color = value if column.field == "color" else _color_of(column, value, colors)
    if color:
        cell.fill = PatternFill("solid", fgColor=color.removeprefix("#"))


def _color_of(column: Column, value: Any, colors: Mapping[str, str]) -> str:
    """A half-day of a pattern without a choice has the color of its activity."""
    settled = column.refers == "activities" and isinstance(value, tuple) and len(value) == 1
    return colors.get(value[0], "") if settled else ""


def _add_lists(worksheet: Worksheet, sheet: Sheet, rows: int) -> None:
    """Offers what a cell may hold, in filled and in some empty rows."""
    last = FIRST_ROW + rows + min(EMPTY_ROWS_WITH_LISTS, sheet.most_rows)
    for number, column in enumerate(sheet.columns, start=1):
        source = _list_for(column)
        if source:
            letter = get_column_letter(number)
            validation = DataValidation("list", source, allow_blank=True)
            validation.error = f"Choose {column.kind.words}."[:220]
            validation.add(f"{letter}{FIRST_ROW}:{letter}{last}")
            worksheet.add_data_validation(validation)


def _list_for(column: Column) -> str:
    """The formula of a drop-down: fixed words, or the keys in another sheet."""
    if isinstance(column.kind, Several):
        return ""
    if column.refers:
        target = BY_FIELD[column.refers]
        number = target.columns.index(key_column(target)) + 1
        letter, last = get_column_letter(number), FIRST_ROW + target.most_rows
        return f"'{target.title}'!${letter}${FIRST_ROW}:${letter}${last}"
    if isinstance(column.kind, (Choice, YesNo, Weekday)):
        return '"' + ",".join(column.kind.options) + '"'
    return ""
