"""Spreadsheets over REST: out, in, applied, taken back; and what a stranger hears."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from rest_framework.test import APIClient

from people.models import Person, User
from scheduling.models import Assignment, SheetImport, SheetReading
from scheduling.services import sheet_readings
from scheduling.services.sheet_readings import read_sheet
from tests.factories.people import UserFactory
from tests.pages.world import World, build_world

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 15, 18, tzinfo=UTC)


@pytest.fixture
def world() -> World:
    return build_world(residents=2, faculty=1, until=date(2026, 7, 29), publish=False)


def client(user: User) -> APIClient:
    found = APIClient()
    found.force_login(user)
    return found


@time_machine.travel(NOW)
def test_a_schedule_goes_out_and_comes_back_over_rest(world):
    rest, version = client(world.coordinator), world.version.pk
    out = {
        name: rest.get(f"/api/v1/versions/{version}/{name}")
        for name in ("workbook/?block=1", "wall/", "wall/?month=2026-07-01", "csv/")
    }
    assert [answer.status_code for answer in out.values()] == [200] * 4
    assert out["wall/"].content.startswith(b"%PDF")
    missing = rest.get(f"/api/v1/versions/{version}/workbook/?block=40").json()
    assert (missing["code"], missing["detail"]) == (
        "no-such-block", "There is no block 40 in 2026-27.",
    )  # fmt: skip
    lines = out["csv/"].content.decode("utf-8-sig").splitlines()
    head, first = lines[0], next(line for line in lines if line.endswith(",half-day,C,Clinic,"))
    listed = f"{head}\n{first.replace(',C,Clinic,', ',CV,Virtual clinic,')}\n"

    def bring(text: str, **more: object) -> dict[str, object]:
        file = SimpleUploadedFile("list.csv", text.encode())
        asked = {"academic_year": world.year.pk, "file": file, **more}
        return dict(rest.post("/api/v1/sheets/", asked, format="multipart").json())

    assert bring(listed, block=7)["code"] == "block-mismatch"
    staged = bring(listed)
    look = rest.post(f"/api/v1/sheets/{staged['id']}/look/", {}, format="json").json()
    assert [(line["there"], line["wanted"]) for line in look["lines"]] == [("C", "CV")]
    assert look["changes"]["allowed"] is True
    done = rest.post(
        f"/api/v1/sheets/{staged['id']}/apply/", {"seen": look["seen"]}, format="json"
    ).json()
    assert done["kind"] == "import"
    assert Assignment.objects.get(version=version, source="import").code == "CV"
    rest.post(f"/api/v1/sheets/{staged['id']}/undo/", {}, format="json")
    assert rest.get(f"/api/v1/sheets/{staged['id']}/").json()["status"] == "undone"

    bad = bring("Person,Date,Code\nRowan,someday,C\n")
    assert "row 2: “someday” is not a date." in str(bad)
    stranger = client(UserFactory())
    assert stranger.get(f"/api/v1/sheets/{staged['id']}/").status_code == 404


@time_machine.travel(NOW)
def test_a_large_file_is_read_by_a_worker(world, monkeypatch):
    monkeypatch.setattr(sheet_readings, "MOST_AT_ONCE", 0)
    rest = client(world.coordinator)
    first = world.residents[0].full_name
    good = f"Person,Date,Code\n{first},2026-07-06,CV\n"
    texts = (good, good, "Person,Date,Code\nRowan,someday,C\n")
    readings = []
    for text in texts:
        file = SimpleUploadedFile("list.csv", text.encode())
        asked = {"academic_year": world.year.pk, "file": file}
        answer = rest.post("/api/v1/sheets/", asked, format="multipart")
        assert (answer.status_code, answer.json()["status"]) == (202, "queued")
        readings.append(answer.json()["id"])
    ended = rest.post(f"/api/v1/readings/{readings[1]}/cancel/").json()

    for key in readings:
        read_sheet(SheetReading.objects.get(pk=key), now=lambda: NOW)

    told = [rest.get(f"/api/v1/readings/{key}/").json() for key in readings]
    sheet = SheetImport.objects.get()
    assert [(t["status"], t["sheet"]) for t in told] == [
        ("ready", sheet.pk), ("cancelled", None), ("failed", None),
    ]  # fmt: skip
    assert (sheet.uploaded_by, len(sheet.entries)) == (world.coordinator, 1)
    assert told[2]["problems"] == ["row 2: “someday” is not a date."]
    assert ended["message"] == "Cancelled."
    # Nothing of a file is kept once it is read, or ended.
    assert not SheetReading.objects.exclude(brought=None).exists()
    pages = Client()
    pages.force_login(world.coordinator)
    addresses = [f"/admin/scheduling/sheetreading/{key}/change/" for key in readings]
    there = f"/admin/scheduling/sheetimport/{sheet.pk}/change/"
    assert pages.get(addresses[0]).url == there
    assert pages.get(addresses[0], headers={"HX-Request": "true"}).headers["HX-Redirect"] == there
    assert "“someday” is not a date." in pages.get(addresses[2]).text


@time_machine.travel(NOW)
def test_a_list_of_people_goes_out_and_comes_back_over_rest(world):
    rest = client(world.coordinator)
    people = rest.get(f"/api/v1/academic-years/{world.year.pk}/people-csv/").content.decode()
    head, *rows = people.splitlines()
    file = SimpleUploadedFile("people.csv", f"{head}\n{rows[0]}\nWren,Alder,,resident,1\n".encode())
    asked = {"academic_year": world.year.pk, "subject": "people", "file": file}

    brought = rest.post("/api/v1/lists/", asked, format="multipart").json()
    lines = rest.post(f"/api/v1/lists/{brought['id']}/look/", {}, format="json").json()
    done = rest.post(f"/api/v1/lists/{brought['id']}/apply/", {}, format="json").json()
    undone = rest.post(f"/api/v1/lists/{brought['id']}/undo/", {}, format="json").json()

    assert [line["verdict"] for line in lines] == ["same", "new"]
    assert (done["status"], undone["status"]) == ("applied", "undone")
    assert not Person.objects.filter(last_name="Alder").exists()
    assert rest.get(f"/api/v1/sheets/{brought['id']}/").status_code == 404
