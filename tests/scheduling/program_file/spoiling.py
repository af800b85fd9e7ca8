"""Workbooks that somebody has spoiled: a good one, opened, changed and saved again."""

import io
from collections.abc import Callable
from functools import cache

from openpyxl import Workbook, load_workbook

from scheduling.program_file.problem import Problem
from scheduling.program_file.program import ProgramFile
from scheduling.program_file.sample import make
from scheduling.program_file.workbook import read_book, read_workbook
from scheduling.program_file.writer import write_workbook

FIRST_ROW = 3  # below notes and headings


@cache
def tiny() -> ProgramFile:
    return make("tiny", 1, 2026)


@cache
def good_workbook() -> bytes:
    return write_workbook(tiny())


def saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def spoiled(change: Callable[[Workbook], object]) -> bytes:
    book = load_workbook(io.BytesIO(good_workbook()))
    change(book)
    return saved(book)


def problems_after(change: Callable[[Workbook], object]) -> tuple[Problem, ...]:
    return read_workbook(spoiled(change)).problems


def sentences(change: Callable[[Workbook], object]) -> list[str]:
    return [str(problem) for problem in problems_after(change)]


@cache
def open_book() -> Workbook:
    return load_workbook(io.BytesIO(good_workbook()))


def sentences_at_once(change: Callable[[Workbook], object]) -> list[str]:
    """The same for a change of cells alone, without saving the workbook and opening it again."""
    book = open_book()
    before = [{at: cell.value for at, cell in sheet._cells.items()} for sheet in book.worksheets]
    change(book)
    try:
        return [str(problem) for problem in read_book(book).problems]
    finally:
        for sheet, values in zip(book.worksheets, before, strict=True):
            for at in [*sheet._cells]:
                if at in values:
                    sheet._cells[at].value = values[at]
                else:
                    del sheet._cells[at]


def put(sheet: str, cell: str, value: object) -> Callable[[Workbook], None]:
    """A change of one cell."""

    def change(book: Workbook) -> None:
        book[sheet][cell] = value

    return change


def column_of(book: Workbook, sheet: str, title: str) -> int:
    headings = [cell.value for cell in book[sheet][FIRST_ROW - 1]]
    return headings.index(title) + 1


def fill(sheet: str, row: int, **cells: object) -> Callable[[Workbook], None]:
    """A change of cells by the titles of their columns, `_` standing for a blank."""

    def change(book: Workbook) -> None:
        for title, value in cells.items():
            number = column_of(book, sheet, title.replace("_", " "))
            book[sheet].cell(row, number).value = value

    return change


def both(*changes: Callable[[Workbook], object]) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        for one in changes:
            one(book)

    return change
