"""A large spreadsheet on its way in: brought, read by a worker, ended early."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from hashlib import sha256

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from people.models import User
from people.permissions import require
from scheduling.models import AcademicYear, SheetImport, SheetReading
from scheduling.program_file.container import refusal_by_size
from scheduling.program_file.problem import Problem, of_file
from scheduling.services.making import cancel, close_dead, make_once, move
from scheduling.services.queue import enqueue
from scheduling.services.sheet_staging import (
    SheetRefused,
    keep_read,
    printable,
    read_file,
    stage_sheet,
)
from scheduling.sheets.entries import Heard

MOST_AT_ONCE = 100_000
"""Bytes that are read while somebody waits: about a second."""
KEPT_FOR = timedelta(days=3)
SILENT_FOR = timedelta(minutes=10)
CALLED = "file"
MOST_PROBLEMS, LONGEST_MESSAGE = 500, 300

Status = SheetReading.Status


def bring_sheet(
    year: AcademicYear,
    data: bytes,
    *,
    file_name: str,
    published: bool = False,
    block: int | None = None,
    by: User,
    at: datetime,
) -> SheetImport | SheetReading:
    """Stage a small file at once; of a large one, the reading in which a worker stages it."""
    verb = request_reading if len(data) > MOST_AT_ONCE else stage_sheet
    return verb(year, data, file_name=file_name, published=published, block=block, by=by, at=at)


@transaction.atomic
def request_reading(
    year: AcademicYear,
    data: bytes,
    *,
    file_name: str,
    published: bool = False,
    block: int | None = None,
    by: User,
    at: datetime,
) -> SheetReading:
    """Leave the file to a worker. What is too large for any is refused at once."""
    require(by, "edit_schedule", year.program, at=at)
    if reason := refusal_by_size(data):
        raise SheetRefused([of_file(reason)])
    tidy_readings(at=at)
    reading = SheetReading.objects.create(
        academic_year=year,
        published=published,
        block=block,
        file_name=printable(file_name),
        brought=data,
        requested_by=by,
        requested_at=at,
    )
    enqueue("scheduling.tasks.read_sheet", reading_id=reading.pk)
    return reading


def cancel_reading(reading: SheetReading, *, by: User, at: datetime) -> SheetReading:
    """End it early; nothing of the file is kept."""
    require(by, "edit_schedule", reading.academic_year.program, at=at)
    cancel(reading, called=CALLED, at=at)
    _forget(reading)
    return reading


def tidy_readings(*, at: datetime) -> int:
    """Those whose worker is gone have failed; old ones are forgotten. Returns how many failed."""
    SheetReading.objects.filter(requested_at__lt=at - KEPT_FOR).delete()
    closed = close_dead(SheetReading.objects.all(), silent_for=SILENT_FOR, at=at)
    over = SheetReading.objects.exclude(status__in=SheetReading.ACTIVE)
    over.filter(brought__isnull=False).update(brought=None)
    return closed


# In the worker


def read_sheet(reading: SheetReading, *, now: Callable[[], datetime] = timezone.now) -> None:
    """Read it, and stage what it says. Safe to call twice, the second does nothing."""
    make_once(reading, lambda: _read(reading, now), now=now)


def _read(reading: SheetReading, now: Callable[[], datetime]) -> None:
    def heard(done: int, parts: int) -> None:
        reading.parts = parts
        move(reading, done=done, parts=parts, heartbeat_at=now())

    try:
        _staged(reading, now, heard)
    except SheetRefused as refused:
        problems = [asdict(problem) for problem in refused.problems[:MOST_PROBLEMS]]
        _fail(reading, "It cannot be read as it is.", problems, at=now())
    except (ValidationError, PermissionDenied) as refused:
        _fail(reading, " ".join(getattr(refused, "messages", [str(refused)])), [], at=now())


def _staged(reading: SheetReading, now: Callable[[], datetime], heard: Heard) -> None:
    data = bytes(reading.brought or b"")
    found = read_file(reading.academic_year, data, heard)
    with transaction.atomic():
        sheet = keep_read(
            reading.academic_year,
            found,
            digest=sha256(data).hexdigest(),
            file_name=reading.file_name,
            published=reading.published,
            block=reading.block,
            by=reading.requested_by,
            at=now(),
        )
        ready = {"status": Status.READY, "finished_at": now(), "brought": None}
        # If somebody has ended it meanwhile, nothing is staged.
        move(reading, sheet=sheet, done=reading.parts, **ready)


def _fail(
    reading: SheetReading, why: str, problems: list[dict[str, object]], *, at: datetime
) -> None:
    failed = {"status": Status.FAILED, "finished_at": at, "brought": None}
    move(reading, message=why[:LONGEST_MESSAGE], problems=problems, **failed)


def problems_of(reading: SheetReading) -> list[Problem]:
    return [Problem(**stored) for stored in reading.problems]


def _forget(reading: SheetReading) -> None:
    SheetReading.objects.filter(pk=reading.pk).update(brought=None)
