"""The workbook of a large year: asked for, made by a worker, ended early, fetched."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from people.models import User
from people.permissions import require
from scheduling.models import Export, ScheduleVersion
from scheduling.queries.workbook_pages import year_book
from scheduling.services.export_schedule import XLSX, Download, export_year, is_large, year_name
from scheduling.services.making import cancel, close_dead, content_of, make_once, move
from scheduling.services.queue import enqueue
from scheduling.sheets.writing import write_book

KEPT_FOR = timedelta(days=3)
SILENT_FOR = timedelta(minutes=10)
CALLED = "workbook"


def year_workbook(version: ScheduleVersion, *, by: User, at: datetime) -> Download | Export:
    """The workbook of the year at once, or, of a large one, the export in which a worker makes it."""
    if is_large(version):
        return request_export(version, by=by, at=at)
    return export_year(version, by=by, at=at)


@transaction.atomic
def request_export(version: ScheduleVersion, *, by: User, at: datetime) -> Export:
    """Ask a worker for it; while one of the same version is under way, that is given."""
    require(by, "export_schedule", version.schedule.program, at=at)
    tidy_exports(at=at)
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
    return cancel(export, called=CALLED, at=at)


def fetch_export(export: Export, *, by: User, at: datetime) -> Download:
    """The file, once it is ready."""
    require(by, "export_schedule", export.version.schedule.program, at=at)
    return Download(export.name, XLSX, content_of(export, called=CALLED))


def tidy_exports(*, at: datetime) -> int:
    """Those whose worker is gone have failed; old ones are forgotten. Returns how many failed."""
    Export.objects.filter(requested_at__lt=at - KEPT_FOR).delete()
    return close_dead(Export.objects.all(), silent_for=SILENT_FOR, at=at)


# In the worker


def make_export(export: Export, *, now: Callable[[], datetime] = timezone.now) -> None:
    """Make it. Safe to call twice, the second does nothing."""
    make_once(export, lambda: _make(export, now), now=now)


def _make(export: Export, now: Callable[[], datetime]) -> None:
    book = year_book(export.version, at=export.requested_at)
    move(export, parts=len(book.blocks) + 1, heartbeat_at=now())
    content = write_book(book, lambda done: move(export, done=done, heartbeat_at=now()))
    ready = {"status": Export.Status.READY, "finished_at": now(), "file": content}
    move(export, name=year_name(export.version), **ready)
