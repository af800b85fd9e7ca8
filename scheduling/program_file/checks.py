"""What must hold between the cells of a file: keys, references, order, and the academic year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from difflib import get_close_matches
from zoneinfo import available_timezones

from scheduling.engine.academic_year import Span, blocks, year_span

from .kinds import shown
from .layout import BY_FIELD, SHEETS, key_column
from .problem import Problem
from .row_checks import ROW_CHECKS
from .sheet import Column, Entry, Sheet, Tables

DATES_IN_THE_YEAR = {
    "special_days": ("on",),
    "enrolments": ("starts_on", "ends_on"),
    "absences": ("starts_on", "ends_on"),
    "requests": ("starts_on", "ends_on"),
}
STANDING = ("requested", "approved")


def check_tables(tables: Tables) -> list[Problem]:
    """Every problem between the rows. A cell that was not understood is not held against others."""
    problems: list[Problem] = []
    for check in (_number_of_rows, _keys, _e_mails, _references, _rows, _year, _overlaps):
        problems += check(tables)
    return problems


def at(sheet: Sheet, entry: Entry, name: str, message: str) -> Problem:
    return Problem(sheet.title, entry.row, sheet.title_of(name), message)


def _number_of_rows(tables: Tables) -> Iterator[Problem]:
    for sheet in SHEETS:
        if sheet.single and tables.rows.get(sheet.field) == []:
            yield Problem(sheet.title, None, "", "There is no row; exactly one is needed.")


def too_many_rows(sheet: Sheet) -> str:
    if sheet.single:
        return "There is more than one row; exactly one is needed."
    return f"There are more than {sheet.most_rows} rows; that is the limit of this sheet."


def _keys(tables: Tables) -> Iterator[Problem]:
    for sheet in SHEETS:
        if sheet.key:
            yield from _repeated(tables, sheet, sheet.key, lambda value: value)


def _e_mails(tables: Tables) -> Iterator[Problem]:
    yield from _repeated(tables, BY_FIELD["people"], ("email",), str.casefold)


def _repeated(
    tables: Tables, sheet: Sheet, key: tuple[str, ...], same: Callable[..., object]
) -> Iterator[Problem]:
    """Rows whose key an earlier row has already."""
    first: dict[tuple[object, ...], int] = {}
    for entry in tables.of(sheet.field, *key):
        value = tuple(same(entry[name]) for name in key)
        row = first.setdefault(value, entry.row)
        if row != entry.row:
            yield at(sheet, entry, key[0], f"{_named(sheet, entry, key)} is in row {row} already.")


def _named(sheet: Sheet, entry: Entry, key: tuple[str, ...]) -> str:
    cells = [sheet.column(name).kind.cell(entry[name]) for name in key if entry[name] is not None]
    return ", ".join(shown(cell) for cell in cells)


def _references(tables: Tables) -> Iterator[Problem]:
    known = {sheet.field: _key_values(tables, sheet) for sheet in SHEETS if sheet.key}
    for sheet in SHEETS:
        for column in sheet.columns:
            keys = known.get(column.refers)
            if keys is not None:
                yield from _unknown(tables, sheet, column, keys)


def _key_values(tables: Tables, sheet: Sheet) -> dict[object, None] | None:
    """What other sheets may name; None when a key was not understood and might be the one."""
    name = key_column(sheet).field
    entries = tables.rows.get(sheet.field)
    if entries is None or not all(entry.has(name) for entry in entries):
        return None
    return dict.fromkeys(entry[name] for entry in entries)


def _unknown(
    tables: Tables, sheet: Sheet, column: Column, known: dict[object, None]
) -> Iterator[Problem]:
    for entry in tables.of(sheet.field, column.field):
        value = entry[column.field]
        for name in value if isinstance(value, tuple) else (value,):
            if name is not None and name not in known:
                yield at(sheet, entry, column.field, _no_such(column, name, known))


def _no_such(column: Column, name: str, known: dict[object, None]) -> str:
    sentence = f"There is no {shown(name)} in the sheet {BY_FIELD[column.refers].title}."
    by_folded = {str(key).casefold(): str(key) for key in known}
    close = get_close_matches(name.casefold(), list(by_folded)[:2000], n=1, cutoff=0.75)
    return f"{sentence} Did you mean {shown(by_folded[close[0]])}?" if close else sentence


def _rows(tables: Tables) -> Iterator[Problem]:
    """What each row must keep within itself, or with the rows it names."""
    for name, check in ROW_CHECKS:
        sheet = BY_FIELD[name]
        for entry in tables.rows.get(name, ()):
            for field, message in check(entry, tables):
                yield at(sheet, entry, field, message)


def _year(tables: Tables) -> Iterator[Problem]:
    for entry in tables.of("program", "time_zone"):
        if entry["time_zone"] not in available_timezones():
            message = f"{shown(entry['time_zone'])} is not an IANA time zone."
            yield at(BY_FIELD["program"], entry, "time_zone", message)
    for entry in tables.of("program", "academic_year", "block_calendar"):
        year, style = entry["academic_year"], entry["block_calendar"]
        yield from _days_outside(tables, year, year_span(year))
        yield from _windows_outside(tables, [block.number for block in blocks(year, style)])


def _days_outside(tables: Tables, year: int, span: Span) -> Iterator[Problem]:
    for name, fields in DATES_IN_THE_YEAR.items():
        for field in fields:
            for entry in tables.of(name, field):
                day = entry[field]
                if day is not None and not span.holds(day):
                    yield at(BY_FIELD[name], entry, field, _not_in_year(day, year, span))


def _not_in_year(day: date, year: int, span: Span) -> str:
    return (
        f"{day} is not in the academic year {year}, "
        f"which runs from {span.starts_on} to {span.ends_on}."
    )


def _windows_outside(tables: Tables, numbers: list[int]) -> Iterator[Problem]:
    for name in ("rotations", "curriculum"):
        for field in ("first_block", "last_block"):
            for entry in tables.of(name, field):
                number = entry[field]
                if number is not None and number not in numbers:
                    message = (
                        f"There is no block {number} in the year; "
                        f"its blocks are {numbers[0]} to {numbers[-1]}."
                    )
                    yield at(BY_FIELD[name], entry, field, message)


def _overlaps(tables: Tables) -> Iterator[Problem]:
    """Nobody can be away twice at a time, to the half-day."""
    spans: dict[str, list[tuple[int, int, Entry]]] = defaultdict(list)
    fields = ("person", "starts_on", "starts_at_slot", "ends_on", "ends_slot", "status")
    for entry in tables.of("absences", *fields):
        if entry["status"] in STANDING:
            spans[entry["person"]].append((*half_days(entry), entry))
    for of_person in spans.values():
        yield from _overlapping(sorted(of_person, key=lambda span: (*span[:2], span[2].row)))


def half_days(entry: Entry) -> tuple[int, int]:
    """The first and the last half-day of an absence, counted through the calendar."""
    first = 2 * entry["starts_on"].toordinal() + (entry["starts_at_slot"] == "PM")
    return first, 2 * entry["ends_on"].toordinal() + (entry["ends_slot"] == "PM")


def _overlapping(spans: list[tuple[int, int, Entry]]) -> Iterator[Problem]:
    sheet = BY_FIELD["absences"]
    until, holder = -1, None
    for first, last, entry in spans:
        if holder is not None and first <= until:
            message = (
                f"{entry['person']} is away already in a part of that time (row {holder.row})."
            )
            yield at(sheet, entry, "starts_on", message)
        if last > until:
            until, holder = last, entry
