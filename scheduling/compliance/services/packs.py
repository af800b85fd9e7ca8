"""Asking for a pack of evidence, making it in a worker, and ending that early."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from people.models import Program, User
from people.permissions import require
from scheduling.compliance.evidence.archive import archive, digest
from scheduling.compliance.evidence.period import Period
from scheduling.compliance.evidence.report import report
from scheduling.compliance.evidence.tables import TABLES
from scheduling.compliance.models import EvidencePack
from scheduling.compliance.services.ledgers import ledger_of
from scheduling.services.queue import enqueue

log = logging.getLogger(__name__)

Status = EvidencePack.Status
LONGEST = 3 * 366
SILENT_FOR = timedelta(minutes=20)
REPORT = "report.pdf"


class Cancelled(Exception):
    """Somebody ended it."""


@transaction.atomic
def request_pack(
    program: Program, *, first_day: date, last_day: date, by: User, at: datetime
) -> EvidencePack:
    """Ask for the evidence of some days; a worker makes it. One at a time for a program."""
    require(by, "export_evidence", program, at=at)
    days = (last_day - first_day).days + 1
    if not 1 <= days <= LONGEST:
        raise ValidationError(f"{first_day} to {last_day} is not 1 to {LONGEST} days.", code="days")
    if first_day > program.today(at):
        raise ValidationError(
            f"{first_day:%d %b %Y} is still to come; there is no evidence of it.", code="not_over"
        )
    Program.objects.select_for_update(no_key=True).get(pk=program.pk)
    _close_dead(program, at=at)
    busy = EvidencePack.objects.active().filter(program=program).first()
    if busy is not None:
        raise ValidationError(f"A pack of {busy} is being made already.", code="busy")
    pack = EvidencePack.objects.create(
        program=program, first_day=first_day, last_day=last_day, requested_by=by, requested_at=at
    )
    enqueue("scheduling.compliance.tasks.make_pack", pack_id=pack.pk)
    return pack


def cancel_pack(pack: EvidencePack, *, by: User, at: datetime) -> EvidencePack:
    """End it early; nothing is kept of it."""
    require(by, "export_evidence", pack.program, at=at)
    ended = EvidencePack.objects.active().filter(pk=pack.pk)
    done = ended.update(status=Status.CANCELLED, finished_at=at, message="Cancelled.")
    pack.refresh_from_db()
    if not done:
        raise ValidationError(
            f"This pack is over: {pack.get_status_display().lower()}.", code="over"
        )
    return pack


def _close_dead(program: Program, *, at: datetime) -> None:
    """A worker that is gone finishes nothing."""
    rows = EvidencePack.objects.active().filter(program=program)
    silent = rows.filter(requested_at__lt=at - SILENT_FOR).exclude(heartbeat_at__gt=at - SILENT_FOR)
    silent.update(status=Status.FAILED, finished_at=at, message="Its worker is gone.")


# In the worker


def make_pack(pack: EvidencePack, *, now: Callable[[], datetime] = timezone.now) -> None:
    """Make it. Safe to call twice, the second does nothing."""
    at = now()
    claimed = EvidencePack.objects.filter(pk=pack.pk, status=Status.QUEUED).update(
        status=Status.MAKING, heartbeat_at=at, parts=len(TABLES) + 1
    )
    if not claimed:
        return
    try:
        _make(pack, at, now)
    except Cancelled:
        log.info("Pack %d was cancelled", pack.pk)
    except Exception as error:
        message = f"It failed: {type(error).__name__}. The log has the details."
        _finish(pack, Status.FAILED, at=now(), message=message)
        raise


def _make(pack: EvidencePack, at: datetime, now: Callable[[], datetime]) -> None:
    period = _period(pack, at)
    files: dict[str, bytes] = {}
    for done, (name, content) in enumerate(_files(period)):
        files[name] = content
        _beat(pack, done + 1, now())
    about = {
        "program": pack.program.slug,
        "first_day": pack.first_day.isoformat(),
        "last_day": pack.last_day.isoformat(),
        "days_not_confirmed": sum(len(days) for days in period.unknown_days().values()),
        "without_published_schedule": [
            [first.isoformat(), last.isoformat()] for first, last in period.unpublished()
        ],
        "rules": sorted({rule.code for ledger in period.ledgers for rule in ledger.rules}),
    }
    whole, manifest = archive(files, about, period.local(at))
    _finish(pack, Status.READY, at=now(), file=whole, sha256=digest(whole), manifest=manifest)


def _period(pack: EvidencePack, at: datetime) -> Period:
    years = pack.program.academic_years.filter(
        starts_on__lte=pack.last_day, ends_on__gte=pack.first_day
    )
    ledgers = tuple(
        ledger_of(pack.program, year=year.year, at=at) for year in years.order_by("starts_on")
    )
    return Period.of(pack.program, pack.first_day, pack.last_day, ledgers, at)


def _files(period: Period) -> Iterator[tuple[str, bytes]]:
    for name, made in TABLES.items():
        yield name, made(period)
    yield REPORT, report(period)


def _beat(pack: EvidencePack, done: int, at: datetime) -> None:
    making = EvidencePack.objects.filter(pk=pack.pk, status=Status.MAKING)
    if not making.update(done=done, heartbeat_at=at):
        raise Cancelled


def _finish(pack: EvidencePack, status: str, *, at: datetime, **values: object) -> None:
    making = EvidencePack.objects.filter(pk=pack.pk, status=Status.MAKING)
    making.update(status=status, finished_at=at, **values)
