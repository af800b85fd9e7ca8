"""Changes over REST and by an assistant: the same verbs, in the same words."""

from datetime import timedelta

import pytest
import time_machine

from people.models import Role
from tests.assistants import ask, refusal
from tests.casting import AT, account, rest, set_stage
from tests.factories.people import ProgramFactory
from tests.factories.scheduling import ActivityFactory

pytestmark = pytest.mark.django_db(transaction=True)

API = "/api/v1"
MONDAY = "2026-07-06"


def test_changes_are_looked_at_made_read_and_taken_back():
    program = ProgramFactory(name="Cedar Family Medicine", slug="cedar")
    stage = set_stage(program)
    ActivityFactory(program=program, code="LEC", name="Lecture", kind="education")
    user = account(Role.Kind.CHIEF, program)
    client = rest(user)
    draft = f"{API}/versions/{stage.draft.pk}"
    put = {
        "do": "put", "person": stage.resident.pk, "kind": "half-day", "code": "LEC",
        "day": MONDAY, "slot": "AM", "lock_reason": "Guest speaker",
    }  # fmt: skip

    with time_machine.travel(AT, tick=False):
        looked = client.post(f"{draft}/preview/", {"changes": [put]}, format="json")
        made = client.post(f"{draft}/change/", {"changes": [put], "reason": "Guest"}, format="json")
        again = client.post(f"{draft}/change/", {"changes": [put]}, format="json")
        told = refusal(
            user,
            "change_draft_tool",
            version_id=stage.draft.pk,
            changes=[{**put, "person_id": stage.resident.pk} | {"person": None}],
        )
        differs = client.get(f"{draft}/differences/").json()
        key = made.json()["id"]
        undone = client.post(f"{API}/changes/{key}/undo/", {"reason": "Guest is ill"})
        listed = client.get(f"{API}/changes/?version={stage.draft.pk}&person={stage.resident.pk}")
        detail = client.get(f"{API}/changes/{key}/").json()
        unknown = client.post(
            f"{draft}/preview/", {"changes": [{**put, "code": "NO"}]}, format="json"
        )
        published = refusal(
            user,
            "change_draft_tool",
            version_id=stage.published.pk,
            changes=[{"do": "take-away", "expects": stage.on_call.pk}],
        )

    assert looked.json()["sentence"] == "Ada Rowan gets LEC on Mon 06 Jul 2026 AM."
    assert looked.json()["allowed"] is True
    assert (made.status_code, made.json()["door"], made.json()["by"]) == (201, "rest", user.email)
    assert again.status_code == 400
    assert again.json()["code"] == "changed"
    assert told == again.json()["detail"]
    assert "Mon 06 Jul 2026 AM: Lecture is new." in [
        each["sentence"] for person in differs["people"] for each in person["differences"]
    ]
    assert (undone.status_code, undone.json()["undoes"]) == (201, key)
    assert [row["kind"] for row in listed.json()["results"]][:2] == ["undo", "edit"]
    assert [(c["slot"], c["before"]) for c in detail["cells"]] == [("AM", None)]
    assert detail["undone_by"] == undone.json()["id"]
    assert unknown.json()["detail"] == "Cedar Family Medicine has no activity “NO”."
    assert published == "Version 1 is published. An assistant changes drafts only."


def test_what_was_published_then_is_told_to_those_who_plan():
    stage = set_stage(ProgramFactory(name="Cedar Family Medicine", slug="cedar"))
    user = account(Role.Kind.CHIEF, stage.program)
    moment = AT + timedelta(hours=1)
    days = {"first_day": MONDAY, "last_day": MONDAY}
    at = {"at": moment.isoformat(), **days}

    with time_machine.travel(moment, tick=False):
        found = rest(user).get(f"{API}/academic-years/{stage.year.pk}/as-of/", at).json()
        early = rest(user).get(
            f"{API}/academic-years/{stage.year.pk}/as-of/", at | {"at": "2020-01-01T00:00:00Z"}
        )
        tool = ask(
            user, "published_as_of_tool",
            moment=moment.isoformat(), academic_year=stage.year.year, **days,
        )  # fmt: skip

    codes = {stage.placed.code, stage.on_call.code}
    assert found["version"] == stage.published.pk
    assert {row["code"] for row in found["assignments"]} == codes
    assert early.json()["version"] is None
    assert {row["code"] for row in tool.structured_content["assignments"]} == codes
