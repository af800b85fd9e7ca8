"""Opening an academic year: its days and its blocks, from the program's calendar."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from people.models import Program, User
from people.permissions import require
from scheduling.engine import academic_year as calendar
from scheduling.models import AcademicYear, Block


class BlocksDiffer(ValidationError):
    """A year that was opened with other blocks than the program's calendar now has."""

    def __init__(self, academic_year: AcademicYear) -> None:
        super().__init__(
            f"The academic year {academic_year} was opened with other blocks than the calendar of "
            f"{academic_year.program} gives. The block calendar of an open year cannot change.",
            code="blocks-differ",
        )


@transaction.atomic
def open_academic_year(program: Program, year: int, *, by: User, at: datetime) -> AcademicYear:
    """The year with its blocks. Opening it again changes nothing."""
    require(by, "manage_calendar", program, at=at)
    return ensure_year(program, year)


def ensure_year(program: Program, year: int) -> AcademicYear:
    """The year with its blocks, made if it is not there. Within a transaction."""
    days = calendar.year_span(year)
    opened, is_new = AcademicYear.objects.get_or_create(
        program=program,
        year=year,
        defaults={"starts_on": days.starts_on, "ends_on": days.ends_on},
    )
    if is_new:
        Block.objects.bulk_create(
            Block(academic_year=opened, number=b.number, starts_on=b.starts_on, ends_on=b.ends_on)
            for b in calendar.blocks(year, program.block_calendar)
        )
    elif not follows(opened, program.block_calendar):
        raise BlocksDiffer(opened)
    return opened


def follows(opened: AcademicYear, block_calendar: str) -> bool:
    """Whether the blocks of a year are those that the calendar gives."""
    stored = opened.blocks.order_by("number").values_list("number", "starts_on", "ends_on")
    given = calendar.blocks(opened.year, block_calendar)
    return list(stored) == [(b.number, b.starts_on, b.ends_on) for b in given]
