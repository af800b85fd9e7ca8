"""Reads what somebody brought, whatever kind of file it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scheduling.engine.academic_year import Block

from .entries import Found
from .layouts import Known, read_layouts
from .opening import opened
from .own_book import is_own, program_of, read_own

MOST_ENTRIES = 60_000


@dataclass(frozen=True, slots=True)
class Year:
    """The academic year that a file is read for."""

    program: str
    year: int
    periods: Sequence[Block]


def read_schedule(data: bytes, year: Year, known: Known) -> Found:
    """What the file says, or everything that is wrong with it."""
    found = Found()
    book = opened(data, found)
    if book is not None and is_own(book):
        if program_of(book) != year.program:
            found.refuse("", None, "", "The workbook was exported from another program.")
        else:
            read_own(book, found, year=year.year, periods=year.periods)
    elif book is not None:
        read_layouts(book, found, year=year.year, periods=year.periods, known=known)
    if len(found.entries) > MOST_ENTRIES:
        message = f"The file has {len(found.entries):,} entries; the limit is {MOST_ENTRIES:,}."
        found.refuse("", None, "", message)
    return found
