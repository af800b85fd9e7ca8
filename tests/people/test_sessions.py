"""Where one is signed in: seen, and ended."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.core.cache import caches
from django.test import Client

from people.models import User
from tests.factories.people import PASSWORD, UserFactory

AT = datetime(2026, 1, 15, 18, tzinfo=UTC)
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile Safari/604.1"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/131.0.0.0 Safari/537.36"


@pytest.fixture
def ada(db) -> User:
    return UserFactory(email="ada@example.org")


def signed_in(agent: str, user: User) -> Client:
    client = Client(headers={"user-agent": agent})
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return client


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_each_browser_is_listed_and_another_is_ended(ada):
    phone, desk, theirs = (
        signed_in(PHONE, ada),
        signed_in(DESK, ada),
        signed_in(DESK, UserFactory()),
    )

    shown = desk.get("/account/sessions/")

    assert [(each["device"], each["is_here"]) for each in shown.context["sessions"]] == [
        ("Chrome on Windows", True),
        ("Safari on iPhone", False),
    ]
    (_, other) = shown.context["sessions"]
    assert theirs.post(f"/account/sessions/{other['session'].pk}/end/").status_code == 404
    desk.post(f"/account/sessions/{other['session'].pk}/end/")
    assert [is_in(client) for client in (phone, desk, theirs)] == [False, True, True]


def test_all_others_are_ended_at_once(ada):
    clients = [signed_in(agent, ada) for agent in (PHONE, DESK, DESK)]

    answer = clients[0].post("/account/sessions/others/end/", follow=True)

    assert "2 sessions are ended." in answer.content.decode()
    assert [is_in(client) for client in clients] == [True, False, False]


def test_last_seen_is_noted_every_few_minutes(ada, django_assert_num_queries):
    with time_machine.travel(AT, tick=False) as clock:
        client = signed_in(PHONE, ada)
        clock.shift(timedelta(minutes=2))
        client.get("/account/")
        assert UserSession.objects.get().last_seen_at == AT
        clock.shift(timedelta(minutes=4))
        client.get("/account/")
        assert UserSession.objects.get().last_seen_at == AT + timedelta(minutes=6)
        caches["process"].clear()


def test_session_that_ran_out_is_forgotten(ada):
    client = signed_in(DESK, ada)
    signed_in(PHONE, ada)
    phone = UserSession.objects.get(user_agent=PHONE)
    client.session.model.objects.filter(session_key=phone.session_key).delete()

    shown = client.get("/account/sessions/").context["sessions"]

    assert [each["device"] for each in shown] == ["Chrome on Windows"]
