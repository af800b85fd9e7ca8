"""The pages of one's notices: the list, one of them, saying that one has seen it, preferences."""

import re
from datetime import UTC, datetime, time

import pytest
import time_machine
from django.test import Client

from people.models import NoticePreferences
from people.notice_kinds import NOTICE_KINDS
from tests.factories.people import NoticeFactory

AT = datetime(2026, 1, 15, 18, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def mine(resident):
    client = Client()
    client.force_login(resident.user)
    return client


def text_of(response):
    return response.content.decode()


def open_count(page: str) -> int:
    """What the bell says; a bell without a number says nothing."""
    found = re.search(r"data-open-notices [^>]*?( hidden)?>.*?>(\d+)<", page)
    assert found
    assert bool(found[1]) == (found[2] == "0")
    return int(found[2])


def test_reader_looks_and_acknowledges(mine, program, resident):
    late = NoticeFactory(
        program=program, person=resident, asked=True, subject="Call moved.", lines=["Tue <b>"]
    )
    news = NoticeFactory(program=program, person=resident, subject="Published.")
    of_another = NoticeFactory(program=program, subject="None of mine.", asked=True)

    first = text_of(mine.get("/notices/"))
    assert "Tue &lt;b&gt;" in first
    assert open_count(first) == 2
    assert "None of mine." not in first
    assert first.index("Call moved.") < first.index("Published.")
    assert text_of(mine.get(f"/notices/{news.pk}/")).count("Published.") > 0
    assert open_count(text_of(mine.get("/account/"))) == 1

    answered = mine.post(f"/notices/{late.pk}/acknowledge/", follow=True)
    again = mine.post(f"/notices/{late.pk}/acknowledge/", follow=True)

    assert "You have acknowledged “Call moved.”" in text_of(answered)
    assert "You have acknowledged “Call moved.” already." in text_of(again)
    assert "Please say" not in text_of(answered)
    assert open_count(text_of(answered)) == 0
    for address in ("", "acknowledge/"):
        send = mine.post if address else mine.get
        assert send(f"/notices/{of_another.pk}/{address}").status_code == 404


def test_all_are_read_at_once(mine, program, resident):
    NoticeFactory.create_batch(2, program=program, person=resident)

    page = mine.post("/notices/read/", follow=True)

    assert open_count(text_of(page)) == 0
    assert "Mark all as read" not in text_of(page)


def test_empty_inbox_says_what_comes(mine):
    assert "Nothing yet" in text_of(mine.get("/notices/"))


@pytest.mark.parametrize("count", [1, 5])
def test_list_costs_the_same_whatever_its_length(
    mine, program, resident, count, django_assert_num_queries
):
    NoticeFactory.create_batch(count, program=program, person=resident)
    NoticeFactory.create_batch(count, program=program, person=resident, asked=True)

    # Session, account, what waits, the rest and how many they are, how many are open.
    with django_assert_num_queries(6):
        mine.get("/notices/")


def test_preferences_are_shown_and_saved(mine, resident):
    page = text_of(mine.get("/notices/preferences/"))
    assert "Mail is not set up" in page
    shown = {kind for kind, about in NOTICE_KINDS.items() if about.title in page}
    # What waits for the office comes to the office alone.
    assert set(NOTICE_KINDS) - shown == {k for k, it in NOTICE_KINDS.items() if it.for_those_who}
    form = dict.fromkeys(shown, "now") | {"swap_offered": "daily", "daily_at": "08:30"}

    refused = mine.post("/notices/preferences/", {**form, "quiet_from": "21:00"})
    saved = mine.post("/notices/preferences/", form, follow=True)

    assert "Quiet hours have a beginning" in text_of(refused)
    assert "Saved." in text_of(saved)
    row = NoticePreferences.objects.get(user=resident.user)
    assert (row.ways, row.daily_at, row.quiet_from, row.rests_after_call) == (
        {"swap_offered": "daily"},
        time(8, 30),
        None,
        False,
    )
