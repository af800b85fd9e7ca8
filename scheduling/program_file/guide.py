"""Describes the program workbook in words, for docs/program-workbook.md."""

from __future__ import annotations

from collections.abc import Iterator

from .container import LARGEST_CONTENT, LARGEST_FILE, MEGABYTE
from .extent import MOST_CELLS
from .kinds import YesNo
from .layout import BY_FIELD, SHEETS
from .sheet import Column, Sheet

INTRODUCTION = """\
# The program workbook

A whole program fits into one Excel workbook: its places, rotations, weekly patterns, curriculum,
call, people and requests. This page is made from the same declaration as the workbook itself, by
`python manage.py make_program --docs`.

- Write an empty workbook with `python manage.py make_program --template --output program.xlsx`, or
  an invented program with `python manage.py make_program --kind tiny --output program.xlsx`.
- See what a workbook would change with `python manage.py load_program program.xlsx`; add `--apply`
  to change it. In the admin site, the same is under "Import a program workbook".
- Each sheet has a row of notes, a row of headings, and one row for each thing. Headings stay as
  they are. Columns and sheets of your own are left alone.
- Values only: no formulas, no merged cells, dates as dates.
- People are named "Last, First" throughout; in the database their e-mail address identifies them.
- Everything that is wrong is listed at once, by sheet, row and column. Nothing is stored unless all
  of it can be.
- The JSON twin has the same rows under the field names given here. A number of blocks is given
  there in half-blocks, a weekday as 1 (Monday) to 7, a list as a list. Its JSON Schema is written
  by `python manage.py make_program --schema --output program.schema.json`.
- A workbook has at most {file} MB, {content} MB unpacked, and {cells:,} cells; what goes beyond a
  limit is refused with the limit.
"""


def describe_workbook() -> str:
    """The whole page, as Markdown."""
    introduction = INTRODUCTION.format(
        file=LARGEST_FILE // MEGABYTE, content=LARGEST_CONTENT // MEGABYTE, cells=MOST_CELLS
    )
    return "\n".join([introduction, *(line for sheet in SHEETS for line in _describe(sheet))])


def _describe(sheet: Sheet) -> Iterator[str]:
    limit = "One row." if sheet.single else f"At most {sheet.most_rows} rows."
    yield f"## {sheet.title}\n"
    yield f"{sheet.notes} {limit} In JSON: `{sheet.field}`.\n"
    yield "| Column | In JSON | Holds | Example | Note |"
    yield "| --- | --- | --- | --- | --- |"
    for column in sheet.columns:
        yield _describe_column(column)
    yield ""


def _describe_column(column: Column) -> str:
    title = f"**{column.title}**" if column.required else column.title
    note = column.note
    if column.refers and BY_FIELD[column.refers].title not in note:
        note = f"From the sheet {BY_FIELD[column.refers].title}. {note}".strip()
    if not column.required:
        note = f"{note} {_when_empty(column)}".strip()
    cells = (title, f"`{column.field}`", column.kind.words, _example(column), note)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _when_empty(column: Column) -> str:
    if column.default in (None, "", (), {}):
        return ""
    return f"Empty: {column.kind.show(column.default)}."


def _example(column: Column) -> str:
    if column.example in (None, "") or isinstance(column.kind, YesNo):
        return ""
    return f"`{column.kind.show(column.example)}`"
