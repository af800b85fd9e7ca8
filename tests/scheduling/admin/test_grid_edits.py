"""Grids that are changed in place: by a form, by the script, by two people at once."""

import json
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from people.models import Role
from scheduling.models import ChangeSet
from tests.factories.scheduling import (
    AssignmentFactory,
    CallTypeFactory,
    RotationAssignmentFactory,
    RotationFactory,
    ScheduleFactory,
    ScheduleVersionFactory,
    freeze,
)
from tests.scheduling.small_program import SmallProgram, small_program

NOW = datetime(2026, 7, 1, 17, tzinfo=UTC)
MONDAY = date(2026, 7, 6)
HALF = 2 * 5  # Monday morning, counted from the first day of the block
SCRIPT = {"X-Grid": "1"}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def small(db) -> SmallProgram:
    return small_program()


@pytest.fixture
def draft(small):
    version = ScheduleVersionFactory(schedule=ScheduleFactory(academic_year=small.year))
    for person in small.residents:
        for day in (1, 2, 3, *range(6, 11)):
            AssignmentFactory(
                version=version, person=person, starts_on=date(2026, 7, day), activity=small.clinic
            )
    return version


class Coordinator:
    """Somebody with the block or the year open."""

    def __init__(self, small: SmallProgram, kind: str = Role.Kind.COORDINATOR) -> None:
        self.client, self.year = Client(), small.year.pk
        self.client.force_login(small.user(kind))

    def _address(self, name: str, status: str, **more: object) -> str:
        name = f"admin:scheduling_academicyear_{'grid' if 'grid' in more else 'block'}_{name}"
        number = {} if more.pop("grid", None) else {"number": 1}
        return reverse(name, kwargs={"pk": self.year, "status": status, **number, **more})

    def send(self, verb: str, *changes: dict, status: str = "draft", grid: bool = False, **more):
        where = {"grid": True} if grid else {}
        body = json.dumps({"changes": changes, **more})
        address = self._address(verb, status, **where)
        return self.client.post(address, body, content_type="application/json", headers=SCRIPT)

    def form(self, text: str, status: str = "draft", **sent):
        address = self._address("cell", status, text=text)
        return self.client.post(address, sent) if sent else self.client.get(address)

    def news(self, since: int) -> dict:
        return self.client.get(self._address("news", "draft"), {"since": since}).json()


def cell(draft, person, slot="AM"):
    return draft.assignments.filter(person=person, starts_on=MONDAY, slot=slot).first()


def test_script_changes_several_cells_and_gets_what_changed(small, draft):
    ada, bea = small.residents
    office, row = Coordinator(small), cell(draft, ada)

    told = office.send(
        "changes",
        {"place": f"{ada.pk}/{HALF}", "code": "gme", "expects": [row.pk]},
        {"place": f"{ada.pk}/{HALF + 1}", "code": "C", "expects": []},
        {"place": f"{bea.pk}/{HALF}", "code": "", "expects": [cell(draft, bea).pk]},
    ).json()

    assert [cell(draft, ada, slot).activity.code for slot in ("AM", "PM")] == ["GME", "C"]
    assert cell(draft, bea) is None
    assert told["sentence"].startswith("Ada Rowan gets GME instead of C on Mon 06 Jul 2026 AM.")
    assert f'id="row-{ada.pk}"' in told["parts"]
    assert f'id="row-{bea.pk}"' in told["parts"]
    assert "Not checked since it changed" in told["parts"]

    undone = office.send("undo").json()
    assert (undone["sentence"].startswith("Ada Rowan gets C"), cell(draft, bea) is None) == (
        True,
        False,
    )
    assert office.send("redo").status_code == 200
    assert office.send("redo").json()["message"] == "There is nothing of yours to do again."


def test_nobody_overwrites_what_they_have_not_seen(small, draft):
    ada = small.residents[0]
    seen = cell(draft, ada).pk
    put = {"place": f"{ada.pk}/{HALF}", "code": "GME", "expects": [seen]}
    first, second = Coordinator(small), Coordinator(small, Role.Kind.CHIEF)

    assert first.send("changes", put).status_code == 200
    refused = second.send("changes", put | {"code": "LV"})

    assert (refused.status_code, refused.json()["code"]) == (409, "changed")
    assert "Changed meanwhile: Ada Rowan gets GME" in refused.json()["message"]
    last = ChangeSet.objects.latest("pk")
    news = second.news(last.pk - 1)
    assert [(each["id"], each["people"]) for each in news["changes"]] == [(last.pk, [ada.pk])]
    assert f'id="row-{ada.pk}"' in news["parts"]
    assert second.news(last.pk) == {"changes": [], "parts": ""}


def test_what_is_wrong_with_a_request_is_said(small, draft):
    ada, office = small.residents[0], Coordinator(small)
    place = f"{ada.pk}/{HALF}"

    def answer(*changes, **more):
        told = office.send("changes", *changes, **more)
        return told.status_code, told.json().get("message")

    assert answer({"place": place, "code": "ICU"}) == (409, "Cedar Family Medicine has no ICU.")
    assert answer() == (409, "Nothing is to be changed.")
    assert answer({"place": place, "expects": "7"})[1] == "What is expected is a list of numbers."
    assert answer(*[{"place": place}] * 401)[1] == "401 cells at once; at most 400."
    assert office.send("changes", {"place": f"{ada.pk}/99"}).status_code == 404
    assert office.send("changes", {"place": "elsewhere"}).status_code == 404
    locked = cell(draft, ada).pk
    assert office.send("changes", {"expects": [locked], "lock": "Visa"}).status_code == 200
    assert "is locked (Visa)" in answer({"place": place, "code": "GME", "expects": [locked]})[1]


def test_published_cells_are_changed_with_a_reason(small, draft):
    ada, office = small.residents[0], Coordinator(small)
    RotationAssignmentFactory(version=draft, person=ada, rotation=small.rotation)
    freeze(draft)
    put = {"place": f"{ada.pk}/{HALF}", "code": "GME", "expects": [cell(draft, ada).pk]}

    refused = office.send("changes", put, status="published")
    assert (refused.status_code, refused.json()["code"]) == (409, "reason")
    seen = office.send("preview", put, status="published").json()
    assert seen["reasons"][0] == "This is published, and people have planned by it."
    assert "Breaks a rule: Rowan A. has nothing to do on Mon 06 Jul 2026 AM." in seen["lines"]
    overridden = office.send("changes", put, status="published", reason="Meeting", override=True)
    assert (overridden.status_code, overridden.json()["code"]) == (403, "not-allowed")
    assert cell(draft, ada).activity.code == "C"

    director = Coordinator(small, Role.Kind.DIRECTOR)
    done = director.send("changes", put, status="published", reason="Meeting", override=True)
    assert (done.status_code, cell(draft, ada).activity.code) == (200, "GME")


def test_form_of_a_cell_does_the_same_without_a_script(small, draft):
    ada, office = small.residents[0], Coordinator(small)
    row, place = cell(draft, ada), f"{ada.pk}/{HALF}"

    page = office.form(place).content.decode()
    assert "Ada Rowan, Monday 6 July 2026, AM" in page
    assert "usual here" not in page  # it stands there
    assert (
        office.form(place, do="put", expects=row.pk).content.decode().count("Choose something") == 1
    )
    office.form(place, do="lock", expects=row.pk, lock_reason="Visa")
    assert cell(draft, ada).lock_reason == "Visa"
    assert "Unlock" in office.form(place).content.decode()
    office.form(place, do="unlock", expects=row.pk)
    done = office.form(place, do="put", expects=row.pk, what=small.office.pk)
    assert done.headers["Location"].endswith("/block/1/?version=draft")
    assert cell(draft, ada).activity == small.office


def test_calls_and_rotations_are_changed_in_their_grids(small, draft):
    ada, bea = small.residents
    call = CallTypeFactory(program=small.program, code="RC", pgys=[1])
    elective = RotationFactory(program=small.program, code="ELE", pgys=[1])
    office = Coordinator(small)

    office.send("changes", {"place": f"call/{call.pk}/20/0", "code": "Rowan", "expects": []})
    night = draft.assignments.get(kind="call")
    assert (night.person, night.starts_on) == (ada, date(2026, 7, 21))
    office.send(
        "changes", {"place": f"call/{call.pk}/20/{ada.pk}", "key": bea.pk, "expects": [night.pk]}
    )
    assert [row.person for row in draft.assignments.filter(kind="call")] == [bea]

    put = {"place": f"{ada.pk}/3/0", "code": "ELE", "expects": []}
    told = office.send("changes", put, grid=True).json()
    row = draft.assignments.get(kind="rotation")
    block = small.block(3)
    assert (row.rotation, row.starts_on, row.ends_on) == (elective, block.starts_on, block.ends_on)
    assert f'id="row-{ada.pk}"' in told["parts"]
    assert 'id="grid-counts"' in told["parts"]
