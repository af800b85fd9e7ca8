"""The workbook of a large year: asked for, made by a worker, ended early, fetched."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from people.models import User
from people.permissions import require
from scheduling.models import Export, ScheduleVersion
from scheduling.queries.workbook_pages import year_book
from scheduling.services.export_schedule import XLSX, Download, export_year, is_large, year_name
from scheduling.services.queue import enqueue
from scheduling.sheets.writing import write_book

log = logging.getLogger(__name__)

Status = Export.Status
KEPT_FOR = timedelta(days=3)
SILENT_FOR = timedelta(minutes=10)


class Cancelled(Exception):
    """Somebody ended it."""


def year_workbook(version: ScheduleVersion, *, by: User, at: datetime) -> Download | Export:
    """The workbook of the year at once, or, of a large one, the export in which a worker makes it."""
    if is_large(version):
        return request_export(version, by=by, at=at)
    return export_year(version, by=by, at=at)


@transaction.atomic
def request_export(version: ScheduleVersion, *, by: User, at: datetime) -> Export:
    """Ask a worker for it; while one of the same version is under way, that is given."""
    require(by, "export_schedule", version.schedule.program, at=at)
    Export.objects.filter(requested_at__lt=at - KEPT_FOR).delete()
    _close_dead(at)
    ScheduleVersion.objects.select_for_update(no_key=True).get(pk=version.pk)
    under_way = version.exports.active().first()
    if under_way is not None:
        return under_way
    export = Export.objects.create(version=version, requested_by=by, requested_at=at)
    enqueue("scheduling.tasks.make_export", export_id=export.pk)
    return export


def cancel_export(export: Export, *, by: User, at: datetime) -> Export:
    """End it early; nothing is kept of it."""
    require(by, "export_schedule", export.version.schedule.program, at=at)
    ended = Export.objects.active().filter(pk=export.pk)
    done = ended.update(status=Status.CANCELLED, finished_at=at, message="Cancelled.")
    export.refresh_from_db()
    if not done:
        state = export.get_status_display().lower()
        raise ValidationError(f"This workbook is over: {state}.", code="over")
    return export


def fetch_export(export: Export, *, by: User, at: datetime) -> Download:
    """The file, once it is ready."""
    require(by, "export_schedule", export.version.schedule.program, at=at)
    if export.file is None:
        state = export.get_status_display().lower()
        raise ValidationError(f"This workbook has no file: {state}.", code="not-ready")
    return Download(export.name, XLSX, bytes(export.file))


def _close_dead(at: datetime) -> None:
    """A worker that is gone finishes nothing."""
    silent = Export.objects.active().filter(requested_at__lt=at - SILENT_FOR)
    silent = silent.exclude(heartbeat_at__gt=at - SILENT_FOR)
    silent.update(status=Status.FAILED, finished_at=at, message="Its worker is gone.")


# In the worker


def make_export(export: Export, *, now: Callable[[], datetime] = timezone.now) -> None:
    """Make it. Safe to call twice, the second does nothing."""
    queued = Export.objects.filter(pk=export.pk, status=Status.QUEUED)
    if not queued.update(status=Status.MAKING, heartbeat_at=now()):
        return
    try:
        _make(export, now)
    except Cancelled:
        log.info("Export %d was cancelled", export.pk)
    except Exception as error:
        message = f"It failed: {type(error).__name__}. The log has the details."
        making = Export.objects.filter(pk=export.pk, status=Status.MAKING)
        making.update(status=Status.FAILED, finished_at=now(), message=message)
        raise


def _make(export: Export, now: Callable[[], datetime]) -> None:
    book = year_book(export.version, at=export.requested_at)
    _move(export, parts=len(book.blocks) + 1, heartbeat_at=now())
    content = write_book(book, lambda done: _move(export, done=done, heartbeat_at=now()))
    name = year_name(export.version)
    _move(export, status=Status.READY, finished_at=now(), file=content, name=name)


def _move(export: Export, **values: object) -> None:
    if not Export.objects.filter(pk=export.pk, status=Status.MAKING).update(**values):
        raise Cancelled
