"""The same words at every door, and at each only what its reader may know."""

import pytest
import time_machine
from django.test import Client

from people.doors import Door, acting, through
from people.models import Record
from people.queries.history import told
from swaps.models import SwapOffer, SwapPolicy
from swaps.services.offers import offer_duty
from swaps.services.trades import take_offer
from tests.assistants import refusal
from tests.casting import rest
from tests.swaps.team import AT, Team, team

CLOSED = "RC on Tue 7 Jul can be traded no more: it begins in less than 720 hours, or has begun."


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(AT, tick=False):
        yield


def page(user, address: str, **form: object):
    client = Client()
    client.force_login(user)
    return client.post(address, form, follow=True) if form else client.get(address)


def by_rest(crew: Team, row: int) -> str:
    answer = rest(crew.account("ada")).post("/api/v1/swap-offers/", {"assignment": row})
    assert answer.status_code == 400
    return answer.json()["detail"]


def by_page(crew: Team, row: int) -> str:
    answer = page(crew.account("ada"), f"/swaps/new/{row}/", way="either")
    return " ".join(map(str, answer.context["messages"]))


def by_assistant(crew: Team, row: int) -> str:
    return refusal(crew.account("ada"), "offer_swap_tool", assignment_id=row)


@pytest.mark.django_db(transaction=True)
def test_a_duty_that_is_too_near_is_refused_in_the_same_words_at_every_door():
    crew = team()
    SwapPolicy.objects.create(program=crew.program, closes_hours=720)
    row = crew.call("ada", 7).pk

    assert [door(crew, row) for door in (by_rest, by_page, by_assistant)] == [CLOSED] * 3
    assert not SwapOffer.objects.exists()


@pytest.mark.django_db
def test_readers_are_shown_what_is_theirs(crew, at_once, django_assert_num_queries):
    """Of others neither the offers made by name, nor their hours, nor why they are away."""
    with at_once():
        named = offer_duty(crew.call("ada", 21), by=crew.account("ada"), at=AT, asked=[crew.bea])
        offer = offer_duty(crew.call("ada", 7), by=crew.account("ada"), at=AT)
    offer.refresh_from_db()
    assert page(crew.account("cy"), f"/swaps/offers/{named.pk}/").status_code == 404
    assert page(crew.account("bea"), f"/swaps/offers/{named.pk}/").status_code == 200

    told = page(crew.account("ada"), f"/swaps/offers/{offer.pk}/").context
    assert {row.who for match in told["matches"] for row in match.limits} == {"Ada Rowan"}
    planned = page(crew.account("chief"), f"/swaps/offers/{offer.pk}/").context
    assert len({row.who for match in planned["matches"] for row in match.limits}) > 1
    assert ("Bea Sorrel", "It does not fit with what they do or with their rest.") in told[
        "cannot"
    ] or str(crew.bea.pk) not in offer.cannot

    client = Client()
    client.force_login(crew.account("cy"))
    client.get("/swaps/")
    with django_assert_num_queries(QUERIES):
        pool = client.get("/swaps/").context["board"].pool
    assert [(line.offer, line.suits) for line in pool] == [(offer, "gift")]
    with at_once():
        offer_duty(crew.call("bea", 24), by=crew.account("bea"), at=AT)
    with django_assert_num_queries(QUERIES):
        assert len(client.get("/swaps/").context["board"].pool) == 2

    with at_once():
        trade = take_offer(offer, crew.cy, by=crew.account("cy"), at=AT)
    own = rest(crew.account("cy")).get(f"/api/v1/swaps/{trade.pk}/").json()
    assert {row["who"] for row in own["limits"]} == {"Cy Tansy"}
    assert rest(crew.account("dot")).get(f"/api/v1/swaps/{trade.pk}/").status_code == 404


@pytest.mark.django_db
def test_what_became_of_a_swap_is_told_in_sentences(crew, at_once, django_assert_max_num_queries):
    admin, ada, cy = (crew.account(name) for name in ("admin", "ada", "cy"))
    with at_once(), acting(lambda: ada.pk), through(Door.REST):
        offer = offer_duty(crew.call("ada", 7), by=ada, at=AT)
    with at_once(), acting(lambda: cy.pk), through(Door.PAGE):
        take_offer(offer, crew.cy, by=cy, at=AT)

    records = Record.objects.filter(kind__startswith="swaps.").order_by("pk")
    with django_assert_max_num_queries(12):
        lines = [each.sentence for each in told(list(records), to=admin, at=AT)]

    assert lines[:3] == [
        f"{ada} added obligation “RC on Tue 7 Jul”, through REST.",
        f"{ada} added swap offer “Ada Rowan: RC on Tue 7 Jul”, through REST.",
        f"{cy} changed swap offer “Ada Rowan: RC on Tue 7 Jul”: status from Open to Taken, "
        "through a page.",
    ]
    assert (
        f"{cy} added leg “Cy Tansy takes RC on Tue 7 Jul from Ada Rowan”, through a page." in lines
    )
    assert lines[-1].startswith("A task in the background added favor “Ada Rowan owes Cy Tansy")


QUERIES = 15
"""Of the first page, however many offers and swaps there are."""
