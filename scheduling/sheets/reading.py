"""Reads what somebody brought, whatever kind of file it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from scheduling.engine.academic_year import Block
from scheduling.program_file.container import OLE_SIGNATURE, ZIP_SIGNATURE, refusal_by_size
from scheduling.program_file.problem import of_file

from .calendars import is_calendar, read_calendar
from .entries import Found, Heard, unheard
from .layouts import read_layouts
from .lists import read_list
from .opening import opened
from .own_book import is_own, program_of, read_own
from .table import Known

MOST_ENTRIES = 60_000


@dataclass(frozen=True, slots=True)
class Year:
    """The academic year that a file is read for."""

    program: str
    year: int
    periods: Sequence[Block]
    zone: ZoneInfo


def read_schedule(data: bytes, year: Year, known: Known, heard: Heard = unheard) -> Found:
    """What the file says, or everything that is wrong with it."""
    found = Found()
    if reason := refusal_by_size(data):
        found.problems.append(of_file(reason))
    elif is_calendar(data):
        read_calendar(data, found, year=year.year, zone=year.zone, known=known)
    elif data.startswith((ZIP_SIGNATURE, OLE_SIGNATURE)) or b"\0" in data[:1000]:
        _workbook(data, year, known, found, heard)
    else:
        read_list(data, found, year=year.year)
    if len(found.entries) > MOST_ENTRIES:
        message = f"The file has {len(found.entries):,} entries; the limit is {MOST_ENTRIES:,}."
        found.refuse("", None, "", message)
    return found


def _workbook(data: bytes, year: Year, known: Known, found: Found, heard: Heard) -> None:
    book = opened(data, found)
    if book is None:
        return
    if not is_own(book):
        read_layouts(book, found, year=year.year, periods=year.periods, known=known, heard=heard)
    elif program_of(book) != year.program:
        found.refuse("", None, "", "The workbook was exported from another program.")
    else:
        read_own(book, found, year=year.year, periods=year.periods, heard=heard)
