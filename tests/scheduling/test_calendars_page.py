"""Calendar addresses: made and shown once, given another secret, revoked; on the page and over REST."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from people.models import Role, Token
from scheduling.queries.calendars import addresses_of
from tests.casting import rest
from tests.factories.people import EnrolmentFactory, PersonFactory, ProgramFactory, RoleFactory
from tests.factories.scheduling import (
    AcademicYearFactory,
    CallTypeFactory,
    RotationFactory,
    ScheduleFactory,
    ScheduleVersionFactory,
    freeze,
)

AT = datetime(2026, 7, 6, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def program(db):
    return ProgramFactory(name="Cedar Family Medicine", slug="cedar")


@pytest.fixture
def user(program):
    person = PersonFactory(with_account=True)
    EnrolmentFactory(program=program, person=person, academic_year=2026)
    RoleFactory(program=program, user=person.user, kind=Role.Kind.RESIDENT)
    return person.user


@pytest.fixture
def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def address_in(response) -> str:
    _, _, rest = response.content.decode().partition('id="feed-address"')
    return rest.partition('value="')[2].partition('"')[0].removeprefix("http://testserver")


def test_address_is_shown_once_replaced_and_revoked(signed_in, client, user):
    made = signed_in.post("/calendars/make/", {"shows": "calls"})
    first = address_in(made)
    token = Token.objects.get()
    assert (token.name, token.scope, token.calendar_feed.shows) == ("My calls", "feed", "calls")
    assert "webcal://testserver/feeds/rounds_" in made.content.decode()
    assert client.get(first).status_code == 200
    assert address_in(signed_in.get("/calendars/")) == ""

    second = address_in(signed_in.post(f"/calendars/{token.pk}/rotate/"))
    token = Token.objects.get(revoked_at=None)
    assert [client.get(address).status_code for address in (first, second)] == [404, 200]
    assert token.calendar_feed.shows == "calls"

    page = signed_in.post(f"/calendars/{token.pk}/revoke/", follow=True).content.decode()
    assert "The address of “My calls” is revoked" in page
    assert "You have no calendar address yet" in page
    assert client.get(second).status_code == 404
    assert signed_in.post(f"/calendars/{token.pk}/rotate/").status_code == 404


def test_only_services_of_ones_programs_are_offered(signed_in, program, user):
    CallTypeFactory(program=program, name="Senior call")
    RotationFactory(program=program, name="Cardiology")
    foreign = CallTypeFactory(name="Harbor call")

    page = signed_in.get("/calendars/").content.decode()
    refused = signed_in.post("/calendars/make/", {"shows": f"call:{foreign.pk}"}, follow=True)

    assert all(words in page for words in ("My clinics", "Senior call", "Cardiology"))
    assert "Harbor call" not in page
    assert "There is no calendar “call:" in refused.content.decode()
    assert not Token.objects.exists()


def test_page_says_which_calendar_does_not_know_the_latest(signed_in, client, program, user):
    made = address_in(signed_in.post("/calendars/make/", {"shows": "everything"}))
    client.get(made)
    assert [row.is_behind for row in addresses_of(user, at=AT)] == [False]

    year = AcademicYearFactory(program=program, year=2026)
    schedule = ScheduleFactory(academic_year=year)
    freeze(ScheduleVersionFactory(schedule=schedule), at=AT + timedelta(hours=1))

    assert [row.is_behind for row in addresses_of(user, at=AT)] == [True]
    assert "This calendar does not know yet" in signed_in.get("/calendars/").content.decode()


def test_rest_does_what_the_page_does(client, user):
    api = rest(user)

    made = api.post("/api/v1/calendar-feeds/", {"shows": "busy"})
    again = api.post(f"/api/v1/calendar-feeds/{made.json()['id']}/rotate/")
    (living,) = (
        r for r in api.get("/api/v1/calendar-feeds/").json()["results"] if not r["revoked_at"]
    )
    revoked = api.post(f"/api/v1/calendar-feeds/{living['id']}/revoke/")
    refused = api.post("/api/v1/calendar-feeds/", {"shows": "call:1"})

    assert (made.status_code, made.json()["shows"], again.json()["shows"]) == (201, "busy", "busy")
    assert made.json()["address"].startswith("http://testserver/feeds/rounds_")
    assert "address" not in living
    assert revoked.json()["revoked_at"] is not None
    assert (refused.status_code, refused.json()["code"]) == (400, "unknown_calendar")


@pytest.mark.parametrize("count", [1, 4])
def test_page_costs_the_same_for_any_number(
    signed_in, program, user, count, django_assert_num_queries
):
    CallTypeFactory.create_batch(count, program=program)
    for _ in range(count):
        signed_in.post("/calendars/make/", {"shows": "everything"})

    with django_assert_num_queries(16):
        signed_in.get("/calendars/")
