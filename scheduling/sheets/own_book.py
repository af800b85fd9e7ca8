"""Reads a workbook that was written here, by its hidden keys: only what somebody changed in it."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from scheduling.engine.academic_year import Block

from .entries import Entry, Found, Heard, Sort, unheard
from .keys import KEY_COLUMN, KEY_ROW, MARK, META, ColumnKey, RowKey
from .opening import cells_of, text_of
from .parts import entries_of, halves_of, leave_in, rotations_in
from .writing import digest

LAYOUT = "A workbook exported from here"
HEADING, LEAVE_LABEL = "Name", "leave"
Baseline = dict[str, dict[RowKey, dict[ColumnKey, str]]]
Texts = Mapping[ColumnKey, str]


def is_own(book: Workbook) -> bool:
    return META in book.sheetnames and book[META].cell(1, 1).value == MARK


def read_own(
    book: Workbook,
    found: Found,
    *,
    year: int,
    periods: Sequence[Block],
    heard: Heard = unheard,
) -> None:
    """What differs from what was exported; everything else is as it was."""
    found.layout = LAYOUT
    lines = list(_lines(book[META]))
    about = _about(book[META])
    if about is None or about.get("sha256") != digest(lines):
        found.refuse(
            META, None, "", "The hidden part of the workbook was changed. Export it again."
        )
        return
    if about["year"] != year:
        message = f"The workbook is of the academic year {about['year']}, not of {year}."
        found.refuse("", None, "", message)
        return
    found.version = about["version"]
    sheets = _baseline(lines)
    for done, (title, rows) in enumerate(sheets.items()):
        heard(done, len(sheets))
        if title in book.sheetnames:
            _Sheet(book[title], rows, found, year, periods).read()
        else:
            found.remarks.append(f"The sheet {title} is gone; nothing of it is changed.")


def program_of(book: Workbook) -> str:
    """The slug of the program that the workbook was written for."""
    return str((_about(book[META]) or {}).get("program", ""))


def _about(meta: Worksheet) -> dict[str, Any] | None:
    try:
        about = json.loads(str(meta.cell(1, 2).value))
    except ValueError:
        return None
    known = {"program": str, "year": int, "version": int, "sha256": str}
    sound = isinstance(about, dict) and all(
        isinstance(about.get(name), kind) for name, kind in known.items()
    )
    return about if sound else None


def _lines(meta: Worksheet) -> Iterator[tuple[str, ...]]:
    """As they were written: what is empty at the end of a line counts too."""
    rows: dict[int, dict[int, str]] = defaultdict(dict)
    for (row, column), value in cells_of(meta).items():
        rows[row][column] = str(value)
    width = 2
    for row in range(2, max(rows, default=1) + 1):
        texts = rows[row]
        if texts.get(2) == "columns":
            width = max(texts)
        yield tuple(texts.get(column, "") for column in range(1, width + 1))


def _baseline(lines: Sequence[tuple[str, ...]]) -> Baseline:
    found: Baseline = defaultdict(dict)
    columns: list[ColumnKey | None] = []
    for title, key, *texts in lines:
        if key == "columns":
            columns = [ColumnKey.read(text) for text in texts]
        elif row := RowKey.read(key):
            pairs = zip(columns, texts, strict=True)
            found[title][row] = {column: text for column, text in pairs if column}
    return found


class _Sheet:
    """One worksheet, beside what it held when it was written."""

    def __init__(
        self,
        sheet: Worksheet,
        rows: dict[RowKey, dict[ColumnKey, str]],
        found: Found,
        year: int,
        periods: Sequence[Block],
    ) -> None:
        self.title, self.found, self.year = sheet.title, found, year
        self.cells, self.base = cells_of(sheet), rows
        self.periods = periods
        self.columns = {
            key: column
            for (row, column), value in self.cells.items()
            if row == KEY_ROW and (key := ColumnKey.read(value))
        }
        self.names = _names_of(self.cells)

    def read(self) -> None:
        at = self._rows()
        for key, base in self.base.items():
            if key not in at:
                who = "A row" if key.kind != "person" else "Somebody's row"
                self.found.remarks.append(
                    f"{self.title}: {who} ({key}) is gone; nothing of it is changed."
                )
            elif key.kind == "call":
                self._calls(at[key], key, base)
            else:
                self._person(at[key], key, base)
        self._added(set(at.values()))

    def _added(self, known: set[int]) -> None:
        """Rows that somebody wrote below or between: people by their names."""
        slots = {column: key for key, column in self.columns.items() if key.slot}
        for (row, column), value in self.cells.items():
            key, who = slots.get(column), self.names.get(row, "")
            text = text_of(value)
            if key and who and row not in known and not text.startswith("="):
                place = f"{self.title}!{get_column_letter(column)}{row}"
                entry = Entry(place, Sort.HALF_DAY, key.first, who, text, slot=key.slot)
                self.found.entries.append(entry)

    def _rows(self) -> dict[RowKey, int]:
        found: dict[RowKey, int] = {}
        for (row, column), value in self.cells.items():
            if column == KEY_COLUMN and (key := RowKey.read(value)):
                if key in found:
                    message = f"Rows {found[key]} and {row} are the same person's or call's."
                    self.found.refuse(self.title, row, "", f"{message} Take one of them out.")
                found[key] = row
        return found

    def _text(self, row: int, key: ColumnKey, base: str) -> str:
        """What stands in a cell now; what cannot be told is as it was, and is said to be wrong."""
        column = self.columns.get(key)
        if column is None:
            return base
        value = self.cells.get((row, column))
        if isinstance(value, str) and value.startswith("=") and value != base:
            message = "This is a formula; a code is needed. Copy it and paste it as a value."
            self.found.refuse(self.title, row, get_column_letter(column), message)
            return base
        return text_of(value)

    def _place(self, row: int, key: ColumnKey) -> str:
        return f"{self.title}!{get_column_letter(self.columns.get(key, 1))}{row}"

    def _changed(self, row: int, base: Texts) -> dict[ColumnKey, str]:
        """Columns whose text is another now."""
        texts = {key: self._text(row, key, was) for key, was in base.items()}
        changed = {key: text for key, text in texts.items() if text != base[key].strip()}
        self.found.unchanged += len(base) - len(changed)
        self.found.days.update(key.first for key in base)
        return changed

    # Calls

    def _calls(self, row: int, key: RowKey, base: Texts) -> None:
        label = self.names.get(row, "Call")
        for column, text in self._changed(row, base).items():
            was, new = names_in(base[column]), names_in(text)
            gone = [name for name in was if name not in new]
            came = [name for name in new if name not in was]
            for name in (*gone, *came):
                self.found.entries.append(
                    Entry(
                        self._place(row, column),
                        Sort.CALL,
                        column.first,
                        name,
                        label if name in came else "",
                        call_type=key.number,
                        base=label if name in gone else "",
                    )
                )

    # People

    def _person(self, row: int, key: RowKey, base: Texts) -> None:
        changed = self._changed(row, base)
        rotations = {k: v for k, v in changed.items() if not k.slot}
        for column, text in changed.items():
            if column.slot:
                self._half_day(row, key, column, text, base[column])
        if rotations and key.kind == "leave":
            for column, text in rotations.items():
                self._leave(row, key, column, text, base[column])
        elif rotations:
            self._rotations(row, key, base, rotations)

    def _half_day(self, row: int, key: RowKey, column: ColumnKey, text: str, base: str) -> None:
        self.found.entries.append(
            Entry(
                self._place(row, column),
                Sort.HALF_DAY,
                column.first,
                self.names.get(row, ""),
                text,
                slot=column.slot,
                person=key.number,
                base=base,
            )
        )

    def _leave(self, row: int, key: RowKey, column: ColumnKey, text: str, base: str) -> None:
        new = leave_in(text, self.year)
        if new is None:
            message = f"“{text}” does not say days. Write them like Jul 8-14, Aug 3."
            letter = get_column_letter(self.columns[column])
            self.found.refuse(self.title, row, letter, message)
            return
        place, was = self._place(row, column), leave_in(base, self.year) or {}
        self.found.extend(entries_of(Sort.LEAVE, place, self._who(row), key.number, was, new))

    def _rotations(self, row: int, key: RowKey, base: Texts, changed: Texts) -> None:
        for block in self.periods:
            columns = [c for c in base if not c.slot and block.holds(c.first)]
            if not any(column in changed for column in columns):
                continue
            was = self._parts([base[c] for c in columns], block)
            new = self._parts([changed.get(c, base[c]) for c in columns], block)
            place = self._place(row, next(c for c in columns if c in changed))
            who = self._who(row)
            self.found.extend(entries_of(Sort.ROTATION, place, who, key.number, was, new))

    def _parts(self, texts: Sequence[str], block: Block) -> dict[date, tuple[str, date]]:
        first, second = texts if len(texts) == 2 else halves_of(texts[0])
        return dict(rotations_in(first, second, block))

    def _who(self, row: int) -> str:
        """The row of leave stands below the name."""
        return self.names.get(row, "") or self.names.get(row - 1, "")


def names_in(text: str) -> list[str]:
    return [name.strip() for name in re.split(r"[,;/\n]|\band\b|&", text) if name.strip()]


def _names_of(cells: Mapping[tuple[int, int], Any]) -> dict[int, str]:
    """The name in each row below the heading that says so."""
    head = next((place for place, value in cells.items() if value == HEADING), (0, 0))
    return {
        row: text_of(value)
        for (row, at), value in cells.items()
        if at == head[1] and row > head[0] and text_of(value) != LEAVE_LABEL
    }
