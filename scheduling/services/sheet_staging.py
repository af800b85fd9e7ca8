"""A spreadsheet comes in: what it says is read, and kept to be looked at before anything changes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.db import transaction

from people.models import User
from scheduling.engine.academic_year import rotation_periods
from scheduling.models import AcademicYear, ScheduleVersion, SheetImport
from scheduling.program_file.problem import Problem
from scheduling.services.changes import require_may_change
from scheduling.services.sheet_names import Names, key_of
from scheduling.services.versions import open_draft
from scheduling.sheets.entries import Found, Heard, unheard
from scheduling.sheets.reading import Year, read_schedule

LONGEST_NAME = 200


class SheetRefused(ValidationError):
    """A file that cannot be read; names every place and what is wrong there."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__([str(problem) for problem in self.problems], code="bad-file")


@transaction.atomic
def stage_sheet(
    year: AcademicYear,
    data: bytes,
    *,
    file_name: str,
    published: bool = False,
    block: int | None = None,
    by: User,
    at: datetime,
) -> SheetImport:
    """Keep what was read from a file of a schedule. The same file again is the same row.

    It is to change the draft, which is opened if there is none, or what is published; a workbook
    that was exported from a scenario changes that. Where a block is said, a file that is about
    another day is refused.
    """
    found = read_file(year, data)
    digest = sha256(data).hexdigest()
    return keep_read(
        year,
        found,
        digest=digest,
        file_name=file_name,
        published=published,
        block=block,
        by=by,
        at=at,
    )


def read_file(year: AcademicYear, data: bytes, heard: Heard = unheard) -> Found:
    """What the file says; everything that is wrong with it is refused at once."""
    program = year.program
    periods = rotation_periods(year.year, program.block_calendar)
    about = Year(program.slug, year.year, periods, program.zone)
    found = read_schedule(data, about, Names(program, year.year).known, heard)
    if found.problems:
        raise SheetRefused(found.problems)
    return found


@transaction.atomic
def keep_read(
    year: AcademicYear,
    found: Found,
    *,
    digest: str,
    file_name: str,
    published: bool,
    block: int | None = None,
    by: User,
    at: datetime,
) -> SheetImport:
    """Stage what was read."""
    if block is not None:
        _refuse_other_blocks(year, found, block)
    target = _target(year, published=published, by=by, at=at)
    version = _scenario(year, found.version) or target
    require_may_change(version, by=by, at=at)
    same = SheetImport.objects.staged().filter(sha256=digest, version=version, uploaded_by=by)
    return same.first() or SheetImport.objects.create(
        program=year.program,
        academic_year=year,
        version=version,
        file_name=printable(file_name),
        sha256=digest,
        layout=found.layout,
        entries=[entry.to_json() for entry in found.entries],
        remarks=found.remarks,
        beside={key_of(name): level for name, level in found.levels.items()},
        unchanged=found.unchanged,
        uploaded_by=by,
        uploaded_at=at,
    )


def _refuse_other_blocks(year: AcademicYear, found: Found, number: int) -> None:
    periods = rotation_periods(year.year, year.program.block_calendar)
    meant = next((period for period in periods if period.number == number), None)
    if meant is None:
        raise ValidationError(f"There is no block {number} in {year}.", code="no-such-block")
    days = sorted(day for day in found.about() if not meant.holds(day))
    others = [period.number for period in periods if any(period.holds(day) for day in days)]
    if days:
        blocks = ", ".join(map(str, others))
        about = f"block {blocks}" if len(others) == 1 else f"blocks {blocks}"
        raise ValidationError(
            f"Block {number} was meant, {meant.starts_on:%d %b} to {meant.ends_on:%d %b %Y}; the file "
            f"is about {about if others else f'{days[0]:%d %b %Y}'} as well or instead.",
            code="block-mismatch",
        )


def _target(year: AcademicYear, *, published: bool, by: User, at: datetime) -> ScheduleVersion:
    if not published:
        return open_draft(year, by=by, at=at)
    version = ScheduleVersion.objects.published().filter(schedule__academic_year=year).first()
    if version is None:
        raise ValidationError(f"Nothing is published in {year} yet.", code="no-version")
    return version


def _scenario(year: AcademicYear, key: int | None) -> ScheduleVersion | None:
    rows = ScheduleVersion.objects.scenarios().filter(schedule__academic_year=year)
    return rows.filter(pk=key).first() if key else None


def printable(file_name: str) -> str:
    name = "".join(sign for sign in PurePath(file_name).name if sign.isprintable())
    return name[-LONGEST_NAME:] or "workbook"
