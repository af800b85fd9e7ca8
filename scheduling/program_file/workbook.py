"""Reads a program from an Excel workbook, whatever somebody has done to it."""

from __future__ import annotations

import io
import logging
import warnings
from collections import defaultdict
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from .assemble import Collector, Reading, Unusable, refused
from .checks import too_many_rows
from .container import DAMAGED, refusal
from .kinds import shown
from .layout import SHEETS
from .problem import Problem, of_file
from .sheet import Column, Sheet

GUIDE = "Read me"
HEADINGS_WITHIN = 10  # rows from the top

logger = logging.getLogger(__name__)

Grid = dict[int, dict[int, Cell]]
"""The cells of a worksheet that exist, by row and column."""

Header = dict[int, Column]
"""The columns of a sheet, by their number in the worksheet."""


def read_workbook(data: bytes) -> Reading:
    """The program in these bytes, or everything that is wrong with them."""
    if reason := refusal(data):
        return refused(of_file(reason))
    book = open_book(data)
    if book is None:
        return refused(of_file(DAMAGED))
    return read_book(book)


def read_book(book: Workbook) -> Reading:
    """The same of a workbook that is open."""
    collector = Collector(lambda column, raw: column.kind.read(raw))
    worksheets = {sheet.title.strip().casefold(): sheet for sheet in book.worksheets}
    for sheet in SHEETS:
        _read_sheet(collector, sheet, worksheets.pop(sheet.title.casefold(), None))
    worksheets.pop(GUIDE.casefold(), None)
    for worksheet in worksheets.values():
        collector.remarks.append(_not_read(worksheet.title))
    return collector.finish()


def open_book(data: bytes) -> Workbook | None:
    """None for a workbook that is damaged."""
    with warnings.catch_warnings():
        # openpyxl warns of styles and extensions that mean nothing to us.
        warnings.simplefilter("ignore")
        try:
            return load_workbook(io.BytesIO(data), keep_links=False)
        except Exception as error:
            # It raises whatever it happens to stumble over, so no list of errors is complete.
            logger.info("A workbook could not be opened: %s.", type(error).__name__)
            return None


def _not_read(title: str) -> Problem:
    close = get_close_matches(title, [sheet.title for sheet in SHEETS], n=1)
    hint = f" Did you mean {shown(close[0])}?" if close else ""
    return Problem(title, None, "", f"This sheet is not part of the layout and was not read.{hint}")


def _read_sheet(collector: Collector, sheet: Sheet, worksheet: Worksheet | None) -> None:
    if worksheet is None:
        message = "This sheet is missing. Add it, without rows if there is nothing to say."
        collector.problems.append(Problem(sheet.title, None, "", message))
        return
    grid = _grid(worksheet)
    found = _find_header(sheet, grid)
    if found is None:
        titles = ", ".join(column.title for column in sheet.columns)
        message = f"The row of headings was not found. It should say: {titles}."
        collector.problems.append(Problem(sheet.title, None, "", message))
        return
    row, header = found
    collector.problems += _missing_headings(sheet, row, header)
    collector.remarks += _unknown_headings(sheet, row, grid[row], header)
    collector.problems += _merged(sheet, worksheet, row, header)
    collector.tables.rows[sheet.field] = []
    _read_rows(collector, sheet, grid, row, header)


def _grid(worksheet: Worksheet) -> Grid:
    """A cell in the last row of Excel must not make us walk the million before it."""
    grid: Grid = defaultdict(dict)
    # openpyxl has no public way to walk only the cells that exist.
    for (row, column), cell in worksheet._cells.items():
        if cell.value is not None:
            grid[row][column] = cell
    return dict(sorted(grid.items()))


def _find_header(sheet: Sheet, grid: Grid) -> tuple[int, Header] | None:
    """The row near the top that has the most headings of the sheet, at least half of them."""
    headers = [(row, _header_in(sheet, grid[row])) for row in grid if row <= HEADINGS_WITHIN]
    row, header = max(headers, key=lambda found: len(found[1]), default=(0, {}))
    return (row, header) if 2 * len(header) >= len(sheet.columns) else None


def _header_in(sheet: Sheet, cells: dict[int, Cell]) -> Header:
    """The first column with each heading."""
    titles = {column.title.casefold(): column for column in sheet.columns}
    header: Header = {}
    for number, cell in sorted(cells.items()):
        heading = " ".join(str(cell.value).split()).casefold()
        if heading in titles:
            header[number] = titles.pop(heading)
    return header


def _missing_headings(sheet: Sheet, row: int, header: Header) -> Iterator[Problem]:
    for column in sheet.columns:
        if column not in header.values():
            message = "This column is missing. Was its heading changed?"
            yield Problem(sheet.title, row, column.title, message)


def _unknown_headings(
    sheet: Sheet, row: int, cells: dict[int, Cell], header: Header
) -> Iterator[Problem]:
    for number, cell in sorted(cells.items()):
        if number not in header:
            message = f"The column {shown(cell.value)} is not part of the layout and was not read."
            yield Problem(sheet.title, row, get_column_letter(number), message)


def _merged(
    sheet: Sheet, worksheet: Worksheet, header_row: int, header: Header
) -> Iterator[Problem]:
    for area in worksheet.merged_cells.ranges:
        touches = any(area.min_col <= number <= area.max_col for number in header)
        if area.max_row >= header_row and touches:
            message = f"The cells {area.coord} are merged. Split them and fill in each one."
            yield Problem(sheet.title, max(area.min_row, header_row), "", message)


def _read_rows(
    collector: Collector, sheet: Sheet, grid: Grid, header_row: int, header: Header
) -> None:
    """The rows below the headings that are not empty. Stops at the limit of the sheet."""
    read = {column.field for column in header.values()}
    unread = [column.field for column in sheet.columns if column.field not in read]
    count = 0
    for row, cells in grid.items():
        raw = {column.field: _raw(cells.get(number)) for number, column in header.items()}
        if row <= header_row or all(value is None for value in raw.values()):
            continue
        count += 1
        if count > sheet.most_rows:
            collector.problems.append(Problem(sheet.title, row, "", too_many_rows(sheet)))
            return
        collector.add_row(sheet, row, raw, unread)


def _raw(cell: Cell | None) -> Any:
    """What stands in a cell; None when it looks empty."""
    if cell is None or (isinstance(cell.value, str) and not cell.value.strip()):
        return None
    if cell.data_type == "f":
        formula = getattr(cell.value, "text", cell.value)
        return Unusable(
            f"This is a formula, {shown(formula)}; a value is needed. "
            "Copy the cells and paste them as values."
        )
    if cell.data_type == "e":
        return Unusable(f"This is the error {shown(cell.value)}.")
    return cell.value
