"""Reads the workbooks that programs keep by themselves: people by days, or people by blocks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from scheduling.engine.academic_year import Block, Span, halves, year_span

from .entries import Entry, Found, Sort
from .opening import Cells, cells_of, day_of, text_of
from .own_book import names_in
from .pages import SLOTS
from .parts import entries_of, halves_of, leave_in, rotations_in
from .spans import read_spans

LAYOUT = "A workbook in a common layout"
HEAD_WITHIN, FEWEST_DAYS, FEWEST_BLOCKS = 15, 5, 3
ONE_DAY = timedelta(days=1)
NAME_HEADINGS = ("name", "provider", "resident", "person", "physician", "faculty")
NUMBERED = re.compile(r"(?:block|blk|bl|b)?\s*[#.]?\s*(\d{1,2})", re.IGNORECASE)
LEAVE_LABEL = re.compile(r"leave|lv|vac(ation)?|pto|al", re.IGNORECASE)
CALL_LABEL = re.compile(r"\bcall\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Known:
    """What the program knows by name."""

    person: Callable[[str], bool]
    rotation: Callable[[str], bool]
    call: Callable[[str], bool]


def read_layouts(
    book: Workbook, found: Found, *, year: int, periods: Sequence[Block], known: Known
) -> None:
    """Every visible sheet that has a row of days or of blocks."""
    found.layout = LAYOUT
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        cells = cells_of(sheet)
        reader = _reader(sheet.title, cells, found, year, periods, known)
        if reader is None:
            found.remarks.append(
                f"{sheet.title} was not read: no row of days or of blocks was found."
            )
        else:
            reader.read()
    if not found.entries and not found.problems:
        found.refuse(
            "",
            None,
            "",
            "No schedule was found. A sheet needs a row with at least "
            f"{FEWEST_DAYS} days, or with at least {FEWEST_BLOCKS} blocks, and names to their left.",
        )


def _reader(
    title: str,
    cells: Cells,
    found: Found,
    year: int,
    periods: Sequence[Block],
    known: Known,
) -> _Days | _Blocks | None:
    for row in range(1, HEAD_WITHIN + 1):
        days = _days_in(cells, row, year, title, found)
        if len(days) >= FEWEST_DAYS:
            return _Days(title, cells, found, row, days, known, year, periods)
    for row in range(1, HEAD_WITHIN + 1):
        blocks = _blocks_in(cells, row, periods, year)
        if len(blocks) >= FEWEST_BLOCKS:
            return _Blocks(title, cells, found, row, blocks, known, year, periods)
    return None


def _days_in(cells: Cells, row: int, year: int, title: str, found: Found) -> dict[int, date]:
    """The columns that are headed by a day. A date that Excel put into a wrong year is mended."""
    span, days, mended = year_span(year), dict[int, date](), 0
    for (at, column), value in cells.items():
        day = (day_of(value) or _day_in(value, year)) if at == row else None
        if day is None:
            continue
        after = next(reversed(days.values())) + ONE_DAY if days else None
        if not span.holds(day) and after and (day.month, day.day) == (after.month, after.day):
            day, mended = after, mended + 1
        days[column] = day
    outside = [day for day in days.values() if not span.holds(day)]
    if len(days) >= FEWEST_DAYS and outside:
        message = f"{outside[0]} is not in the academic year {year}-{(year + 1) % 100:02}."
        found.refuse(title, row, "", message)
    if len(days) >= FEWEST_DAYS and mended:
        found.remarks.append(f"{title}: {mended} dates stood in another year and were put right.")
    return days


def _day_in(value: Any, year: int) -> date | None:
    """“Jul 8” or “7/8”, with the weekday before it or not."""
    if not isinstance(value, str):
        return None
    text = re.sub(r"^\s*(mon|tue|wed|thu|fri|sat|sun)\w*[,.]?\s+", "", value, flags=re.IGNORECASE)
    turned = re.sub(r"^(\d{1,2})[- ]([A-Za-z]{3,9})$", r"\2 \1", text.strip())
    spans = read_spans(turned, year=year)
    return spans[0][0] if spans and len(spans) == 1 and spans[0][0] == spans[0][1] else None


def _blocks_in(cells: Cells, row: int, periods: Sequence[Block], year: int) -> dict[int, Block]:
    """The columns that are headed by a block's number or days, in order."""
    numbers = {period.number: period for period in periods}
    found: dict[int, Block] = {}
    for (at, column), value in cells.items():
        if at != row:
            continue
        text = text_of(value)
        match = NUMBERED.fullmatch(text)
        spans = None if match else read_spans(text, year=year)
        block = numbers.get(int(match[1])) if match else _near(periods, spans)
        if block is not None and block not in found.values():
            found[column] = block
    in_order = [block.number for block in found.values()]
    return found if in_order == sorted(in_order) else {}


def _near(periods: Sequence[Block], spans: list[tuple[date, date]] | None) -> Block | None:
    """The block that starts within three days of these."""
    if not spans or spans[0][0] == spans[0][1]:
        return None
    first = spans[0][0]
    return next((p for p in periods if abs((p.starts_on - first).days) <= 3), None)


class _Table:
    """What both layouts share: names to the left of the first headed column."""

    def __init__(
        self,
        title: str,
        cells: Cells,
        found: Found,
        head: int,
        first: int,
        known: Known,
        year: int,
    ) -> None:
        self.title, self.cells, self.found, self.head = title, cells, found, head
        self.first, self.known, self.year = first, known, year
        self.left = {
            place: text_of(value)
            for place, value in cells.items()
            if place[0] > head - 1 and place[1] < first
        }
        self.name_column = self._name_column()
        self.names = {
            row: text
            for (row, column), text in self.left.items()
            if column == self.name_column and row > head and not _is_heading(text)
        }

    def _name_column(self) -> int:
        """Where most of the people are that the program knows; else what is headed like it."""
        known = Counter(c for (row, c), text in self.left.items() if self.known.person(text))
        if known:
            return known.most_common(1)[0][0]
        headed = [c for (_, c), text in self.cells_above() if _is_heading(text)]
        words = Counter(
            c for (_, c), text in self.left.items() if re.search(r"[A-Za-z]{2},? \w", text)
        )
        return next(iter(headed), words.most_common(1)[0][0] if words else self.first - 1)

    def cells_above(self) -> Iterator[tuple[tuple[int, int], str]]:
        for (row, column), value in self.cells.items():
            if row <= self.head + 3 and column < self.first:
                yield (row, column), text_of(value)

    def place(self, row: int, column: int) -> str:
        return f"{self.title}!{get_column_letter(column)}{row}"


class _Days(_Table):
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
        return self.known.person(who) or not all(_is_number(text) for text in texts.values())

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


class _Blocks(_Table):
    """People by blocks, the leave of each in the row below."""

    def __init__(
        self,
        title: str,
        cells: Cells,
        found: Found,
        head: int,
        blocks: Mapping[int, Block],
        known: Known,
        year: int,
        periods: Sequence[Block],
    ) -> None:
        super().__init__(title, cells, found, head, min(blocks), known, year)
        self.columns = dict(_halves(blocks))

    def read(self) -> None:
        above = 0
        last = max((row for row, _ in self.cells), default=0)
        for row in range(self.head + 1, last + 1):
            who = self.names.get(row, "")
            if who and not LEAVE_LABEL.fullmatch(who) and self._says_rotations(row, who):
                self._rotations(row, who)
                above = row
            elif above == row - 1 and self._texts(row):
                self._leave(row, self.names[above])

    def _texts(self, row: int) -> dict[int, str]:
        return {
            column: text_of(self.cells[row, column])
            for column in self.columns
            if (row, column) in self.cells
        }

    def _says_rotations(self, row: int, who: str) -> bool:
        texts = self._texts(row).values()
        return bool(texts) and (
            self.known.person(who) or not all(_is_number(text) for text in texts)
        )

    def _rotations(self, row: int, who: str) -> None:
        for column, text in self._texts(row).items():
            block, span = self.columns[column]
            place = self.place(row, column)
            if span is None:
                pair = halves_of(text, is_code=self.known.rotation)
                parts = rotations_in(*pair, block)
            else:
                parts = {span.starts_on: (text, span.ends_on)}
            self.found.extend(entries_of(Sort.ROTATION, place, who, None, None, parts))

    def _leave(self, row: int, who: str) -> None:
        for column, text in self._texts(row).items():
            parts = leave_in(text, self.year)
            place = self.place(row, column)
            if parts is None:
                self.found.remarks.append(f"{place}: “{text}” does not say days and was not read.")
            else:
                self.found.extend(entries_of(Sort.LEAVE, place, who, None, None, parts))


def _halves(blocks: Mapping[int, Block]) -> Iterator[tuple[int, tuple[Block, Span | None]]]:
    """A column for a block; or two, one for each half."""
    columns = sorted(blocks)
    steps = Counter(after - before for before, after in pairwise(columns))
    paired = steps.most_common(1)[0][0] == 2
    for column in columns:
        spans = halves(blocks[column])
        if paired and len(spans) == 2:
            yield column, (blocks[column], spans[0])
            yield column + 1, (blocks[column], spans[1])
        else:
            yield column, (blocks[column], None)


def _is_heading(text: str) -> bool:
    return text.casefold().strip(" :") in NAME_HEADINGS


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[\d.,%]+", text) is not None
