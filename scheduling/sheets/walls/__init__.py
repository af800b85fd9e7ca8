"""Wall views as PDF: a block, a year, a month of call, set in type from the same pages as workbooks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import typst

from scheduling.colors import ink_on, is_color
from scheduling.sheets.pages import BlockPage, Book, Code, YearPage

HERE = Path(__file__).parent
HEAD = 2
"""Rows of headings."""


def block_pdf(book: Book) -> bytes:
    """The one block of the book."""
    page = book.blocks[0]
    return _set("block", _about(book, _block_title(page)) | _block(book, page))


def year_pdf(book: Book, page: YearPage) -> bytes:
    title = f"{book.year}-{(book.year + 1) % 100:02}"
    return _set("year", _about(book, title) | _year(book, page))


def call_pdf(title: str, program: str, said: str, weeks: Sequence[Sequence[Any]]) -> bytes:
    """Weeks of nights, each with its number, note and calls."""
    return _set("call", {"title": title, "program": program, "said": said, "weeks": weeks})


def _set(template: str, data: Mapping[str, Any]) -> bytes:
    """Typst reads nothing beside its templates and what it is given."""
    made = typst.compile(
        HERE / f"{template}.typ", root=HERE, sys_inputs={"data": json.dumps(data)}, format="pdf"
    )
    return bytes(made)


def _about(book: Book, title: str) -> dict[str, Any]:
    return {"title": title, "program": book.program, "said": book.said}


def _block_title(page: BlockPage) -> str:
    first, last = page.days[0].on, page.days[-1].on
    return f"{page.title}, {first:%b} {first.day} to {last:%b} {last.day}, {last.year}"


def _block(book: Book, page: BlockPage) -> dict[str, Any]:
    days = [
        {
            "weekday": f"{day.on:%a}",
            "number": str(day.on.day),
            "note": day.note,
            "weekend": day.on.isoweekday() >= 6,
        }
        for day in page.days
    ]
    groups = [
        {
            "title": title,
            "lines": [
                {
                    "name": line.name,
                    "rotation": " / ".join(filter(None, line.rotations)) or line.role,
                    "cells": line.cells,
                }
                for line in lines
            ],
        }
        for title, lines in groupby(page.people, key=lambda line: line.group)
    ]
    calls = [{"name": call.name, "cells": call.cells} for call in page.calls]
    rows = len(calls) + len(groups) + len(page.people) + HEAD
    found = {"days": days, "calls": calls, "groups": groups, "rows": rows}
    return found | {"colors": _colors(book.activities)}


def _year(book: Book, page: YearPage) -> dict[str, Any]:
    columns = [
        {
            "title": f"Block {column.number}",
            "days": f"{column.starts_on:%b} {column.starts_on.day} to "
            f"{column.ends_on:%b} {column.ends_on.day}",
        }
        for column in page.columns
    ]
    groups = [
        {
            "title": title,
            "lines": [
                {
                    "name": line.name,
                    "cells": [
                        {"code": code, "leave": leave}
                        for code, leave in zip(line.rotations, line.leave, strict=True)
                    ],
                }
                for line in lines
            ],
        }
        for title, lines in groupby(page.lines, key=lambda line: line.group)
    ]
    rows = len(groups) + len(page.lines) + HEAD
    found = {"columns": columns, "groups": groups, "rows": rows}
    return found | {"colors": _colors(book.rotations)}


def _colors(codes: Iterable[Code]) -> dict[str, dict[str, str]]:
    return {
        code.code: {"fill": code.color, "ink": ink_on(code.color)}
        for code in codes
        if is_color(code.color)
    }
