"""Notices, preferences and webhooks over REST."""

import pytest

from people.models import NoticePreferences, Role, Webhook
from people.webhook_http import secret_of
from tests.assistants import ask
from tests.casting import rest
from tests.factories.people import NoticeFactory, UserFactory, WebhookFactory
from tests.people.conftest import AT

pytestmark = pytest.mark.django_db


def test_notices_are_listed_read_and_acknowledged(program, resident):
    late = NoticeFactory(program=program, person=resident, asked=True, lines=["Tue: Clinic."])
    NoticeFactory(program=program, person=resident)
    NoticeFactory(program=program)
    api = rest(resident.user)

    listed = api.get("/api/v1/notices/").json()["results"]
    waiting = api.get("/api/v1/notices/?unanswered=true").json()["results"]
    read = api.post(f"/api/v1/notices/{late.pk}/read/").json()
    done = api.post(f"/api/v1/notices/{late.pk}/acknowledge/").json()
    again = api.post(f"/api/v1/notices/{late.pk}/acknowledge/")

    assert len(listed) == 2
    assert [(row["id"], row["title"], row["lines"]) for row in waiting] == [
        (late.pk, "Late change", ["Tue: Clinic."])
    ]
    assert (read["read_at"] is None, read["acknowledged_at"]) == (False, None)
    assert done["acknowledged_at"] is not None
    assert (again.status_code, again.json()["code"]) == (400, "already_acknowledged")
    assert len(api.get("/api/v1/notices/?unread=true").json()["results"]) == 1
    assert api.post("/api/v1/notices/read-all/").status_code == 204
    assert api.get("/api/v1/notices/?unread=true").json()["results"] == []


def test_preferences_are_read_and_changed_in_part(resident):
    api = rest(resident.user)

    before = api.get("/api/v1/notice-preferences/").json()
    after = api.patch(
        "/api/v1/notice-preferences/", {"ways": {"late_change": "daily"}, "daily_at": "08:00"}
    ).json()
    refused = api.patch("/api/v1/notice-preferences/", {"ways": {"late_change": "often"}})

    assert (before["ways"]["late_change"], before["quiet_from"]) == ("now", "21:00:00")
    assert "leave_requested" not in before["ways"]
    assert (after["ways"]["late_change"], after["daily_at"]) == ("daily", "08:00:00")
    assert (refused.status_code, refused.json()["code"]) == (400, "unknown_way")
    assert NoticePreferences.objects.get().ways == {"late_change": "daily"}


def test_webhooks_are_set_up(program, acting, settings):
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    api = rest(acting(Role.Kind.DIRECTOR))
    url = "http://127.0.0.1:9/hook"

    made = api.post("/api/v1/webhooks/", {"url": url, "kinds": ["late_change"]})
    address = f"/api/v1/webhooks/{made.json()['id']}/"
    changed = api.patch(address, {"active": False}).json()
    rotated = api.post(f"{address}rotate/").json()
    pinged = api.post(f"{address}ping/")
    calls = api.get("/api/v1/webhook-calls/").json()["results"]
    refused = api.post("/api/v1/webhooks/", {"url": "http://10.0.0.1/"})

    webhook = Webhook.objects.get()
    assert (made.status_code, changed["active"], pinged.status_code) == (201, False, 202)
    assert rotated["secret"] == secret_of(webhook.nonce) != made.json()["secret"]
    assert [call["kind"] for call in calls] == ["ping"]
    assert (refused.status_code, refused.json()["code"]) == (400, "private_address")


def test_webhooks_of_others_are_not_there(program, other_program, acting):
    webhook = WebhookFactory(program=other_program)
    api = rest(acting(Role.Kind.DIRECTOR))

    assert api.get("/api/v1/webhooks/").json()["results"] == []
    assert api.post(f"/api/v1/webhooks/{webhook.pk}/rotate/").status_code == 404
    assert rest(UserFactory()).get("/api/v1/webhook-calls/").json()["results"] == []


@pytest.mark.django_db(transaction=True)
def test_assistant_reads_notices_and_marks_nothing(program, resident):
    NoticeFactory(program=program, person=resident, subject="Published.")
    NoticeFactory(program=program, person=resident, asked=True, subject="Moved.", lines=["Tue."])
    NoticeFactory(program=program, person=resident, read_at=AT, subject="Old.")

    told = ask(resident.user, "my_notices_tool", only_new=True).structured_content

    assert [(row["subject"], row["lines"]) for row in told["notices"]] == [
        ("Moved.", ["Tue."]),
        ("Published.", []),
    ]
    assert told["notices"][0]["to_acknowledge_by"] == "2025-12-02T12:00:00Z"
    assert told["more"] == 0
    assert resident.notices.unread().count() == 2
