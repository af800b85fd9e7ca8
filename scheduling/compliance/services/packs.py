"""Asking for a pack of evidence, making it in a worker, and ending that early."""

from __future__ import annotations

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
from scheduling.services.export_schedule import Download
from scheduling.services.making import cancel, close_dead, content_of, make_once, move
from scheduling.services.queue import enqueue

LONGEST = 3 * 366
SILENT_FOR = timedelta(minutes=20)
REPORT = "report.pdf"
CALLED = "pack"


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
    close_dead_packs(at=at)
    busy = EvidencePack.objects.filter(program=program).active().first()
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
    return cancel(pack, called=CALLED, at=at)


def fetch_pack(pack: EvidencePack, *, by: User, at: datetime) -> Download:
    """The archive, exactly as its checksum says, once it is ready."""
    require(by, "export_evidence", pack.program, at=at)
    return Download(pack.file_name, "application/zip", content_of(pack, called=CALLED))


def close_dead_packs(*, at: datetime) -> int:
    """Mark those as failed whose worker is gone. Returns how many."""
    return close_dead(EvidencePack.objects.all(), silent_for=SILENT_FOR, at=at)


# In the worker


def make_pack(pack: EvidencePack, *, now: Callable[[], datetime] = timezone.now) -> None:
    """Make it. Safe to call twice, the second does nothing."""
    make_once(pack, lambda: _make(pack, now), now=now)


def _make(pack: EvidencePack, now: Callable[[], datetime]) -> None:
    at = now()
    move(pack, parts=len(TABLES) + 1)
    period = _period(pack, at)
    files: dict[str, bytes] = {}
    for done, (name, content) in enumerate(_files(period)):
        files[name] = content
        move(pack, done=done + 1, heartbeat_at=now())
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
    ready = {"status": EvidencePack.Status.READY, "finished_at": now(), "file": whole}
    move(pack, sha256=digest(whole), manifest=manifest, **ready)


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
