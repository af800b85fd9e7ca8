"""The schedule as a file that people keep: asked for by whoever may export it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError

from people.models import User
from people.permissions import require
from scheduling.models import ScheduleVersion
from scheduling.queries.workbook_pages import block_book, year_book
from scheduling.sheets.writing import write_book

MOST_AT_ONCE = 2_500
"""Assignments whose workbook is written while somebody waits: about a second."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Download:
    """A file, ready to be sent."""

    name: str
    content_type: str
    content: bytes


def export_block(version: ScheduleVersion, number: int, *, by: User, at: datetime) -> Download:
    """A block as a workbook that can be changed and brought back."""
    require(by, "export_schedule", version.schedule.program, at=at)
    book = block_book(version, number, at=at)
    if book is None:
        raise no_such_block(version, number)
    return Download(f"{stem(version)}-block-{number}.xlsx", XLSX, write_book(book))


def export_year(version: ScheduleVersion, *, by: User, at: datetime) -> Download:
    """The year and its blocks as a workbook that can be changed and brought back."""
    require(by, "export_schedule", version.schedule.program, at=at)
    return Download(year_name(version), XLSX, write_book(year_book(version, at=at)))


def is_large(version: ScheduleVersion) -> bool:
    """Whether the workbook of its year takes longer than anybody waits for a page."""
    return version.assignments.count() > MOST_AT_ONCE


def year_name(version: ScheduleVersion) -> str:
    return f"{stem(version)}.xlsx"


def no_such_block(version: ScheduleVersion, number: int) -> ValidationError:
    year = version.schedule.academic_year
    return ValidationError(f"There is no block {number} in {year}.", code="no-such-block")


def stem(version: ScheduleVersion) -> str:
    """What the names of its files begin with."""
    schedule = version.schedule
    kind = "scenario" if version.scenario else version.status
    return f"{schedule.program.slug}-{schedule.academic_year}-{kind}-{version.number}"
