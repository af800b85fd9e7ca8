"""What a worker makes or reads: made once, ended early, failed in words, given up when it is gone."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.core.exceptions import ValidationError

from scheduling.models.made_file import ByWorker, ByWorkerQuerySet, MadeFile

log = logging.getLogger(__name__)

Status = ByWorker.Status
Row = TypeVar("Row", bound=ByWorker)


class Cancelled(Exception):
    """Somebody ended it."""


def cancel(row: Row, *, called: str, at: datetime) -> Row:
    """End it early; nothing is kept of it."""
    ended = _rows(row).filter(status__in=ByWorker.ACTIVE)
    done = ended.update(status=Status.CANCELLED, finished_at=at, message="Cancelled.")
    row.refresh_from_db()
    if not done:
        raise ValidationError(f"This {called} is over: {_state(row)}.", code="over")
    return row


def content_of(row: MadeFile, *, called: str) -> bytes:
    """The file, once it is ready."""
    if row.file is None:
        raise ValidationError(f"This {called} has no file: {_state(row)}.", code="not-ready")
    return bytes(row.file)


def close_dead(rows: ByWorkerQuerySet[Any], *, silent_for: timedelta, at: datetime) -> int:
    """A worker that is gone finishes nothing. Returns how many are closed."""
    silent = rows.active().filter(requested_at__lt=at - silent_for)
    silent = silent.exclude(heartbeat_at__gt=at - silent_for)
    return silent.update(status=Status.FAILED, finished_at=at, message="Its worker is gone.")


# In the worker


def make_once(row: ByWorker, make: Callable[[], None], *, now: Callable[[], datetime]) -> None:
    """Make it. Safe to call twice, the second does nothing."""
    queued = _rows(row).filter(status=Status.QUEUED)
    if not queued.update(status=Status.MAKING, heartbeat_at=now()):
        return
    try:
        make()
    except Cancelled:
        log.info("%s %d was cancelled", type(row).__name__, row.pk)
    except Exception as error:
        message = f"It failed: {type(error).__name__}. The log has the details."
        making = _rows(row).filter(status=Status.MAKING)
        making.update(status=Status.FAILED, finished_at=now(), message=message)
        raise


def move(row: ByWorker, **values: Any) -> None:
    """How far it is, as long as nobody has ended it."""
    if not _rows(row).filter(status=Status.MAKING).update(**values):
        raise Cancelled


def _rows(row: ByWorker) -> Any:
    """The one row, whatever is written to it meanwhile."""
    return type(row)._default_manager.filter(pk=row.pk)


def _state(row: ByWorker) -> str:
    return str(row.get_status_display()).lower()
