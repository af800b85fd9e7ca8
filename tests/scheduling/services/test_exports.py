"""The workbook of a large year: made once by a worker, the same as at once, ended early."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from scheduling.models import Export
from scheduling.queries.workbook_pages import year_book
from scheduling.services import export_schedule, exports
from scheduling.services.export_schedule import Download, export_year
from scheduling.services.exports import (
    cancel_export,
    fetch_export,
    make_export,
    tidy_exports,
    year_workbook,
)
from tests.casting import rest
from tests.factories.people import UserFactory
from tests.scheduling.small_program import AT


def parts(workbook: bytes) -> dict[str, bytes]:
    """Without the times at which they were packed."""
    with ZipFile(BytesIO(workbook)) as archive:
        names = set(archive.namelist()) - {"docProps/core.xml"}
        return {name: archive.read(name) for name in names}


def test_a_large_year_is_made_by_a_worker_and_fetched_from_every_door(
    small, published, chief, monkeypatch
):
    at_once = year_workbook(published, by=chief, at=AT)
    monkeypatch.setattr(export_schedule, "MOST_AT_ONCE", 0)
    with pytest.raises(PermissionDenied):
        year_workbook(published, by=UserFactory(), at=AT)
    asked = rest(chief).get(f"/api/v1/versions/{published.pk}/workbook/")
    export = Export.objects.get()
    again = rest(chief).get(f"/api/v1/versions/{published.pk}/workbook/").json()
    with pytest.raises(ValidationError, match="This workbook has no file: waiting"):
        fetch_export(export, by=chief, at=AT)

    make_export(export, now=lambda: AT)
    make_export(export, now=lambda: AT)  # a second time does nothing

    export.refresh_from_db()
    assert isinstance(at_once, Download)
    assert (asked.status_code, asked.json()["status"], again["id"]) == (202, "queued", export.pk)
    assert (export.status, export.done, export.parts) == ("ready", 1, 1)
    expected = export_year(published, by=chief, at=export.requested_at)
    fetched = fetch_export(export, by=chief, at=AT)
    assert (fetched.name, parts(fetched.content)) == (expected.name, parts(expected.content))
    client = Client()
    client.force_login(chief)
    page = client.get(f"/admin/scheduling/export/{export.pk}/change/")
    assert f"Download {export.name}" in page.text
    file = client.get(f"/admin/scheduling/export/{export.pk}/download/")
    assert file.content == fetched.content
    with pytest.raises(ValidationError, match="This workbook is over: ready"):
        cancel_export(export, by=chief, at=AT)


def test_one_whose_worker_is_gone_has_failed_by_the_clock(small, published, chief, monkeypatch):
    monkeypatch.setattr(export_schedule, "MOST_AT_ONCE", 0)
    export = year_workbook(published, by=chief, at=AT)

    closed = [tidy_exports(at=AT + timedelta(minutes=m)) for m in (9, 11, 12)]

    export.refresh_from_db()
    assert (closed, export.status, export.message) == ([0, 1, 0], "failed", "Its worker is gone.")


def test_a_cancelled_one_is_not_made(small, published, chief, monkeypatch):
    monkeypatch.setattr(export_schedule, "MOST_AT_ONCE", 0)
    export = year_workbook(published, by=chief, at=AT)

    def read_while_somebody_cancels(version, *, at):
        cancel_export(export, by=chief, at=AT)
        return year_book(version, at=at)

    monkeypatch.setattr(exports, "year_book", read_while_somebody_cancels)

    make_export(Export.objects.get(), now=lambda: AT)

    export.refresh_from_db()
    assert (export.status, export.file) == ("cancelled", None)
