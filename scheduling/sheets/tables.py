"""Lists of people, absences and assignments as CSV: their columns, written and read back."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches

from .entries import Found
from .fields import day_in
from .lists import rows_in, text_in

PEOPLE = (
    *("First name", "Last name", "E-mail", "Position", "PGY"),
    *("Faculty role", "FTE percent", "Track"),
)
ABSENCES = ("Person", "Kind", "First day", "From", "Last day", "To", "Reason")
ASSIGNMENTS = ("Date", "Last day", "Half", "Person", "Kind", "Code", "What", "Locked")
MOST_ROWS = 5_000

Row = Mapping[str, str]


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """With the mark that tells a spreadsheet that it is UTF-8."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_escaped(str(cell)) for cell in row] for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def _escaped(cell: str) -> str:
    """A text that a spreadsheet would take for a formula is told to be none."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell


def read_table(
    data: bytes, columns: Sequence[str], checks: Mapping[str, Callable[[str], str]], found: Found
) -> list[dict[str, str]]:
    """The rows below the headings. `checks` say what is wrong with a cell; empty: nothing is."""
    rows = [(n, row) for n, row in enumerate(rows_in(text_in(data)), start=1) if any(row)]
    if not rows:
        found.refuse("", None, "", "The list is empty.")
        return []
    places = _places(rows[0][1], columns, found)
    if len(rows) > MOST_ROWS:
        found.refuse("", None, "", f"The list has {len(rows):,} rows; the limit is {MOST_ROWS:,}.")
    if found.problems:
        return []
    read = []
    for number, cells in rows[1:]:
        row = {c: cells[at] if at < len(cells) else "" for c, at in places.items()}
        for column, check in checks.items():
            if wrong := check(row.get(column, "")):
                found.refuse("", number, column, wrong)
        read.append({"row": str(number), **row})
    return read


def _places(heads: Sequence[str], columns: Sequence[str], found: Found) -> dict[str, int]:
    known = {column.casefold(): column for column in columns}
    places = {known[h.casefold()]: n for n, h in enumerate(heads) if h.casefold() in known}
    for column in columns[:2]:
        if column not in places:
            close = get_close_matches(column, heads, n=1)
            hint = f" Did you mean it by “{close[0]}”?" if close else ""
            found.refuse("", 1, column, f"This column is missing.{hint}")
    return places


def is_one_of(choices: Iterable[str], *, empty: bool = False) -> Callable[[str], str]:
    allowed = list(choices)

    def check(text: str) -> str:
        if text.casefold() in allowed or (empty and not text):
            return ""
        return f"“{text}” is none of: {', '.join(allowed)}."

    return check


def is_number(lowest: int, highest: int) -> Callable[[str], str]:
    def check(text: str) -> str:
        if not text or (text.isdecimal() and lowest <= int(text) <= highest):
            return ""
        return f"“{text}” is not a whole number from {lowest} to {highest}."

    return check


def is_day(text: str) -> str:
    return "" if day_in(text) else f"“{text}” is not a date."


def is_there(text: str) -> str:
    return "" if text else "This is empty."


def day_of(row: Row, column: str) -> date:
    """Of a cell that was checked."""
    return day_in(row[column]) or date.min
