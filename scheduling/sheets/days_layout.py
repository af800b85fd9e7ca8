"""Reads a worksheet of people by days: half-days, calls above them, rotations beside them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from scheduling.engine.academic_year import Block

from .entries import Entry, Found, Sort
from .opening import Cells, text_of
from .own_book import names_in
from .pages import SLOTS
from .parts import entries_of, halves_of, rotations_in
from .table import Known, Table, is_number

CALL_LABEL = re.compile(r"\bcall\b", re.IGNORECASE)


class DaysSheet(Table):
    """People by days, each day one column or two, AM and PM."""

    def __init__(
        self,
        title: str,
        cells: Cells,
        found: Found,
        head: int,
        days: Mapping[int, date],
        known: Known,
        year: int,
        periods: Sequence[Block],
    ) -> None:
        super().__init__(title, cells, found, head, min(days), known, year)
        self.periods = periods
        self.columns = dict(_half_days(days))
        self.block = next((p for p in periods if p.holds(min(days.values()))), None)
        self.rotation_columns = self._rotation_columns()

    def read(self) -> None:
        rows: dict[int, dict[int, str]] = {}
        for (row, column), value in self.cells.items():
            if row > self.head and column in self.columns and text_of(value):
                rows.setdefault(row, {})[column] = text_of(value)
        for row, texts in rows.items():
            label = self._call_label(row)
            if label:
                self._call(row, label, texts)
            elif self._is_person(row, texts):
                self._person(row, texts)
        self._rotations(rows)
        self.note_levels(row for row, texts in rows.items() if self._is_person(row, texts))

    def _call_label(self, row: int) -> str:
        texts = [text for (at, _), text in self.left.items() if at == row]
        return next(
            (t for t in texts if (CALL_LABEL.search(t) or self.known.call(t))
             and not self.known.person(t)), ""
        )  # fmt: skip

    def _is_person(self, row: int, texts: Mapping[int, str]) -> bool:
        """Not a row of numbers or of AM and PM, which have a label beside them too."""
        who = self.names.get(row, "")
        if not who or set(texts.values()) <= {*SLOTS, "am", "pm"}:
            return False
        return self.known.person(who) or not all(is_number(text) for text in texts.values())

    def _call(self, row: int, label: str, texts: Mapping[int, str]) -> None:
        for column, text in texts.items():
            day = self.columns[column][0]
            for name in names_in(text):
                self.found.entries.append(
                    Entry(self.place(row, column), Sort.CALL, day, name, label)
                )

    def _person(self, row: int, texts: Mapping[int, str]) -> None:
        who = self.names[row]
        for column, text in texts.items():
            day, slots = self.columns[column]
            for slot in slots:
                place = self.place(row, column)
                self.found.entries.append(Entry(place, Sort.HALF_DAY, day, who, text, slot=slot))

    def _rotation_columns(self) -> list[int]:
        """Headed so, or with codes of rotations in two rows or more."""
        headed = [c for (_, c), text in self.cells_above() if "rotation" in text.casefold()]
        codes = Counter(c for (_, c), text in self.left.items() if self.known.rotation(text))
        typical = [c for c, count in sorted(codes.items()) if count > 1]
        chosen = sorted(set(headed)) or typical
        return [column for column in chosen if column != self.name_column][:2]

    def _rotations(self, rows: Mapping[int, Mapping[int, str]]) -> None:
        if self.block is None or not self.rotation_columns:
            return
        for row, who in self.names.items():
            texts = [self.left.get((row, column), "") for column in self.rotation_columns]
            if row in rows and self._is_person(row, rows[row]) and any(texts):
                pair = (
                    texts if len(texts) == 2 else halves_of(texts[0], is_code=self.known.rotation)
                )
                parts = rotations_in(pair[0], pair[1], self.block)
                place = self.place(row, self.rotation_columns[0])
                self.found.extend(entries_of(Sort.ROTATION, place, who, None, None, parts))


def _half_days(days: Mapping[int, date]) -> Iterator[tuple[int, tuple[date, Sequence[str]]]]:
    """Each column of the grid, with its day and the halves that it is about."""
    columns = sorted(days)
    steps = Counter(after - before for before, after in pairwise(columns))
    paired = steps.most_common(1)[0][0] > 1
    for column in columns:
        if paired:
            yield column, (days[column], SLOTS[:1])
            yield column + 1, (days[column], SLOTS[1:])
        else:
            yield column, (days[column], SLOTS)
