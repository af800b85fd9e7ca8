"""Files that cannot be loaded, one of each sort, with how many things are wrong and the first."""

import io
import zipfile
from collections.abc import Callable
from datetime import date

from openpyxl import Workbook

from .spoiling import fill, good_workbook, spoiled, tiny

LAST = 400
"""A row below all others."""


def zipped(parts: dict[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def with_part(name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A good workbook in whose archive one part is changed."""
    with zipfile.ZipFile(io.BytesIO(good_workbook())) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    return zipped(parts | {name: change(parts[name])})


def after_the_rows(xml: bytes) -> Callable[[bytes], bytes]:
    return lambda sheet: sheet.replace(b"</sheetData>", b"</sheetData>" + xml)


def _many_people(book: Workbook) -> None:
    for number in range(10_000):
        book["People"].append([f"Example{number}, Ada", f"ada{number}@example.org"])


def _two_absences(book: Workbook) -> None:
    for row, first in ((LAST, date(2026, 7, 6)), (LAST + 1, date(2026, 7, 8))):
        fill(
            "Absences", row, Person=tiny().people[0].name, Kind="conference", Starts_on=first,
            Ends_on=date(2026, 7, 9), Status="approved",
        )(book)  # fmt: skip


def _first_person_again(book: Workbook) -> None:
    person = tiny().people[0]
    fill("People", LAST, **{"Person": person.name, "E-mail": person.email})(book)


WHOLE_COLUMN = (
    "The cells A1:A1048576 are merged, or linked, as one area; the limit is 10,000 cells. "
    "Split them and fill in each one."
)

BAD_FILES: dict[str, tuple[Callable[[], bytes], int, str]] = {
    "wrong-type": (
        lambda: spoiled(fill("Enrolments", 3, PGY="two")), 1,
        "Enrolments, row 3, column PGY: 'two' is not a whole number.",
    ),
    "unknown-code": (
        lambda: spoiled(fill("Weekly shares", 3, Activity="SPECK")), 1,
        "Weekly shares, row 3, column Activity: There is no 'SPECK' in the sheet Activities. "
        "Did you mean 'SPEC'?",
    ),
    "duplicate-person": (
        lambda: spoiled(_first_person_again), 2,
        f"People, row {LAST}, column Person: '{tiny().people[0].name}' is in row 3 already.",
    ),
    "overlapping-leave": (
        lambda: spoiled(_two_absences), 1,
        f"Absences, row {LAST + 1}, column Starts on: "
        f"{tiny().people[0].name} is away already in a part of that time (row {LAST}).",
    ),
    "impossible-curriculum": (
        lambda: spoiled(fill("Curriculum", 8, Minimum_blocks=12, Maximum_blocks=12)), 1,
        "Curriculum: PGY-1 must do at least 17 blocks; the year has 13.",
    ),
    "missing-sheet": (
        lambda: spoiled(lambda book: book.remove(book["Places"])), 1,
        "Places: This sheet is missing. Add it, without rows if there is nothing to say.",
    ),
    "formula": (
        lambda: spoiled(fill("Places", 3, Rooms="=1+1")), 1,
        "Places, row 3, column Rooms: This is a formula, '=1+1'; a value is needed. "
        "Copy the cells and paste them as values.",
    ),
    "merged-cells": (
        lambda: spoiled(lambda book: book["Places"].merge_cells("C3:C4")), 1,
        "Places, row 3: The cells C3:C4 are merged. Split them and fill in each one.",
    ),
    "merged-column": (
        lambda: with_part(
            "xl/worksheets/sheet4.xml",
            after_the_rows(b'<mergeCells><mergeCell ref="A1:A1048576"/></mergeCells>'),
        ), 1, WHOLE_COLUMN,
    ),
    "linked-column": (
        lambda: with_part(
            "xl/worksheets/sheet4.xml",
            after_the_rows(b'<hyperlinks><hyperlink ref="A1:A1048576" location="x"/></hyperlinks>'),
        ), 1, WHOLE_COLUMN,
    ),
    "wrong-year": (
        lambda: spoiled(fill("Program", 3, Academic_year=2031)), 0,
        "Special days, row 3, column Date: 2026-07-03 is not in the academic year 2031, which "
        "runs from 2031-07-01 to 2032-06-30.",
    ),
    "10000-rows": (
        lambda: spoiled(_many_people), 1,
        "People, row 2003: There are more than 2000 rows; that is the limit of this sheet.",
    ),
    "zip-bomb": (
        lambda: zipped({"xl/workbook.xml": "x", "xl/bomb.xml": bytes(31 * 1024 * 1024)}), 1,
        "Unpacked, the workbook has more than 30 MB; that is the limit. "
        "Are whole columns formatted?",
    ),
    "no-workbook": (
        lambda: b"Name,PGY\nAda,1\n", 1, "This is not an Excel workbook (.xlsx).",
    ),
    "json-of-another-shape": (
        lambda: b'{"format": "rounds-program", "version": 2}', 27,
        "version: '2' is not '1'.",
    ),
}  # fmt: skip
