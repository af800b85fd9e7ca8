"""Opens a workbook that somebody sent, within the limits of every upload."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from scheduling.program_file.container import DAMAGED, refusal
from scheduling.program_file.problem import of_file
from scheduling.program_file.workbook import open_book

from .entries import Found

MOST_CELLS = 150_000
"""Filled cells in one workbook: a year of sixty people has a third of that."""

Cells = Mapping[tuple[int, int], Any]
"""What stands in the cells of a worksheet that hold something, by row and column."""


def opened(data: bytes, found: Found) -> Workbook | None:
    """The workbook; None, and why, when it cannot be read."""
    if reason := refusal(data):
        found.problems.append(of_file(reason))
        return None
    book = open_book(data)
    if book is None:
        found.problems.append(of_file(DAMAGED))
        return None
    filled = sum(len(sheet._cells) for sheet in book.worksheets)
    if filled > 4 * MOST_CELLS:
        found.problems.append(
            of_file(f"The workbook has {filled:,} cells; the limit is {4 * MOST_CELLS:,}.")
        )
        return None
    return book


def cells_of(sheet: Worksheet) -> dict[tuple[int, int], Any]:
    """A cell in the last row of Excel must not make us walk the million before it."""
    # openpyxl has no public way to walk only the cells that exist.
    return {
        place: cell.value
        for place, cell in sorted(sheet._cells.items())
        if not isinstance(cell, MergedCell) and not _is_empty(cell)
    }


def _is_empty(cell: Cell) -> bool:
    return cell.value is None or (isinstance(cell.value, str) and not cell.value.strip())


def text_of(value: Any) -> str:
    """What somebody sees in a cell, without the spaces around it."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}"
    return re.sub(r"\s+", " ", str(value)).strip()


def day_of(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None
