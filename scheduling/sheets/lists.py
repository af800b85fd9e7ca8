"""Reads lists of assignments: our own CSV, reports of Amion, and exports of QGenda."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from scheduling.engine.academic_year import year_span

from .entries import Entry, Found, Sort
from .fields import day_in, half_of, time_in

MOST_ROWS = 60_000
HEADINGS_WITHIN = 15
OWN, AMION, QGENDA, OTHER = (
    "A list exported from here",
    "A report of Amion (619, 625c)",
    "An export of QGenda",
    "A list with headings",
)

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "person": ("person", "name", "staff", "staffmember", "provider", "staffname", "resident"),
    "first": ("stafffname", "firstname", "first"),
    "last": ("stafflname", "lastname", "last"),
    "task": ("taskname", "task", "assignment", "shift", "assignmentname", "service"),
    "code": ("code", "taskabbrev", "taskabbreviation", "abbreviation"),
    "day": ("date", "startdate", "day", "scheduledate"),
    "last_day": ("lastday", "enddate"),
    "starts": ("starttime", "start", "starts"),
    "ends": ("endtime", "end", "ends"),
    "half": ("half", "slot", "ampm"),
    "kind": ("kind",),
}
"""How columns are headed, without spaces and capitals."""


class Columns:
    """Amion's reports have no headings that could be trusted; their columns stand in this order."""

    NAME, ASSIGNMENT, DAY, STARTS, ENDS = 0, 3, 6, 7, 8
    FEWEST = 9


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list."""

    number: int
    who: str
    what: str
    day: date
    last_day: date
    half: str
    kind: str = ""


def text_in(data: bytes) -> str:
    """As spreadsheets write it: UTF-8, or the old code page of Windows."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def rows_in(text: str) -> list[list[str]]:
    """The cells of a CSV, whatever stands between them."""
    start = text[:4000]
    delimiter = max("\t,;", key=start.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    return [[unescaped(cell.strip()) for cell in row] for row in reader]


def unescaped(cell: str) -> str:
    """Without the quote that keeps a spreadsheet from taking a text for a formula."""
    return cell[1:] if re.match(r"'[=+\-@]", cell) else cell


def read_list(data: bytes, found: Found, *, year: int) -> None:
    """Every line of the academic year; lines of other years are counted and left alone."""
    try:
        rows = rows_in(text_in(data))
    except csv.Error as fault:
        found.refuse("", None, "", f"This is not a list that can be read: {fault}.")
        return
    if len(rows) > MOST_ROWS:
        found.refuse("", None, "", f"The list has {len(rows):,} rows; the limit is {MOST_ROWS:,}.")
        return
    lines = list(_lines(rows, found))
    if not lines and not found.problems:
        message = (
            "No assignments were found. A list needs headings for a person, a date and a task or "
            "code; a report of Amion is one of those numbered 619 and 625c."
        )
        found.refuse("", None, "", message)
    take(found, lines, year=year)


def take(found: Found, lines: Sequence[Row], *, year: int) -> None:
    """The lines of the academic year as entries."""
    span = year_span(year)
    within = [line for line in lines if span.holds(line.day) and span.holds(line.last_day)]
    if left := len(lines) - len(within):
        found.remarks.append(f"{left} lines are of other academic years and were left alone.")
    found.extend(entry_of(line) for line in within)


def entry_of(line: Row) -> Entry:
    """A line that says what kind of assignment it is, or one of which only its name will tell."""
    sort = Sort(line.kind) if line.kind in {*Sort} else Sort.SHIFT
    spans = sort in (Sort.ROTATION, Sort.LEAVE, Sort.SHIFT)
    return Entry(
        f"row {line.number}",
        sort,
        line.day,
        line.who,
        line.what,
        slot=line.half if sort in (Sort.HALF_DAY, Sort.SHIFT) else "",
        last_day=line.last_day if spans else None,
    )


def _lines(rows: Sequence[Sequence[str]], found: Found) -> Iterator[Row]:
    amion = [(n, row) for n, row in enumerate(rows, start=1) if _is_amion(row)]
    if amion:
        found.layout = AMION
        yield from (_amion(number, row) for number, row in amion)
        return
    for number, row in enumerate(rows[:HEADINGS_WITHIN], start=1):
        columns = _headings(row)
        if _is_enough(columns):
            found.layout = _layout(row, columns)
            for below, cells in enumerate(rows[number:], start=number + 1):
                if any(cells):
                    yield from _headed(below, cells, columns, found)
            return


# Amion


def _is_amion(row: Sequence[str]) -> bool:
    if len(row) < Columns.FEWEST:
        return False
    times = (row[Columns.STARTS], row[Columns.ENDS])
    return (
        re.fullmatch(r"\d{1,2}-\d{1,2}-\d{2,4}", row[Columns.DAY]) is not None
        and all(re.fullmatch(r"\d{3,4}", text) for text in times)
        and bool(row[Columns.NAME] and row[Columns.ASSIGNMENT])
    )


def _amion(number: int, row: Sequence[str]) -> Row:
    day = day_in(row[Columns.DAY]) or date.min
    half = half_of(time_in(row[Columns.STARTS]), time_in(row[Columns.ENDS]))
    return Row(number, row[Columns.NAME], row[Columns.ASSIGNMENT], day, day, half)


# Headings


def _headings(row: Sequence[str]) -> dict[str, int]:
    """Each field by its column; of two columns for a field the first."""
    found: dict[str, int] = {}
    for column, cell in enumerate(row):
        plain = re.sub(r"[^a-z]", "", cell.casefold())
        for field, headings in HEADINGS.items():
            if plain in headings:
                found.setdefault(field, column)
    return found


def _is_enough(columns: Mapping[str, int]) -> bool:
    someone = "person" in columns or {"first", "last"} <= set(columns)
    return someone and "day" in columns and bool({"task", "code"} & set(columns))


def _layout(row: Sequence[str], columns: Mapping[str, int]) -> str:
    if {"kind", "half", "code"} <= set(columns):
        return OWN
    plain = {re.sub(r"[^a-z]", "", cell.casefold()) for cell in row}
    return QGENDA if plain & {"stafffname", "taskname", "taskabbrev"} else OTHER


def _headed(
    number: int, cells: Sequence[str], columns: Mapping[str, int], found: Found
) -> Iterator[Row]:
    def text(field: str) -> str:
        column = columns.get(field)
        return cells[column] if column is not None and column < len(cells) else ""

    day = day_in(text("day"))
    if day is None:
        found.refuse("", number, "", f"“{text('day')}” is not a date.")
        return
    who = text("person") or f"{text('last')}, {text('first')}".strip(", ")
    half = text("half").upper()
    last = _last(text, day)
    half = half if half in ("AM", "PM") else half_of(time_in(text("starts")), time_in(text("ends")))
    what = text("code") if text("kind") else text("task") or text("code")
    yield Row(number, who, what, day, last, half, text("kind"))


def _last(text: Callable[[str], str], day: date) -> date:
    """A night that ends on the next day is of the day on which it began."""
    last, ends = day_in(text("last_day")), time_in(text("ends"))
    if last is None or last < day or (ends and (last - day).days == 1):
        return day
    return last
