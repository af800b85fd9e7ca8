"""Many take one offer at the same moment, over HTTP: one has it, and the others are told."""

import json
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
import time_machine

from scheduling.models import Assignment
from swaps.models import Leg, SwapOffer, Trade
from swaps.services.offers import offer_duty
from tests.factories.people import TokenFactory
from tests.swaps.team import AT, takers, team

RIVALS = 12


@pytest.mark.django_db(transaction=True)
def test_one_of_many_takers_wins(live_server):
    with time_machine.travel(AT, tick=False):
        crew = team()
        people = takers(crew, RIVALS)
        secrets = [f"secret-{person.pk}" for person in people]
        for person, secret in zip(people, secrets, strict=True):
            TokenFactory(user=person.user, secret=secret, scope="write")
        offer = offer_duty(crew.call("ada", 7), by=crew.account("ada"), at=AT)
        address = f"{live_server.url}/api/v1/swap-offers/{offer.pk}/take/"

        def take(secret: str) -> tuple[int, str]:
            headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
            try:
                with urlopen(Request(address, b"{}", headers), timeout=60) as answer:
                    return answer.status, ""
            except HTTPError as refusal:
                return refusal.code, json.load(refusal)["detail"]

        with ThreadPoolExecutor(RIVALS) as pool:
            answers = list(pool.map(take, secrets))

    assert sorted(code for code, _ in answers) == [
        HTTPStatus.OK,
        *[HTTPStatus.BAD_REQUEST] * (RIVALS - 1),
    ]
    assert {said for _, said in answers if said} == {"Somebody else has taken RC on Tue 7 Jul."}
    [trade] = Trade.objects.all()
    offer.refresh_from_db()
    assert (trade.status, offer.status) == (Trade.Status.DONE, SwapOffer.Status.DONE)
    winner = Leg.objects.get().taker
    holders = Assignment.objects.filter(kind="call", starts_on=offer.obligation.starts_on)
    assert [row.person for row in holders] == [winner]
