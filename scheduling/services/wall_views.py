"""Wall views: what people print and hang up."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from people.models import User
from people.permissions import require
from scheduling.models import ScheduleVersion
from scheduling.queries.call_roster import Cell, Night, call_roster
from scheduling.queries.workbook_pages import block_book, said_of, year_book
from scheduling.services.export_schedule import Download, no_such_block, stem
from scheduling.sheets.walls import block_pdf, call_pdf, year_pdf

PDF = "application/pdf"


def print_block(version: ScheduleVersion, number: int, *, by: User, at: datetime) -> Download:
    """A block on one sheet of paper, tabloid."""
    require(by, "export_schedule", version.schedule.program, at=at)
    book = block_book(version, number, at=at)
    if book is None:
        raise no_such_block(version, number)
    return Download(f"{stem(version)}-block-{number}.pdf", PDF, block_pdf(book))


def print_year(version: ScheduleVersion, *, by: User, at: datetime) -> Download:
    """The residents' year on one sheet of paper, tabloid."""
    require(by, "export_schedule", version.schedule.program, at=at)
    book = year_book(version, at=at, blocks=False)
    if book.year_page is None:
        raise AssertionError("The book of a year has its page.")
    return Download(f"{stem(version)}.pdf", PDF, year_pdf(book, book.year_page))


def print_calls(version: ScheduleVersion, month: date, *, by: User, at: datetime) -> Download:
    """The calls of the month that holds the day, as a calendar on letter paper."""
    program, year = version.schedule.program, version.schedule.academic_year
    require(by, "export_schedule", program, at=at)
    roster = call_roster(year, month, version, today=program.today(at))
    weeks = [[_night(night) for night in week] for week in roster.weeks]
    said = f"{said_of(version)}, as of {at.astimezone(program.zone):%b %d %Y, %H:%M}"
    content = call_pdf(f"Call, {month:%B %Y}", program.name, said, weeks)
    return Download(f"{stem(version)}-call-{month:%Y-%m}.pdf", PDF, content)


def _night(night: Night) -> dict[str, Any]:
    return {
        "number": str(night.on.day),
        "within": night.in_month,
        "note": night.special.name if night.special else "",
        "calls": [_call(cell) for cell in night.cells],
    }


def _call(cell: Cell) -> dict[str, Any]:
    names = ", ".join(holder.name for holder in cell.holders)
    return {"code": cell.code, "names": names, "open": cell.missing}
