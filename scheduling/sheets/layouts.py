"""Reads the workbooks that programs keep by themselves: people by days, or people by blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from openpyxl.workbook import Workbook

from scheduling.engine.academic_year import Block, year_span

from .blocks_layout import BlocksSheet
from .days_layout import DaysSheet
from .entries import Found, Heard, unheard
from .opening import Cells, cells_of, day_of, text_of
from .spans import read_spans
from .table import Known

LAYOUT = "A workbook in a common layout"
HEAD_WITHIN, FEWEST_DAYS, FEWEST_BLOCKS = 15, 5, 3
ONE_DAY = timedelta(days=1)
NUMBERED = re.compile(r"(?:block|blk|bl|b)?\s*[#.]?\s*(\d{1,2})", re.IGNORECASE)


def read_layouts(
    book: Workbook,
    found: Found,
    *,
    year: int,
    periods: Sequence[Block],
    known: Known,
    heard: Heard = unheard,
) -> None:
    """Every visible sheet that has a row of days or of blocks."""
    found.layout = LAYOUT
    for done, sheet in enumerate(book.worksheets):
        heard(done, len(book.worksheets))
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
) -> DaysSheet | BlocksSheet | None:
    for row in range(1, HEAD_WITHIN + 1):
        days = _days_in(cells, row, year, title, found)
        if len(days) >= FEWEST_DAYS:
            return DaysSheet(title, cells, found, row, days, known, year, periods)
    for row in range(1, HEAD_WITHIN + 1):
        blocks = _blocks_in(cells, row, periods, year)
        if len(blocks) >= FEWEST_BLOCKS:
            return BlocksSheet(title, cells, found, row, blocks, known, year)
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
