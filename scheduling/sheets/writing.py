"""Writes the workbook of a block or of a year, with what anchors its cells when it comes back."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable
from hashlib import sha256

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from .block_sheet import BlockSheet
from .keys import LISTS, MARK, META, ColumnKey, RowKey
from .pages import Book
from .year_sheet import TITLE, YearSheet

Rows = Iterable[tuple[RowKey, dict[ColumnKey, str]]]


def _silent(done: int) -> None:
    """Nobody waits for news."""


def write_book(book: Book, told: Callable[[int], object] = _silent) -> bytes:
    """The workbook as a file; tells how many of its sheets are written, and ends if that raises."""
    workbook = Workbook()
    del workbook["Sheet"]
    # Fixed, so that the same version gives the same workbook.
    moment = book.written_at.replace(tzinfo=None, microsecond=0)
    workbook.properties.created = workbook.properties.modified = moment
    kept: list[tuple[str, ...]] = []
    if book.year_page is not None:
        sheet = workbook.create_sheet(TITLE)
        kept += _baseline(TITLE, YearSheet(sheet, book, book.year_page).write())
        told(1)
    for page in book.blocks:
        sheet = workbook.create_sheet(page.title)
        writer = BlockSheet(sheet, book, page, rotations=book.year_page is None)
        kept += _baseline(page.title, writer.write())
        told(len(workbook.sheetnames))
    _lists(workbook.create_sheet(LISTS), book)
    _meta(workbook.create_sheet(META), book, kept)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def _baseline(title: str, rows: Rows) -> list[tuple[str, ...]]:
    """A line with the columns of a sheet before its rows, and again whenever they differ."""
    lines: list[tuple[str, ...]] = []
    columns: tuple[ColumnKey, ...] = ()
    for key, cells in rows:
        if tuple(cells) != columns:
            columns = tuple(cells)
            lines.append((title, "columns", *map(str, columns)))
        lines.append((title, str(key), *cells.values()))
    return lines


def digest(lines: Iterable[tuple[str, ...]]) -> str:
    return sha256(json.dumps(list(lines)).encode()).hexdigest()


def _lists(sheet: Worksheet, book: Book) -> None:
    """What the menus of the other sheets offer."""
    columns = (
        [code.code for code in book.activities],
        [code.code for code in book.rotations],
        list(book.names),
    )
    for number, values in enumerate(columns, start=1):
        for row, value in enumerate(values, start=1):
            sheet.cell(row, number, value).data_type = "s"
    sheet.sheet_state = "veryHidden"


def _meta(sheet: Worksheet, book: Book, lines: list[tuple[str, ...]]) -> None:
    """Where the workbook comes from, and what each of its cells held when it was written."""
    about = {
        "program": book.slug,
        "year": book.year,
        "version": book.version,
        "written_at": book.written_at.isoformat(),
        "sha256": digest(lines),
    }
    for number, text in enumerate((MARK, json.dumps(about)), start=1):
        sheet.cell(1, number, text)
    for row, line in enumerate(lines, start=2):
        for number, text in enumerate(line, start=1):
            if text:
                sheet.cell(row, number, text).data_type = "s"
    sheet.sheet_state = "veryHidden"
