"""A pack of evidence: what is in it, what is not, and that its checksums hold."""

import csv
import hashlib
import io
import json
import zipfile
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from scheduling.compliance.models import EvidencePack
from scheduling.compliance.services.packs import cancel_pack, make_pack, request_pack
from scheduling.models import LoggedWork, ScheduleVersion
from tests.factories.compliance import ConfirmedDayFactory
from tests.factories.people import AbsenceFactory
from tests.factories.scheduling import (
    ActivityFactory,
    AssignmentFactory,
    WaiverFactory,
    freeze,
)
from tests.scheduling.compliance.conftest import AT

DAYS = {"first_day": date(2026, 7, 1), "last_day": date(2026, 7, 31)}


def ask(ward, **changes):
    return request_pack(ward.program, **{**DAYS, "by": ward.coordinator, "at": AT} | changes)


def alone_in_clinic(ward, day):
    """A morning with nobody to supervise it."""
    ScheduleVersion.objects.update(status="draft", published_at=None)
    AssignmentFactory(
        version=ward.version,
        person=ward.ada,
        starts_on=day,
        activity=ActivityFactory(program=ward.program, supervision_needed="by-level"),
    )
    freeze(ward.version)


def rows(archive, name):
    return list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"))))


def test_a_pack_tells_what_is_known_and_what_is_not_and_no_reasons(ward):
    ward.work(date(2026, 7, 18), 4, LoggedWork.Kind.MOONLIGHTING_EXTERNAL)
    LoggedWork.objects.update(reason="=HYPERLINK(1)")
    WaiverFactory(program=ward.program, starts_on=date(2026, 7, 1), approved_by="GMEC")
    AbsenceFactory(
        program=ward.program,
        person=ward.ada,
        kind="medical",
        reason="Appendicitis",
        starts_on=date(2026, 7, 29),
        ends_on=date(2026, 7, 30),
        approved=True,
    )
    ConfirmedDayFactory(program=ward.program, person=ward.ada, day=date(2026, 7, 6))
    alone_in_clinic(ward, date(2026, 7, 8))

    pack = ask(ward)
    make_pack(pack, now=lambda: AT)
    pack.refresh_from_db()

    whole = bytes(pack.file)
    archive = zipfile.ZipFile(io.BytesIO(whole))
    content = {name: archive.read(name) for name in archive.namelist()}
    assert (pack.status, pack.done, pack.parts) == ("ready", 14, 14)
    assert pack.sha256 == hashlib.sha256(whole).hexdigest()
    for line in content["SHA256SUMS"].decode().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256(content[name]).hexdigest() == digest
    manifest = json.loads(content["manifest.json"])
    assert manifest == pack.manifest
    assert manifest["days_not_confirmed"] == 18  # of 19 that are over
    assert content["report.pdf"].startswith(b"%PDF")
    assert [row["in_words"] for row in rows(archive, "findings.csv")] == [
        "Rowan A. is PGY-1 and moonlights 4.0 h on Sat 18 Jul 2026; the limit is none.",
        "Rowan A. moonlights on Sat 18 Jul 2026 without permission.",
    ]
    assert rows(archive, "hours.csv")[0]["hours"] == "8.0"
    assert rows(archive, "logged-work.csv")[0]["reason"] == "'=HYPERLINK(1)"
    assert rows(archive, "waivers.csv")[0]["approved_by"] == "GMEC"
    assert rows(archive, "leave.csv")[0]["first_day"] == "2026-07-29"
    assert len(rows(archive, "unknown.csv")) == 18
    # Never checked: that is done as the pack is made.
    assert ward.version.report is None
    unsupervised = [row["in_words"] for row in rows(archive, "supervision-findings.csv")]
    assert any("Wed 08 Jul 2026 08:00: 1 more attending" in words for words in unsupervised)
    assert [name for name, text in content.items() if b"appendic" in text.lower()] == []
    assert not {"kind", "reason"} & rows(archive, "leave.csv")[0].keys()
    make_pack(pack, now=lambda: AT + timedelta(days=1))  # a second time does nothing
    again = EvidencePack.objects.get(pk=pack.pk)
    assert again.sha256 == pack.sha256


def test_one_pack_at_a_time_and_a_cancelled_one_is_not_made(ward):
    pack = ask(ward)

    with pytest.raises(ValidationError, match="is being made already"):
        ask(ward)
    cancel_pack(pack, by=ward.coordinator, at=AT)
    make_pack(pack, now=lambda: AT)
    pack.refresh_from_db()
    assert (pack.status, pack.file) == ("cancelled", None)
    with pytest.raises(ValidationError, match="This pack is over: cancelled"):
        cancel_pack(pack, by=ward.coordinator, at=AT)


def test_who_may_not_export_or_asks_for_no_days_is_refused(ward):
    with pytest.raises(PermissionDenied, match="make a pack of evidence for a site visit in Cedar"):
        ask(ward, by=ward.resident)
    with pytest.raises(ValidationError, match="is not 1 to 1098 days"):
        ask(ward, last_day=date(2026, 6, 1))
    with pytest.raises(ValidationError, match="01 Aug 2026 is still to come"):
        ask(ward, first_day=date(2026, 8, 1), last_day=date(2026, 8, 2))
