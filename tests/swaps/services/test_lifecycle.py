"""A duty from its offer to the schedule and back: who is asked, who decides, what is written."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation

from people.models import Notice
from people.spoken import spoken
from swaps.models import Favor, SwapOffer, SwapPolicy, Trade
from swaps.services.decisions import approve_trade, ask_to_undo, refuse_trade, undo_trade
from swaps.services.offers import offer_duty, withdraw_offer
from swaps.services.trades import answer_trade, propose_match, take_offer
from tests.swaps.team import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_now")]

Status = Trade.Status


@pytest.fixture
def _now():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def offered(crew, at_once):
    """Ada's night to Wednesday 8 July, to everybody."""
    with at_once():
        offer = offer_duty(crew.call("ada", 7), by=crew.account("ada"), at=AT)
    offer.refresh_from_db()
    return offer


def told(person):
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("kind", flat=True))


def refusal(call, *args, **asked):
    with pytest.raises(ValidationError) as heard:
        call(*args, at=AT, **asked)
    return heard.value.messages[0]


def number_of(offer, manner, *people):
    """The place of a match in the list, counted from 1."""
    wanted = {person.pk for person in people}
    return next(
        place
        for place, match in enumerate(offer.matches, 1)
        if match["manner"] == manner and set(match["people"]) == wanted
    )


def test_an_offer_finds_whom_to_ask_with_reasons_and_the_arithmetic(offered, crew):
    """Bea has the night after next, which is too near: she could only give that for it."""
    assert offered.search_status == "answered"
    gifts = {tuple(m["people"][1:]) for m in offered.matches if m["manner"] == "gift"}
    assert gifts == {(crew.cy.pk,), (crew.dot.pk,)}
    best = offered.matches[0]
    assert sum(factor["weight"] for factor in best["factors"]) == 100
    gift = next(match for match in offered.matches if match["people"][1:] == [crew.cy.pk])
    hours = {row["person"]: row for row in gift["limits"] if row["rule"] == "weekly-hours"}
    assert set(hours) == {crew.ada.pk, crew.cy.pk}
    # A night of 14 hours less, and the day after it, of 8, again.
    assert (hours[crew.ada.pk]["before"], hours[crew.ada.pk]["after"]) == ("172 h", "166 h")


def test_a_give_away_is_taken_carried_out_and_owed(offered, crew, at_once):
    with at_once():
        trade = take_offer(offered, crew.cy, by=crew.account("cy"), at=AT)

    trade.refresh_from_db()
    offered.refresh_from_db()
    assert (trade.status, offered.status) == (Status.DONE, SwapOffer.Status.DONE)
    assert (crew.nights("ada"), crew.nights("cy")) == ([21], [7, 14])
    assert (crew.half_days("ada", 8), crew.half_days("cy", 8)) == (["C", "GME"], ["PC", "PC"])
    assert (trade.change_set.kind, trade.change_set.by) == ("swap", crew.account("cy"))
    [favor] = Favor.objects.all()
    assert (favor.owed_to, favor.owed_by) == (crew.cy, crew.ada)
    assert told(crew.ada)[-1:] == told(crew.cy)[-1:] == ["swap_decided"]


def test_an_exchange_needs_both_and_is_undone_when_both_ask(offered, crew, at_once):
    number = number_of(offered, "exchange", crew.ada, crew.cy)
    with at_once():
        trade = propose_match(offered, number, by=crew.account("ada"), at=AT, person=crew.ada)
    trade.refresh_from_db()
    assert (trade.status, trade.look["against"]) == (Status.PROPOSED, [])
    assert told(crew.cy) == ["swap_offered"]

    with at_once():
        answer_trade(trade, crew.cy, True, by=crew.account("cy"), at=AT)
    trade.refresh_from_db()
    assert trade.status == Status.DONE
    assert (crew.nights("ada"), crew.nights("cy")) == ([14, 21], [7])
    assert crew.half_days("ada", 15) == crew.half_days("cy", 8) == ["PC", "PC"]
    assert not Favor.objects.exists()

    with at_once():
        ask_to_undo(trade, crew.ada, by=crew.account("ada"), at=AT)
        assert trade.status == Status.DONE
        ask_to_undo(trade, crew.cy, by=crew.account("cy"), at=AT)
    trade.refresh_from_db()
    assert trade.status == Status.UNDONE
    assert (crew.nights("ada"), crew.nights("cy")) == ([7, 21], [14])
    assert crew.half_days("ada", 8) == ["PC", "PC"]
    assert crew.half_days("ada", 15) == ["C", "GME"]


def test_a_ring_is_carried_out_when_all_agree_and_undone_when_all_ask(offered, crew, at_once):
    """No two of them exchange: each passes a night on to the next."""
    number = number_of(offered, "cycle", crew.ada, crew.cy, crew.dot)
    with at_once():
        trade = propose_match(offered, number, by=crew.account("ada"), at=AT, person=crew.ada)
        answer_trade(trade, crew.cy, True, by=crew.account("cy"), at=AT)
    trade.refresh_from_db()
    assert trade.status == Status.PROPOSED
    assert told(crew.cy)[:1] == told(crew.dot)[:1] == ["swap_offered"]

    with at_once():
        answer_trade(trade, crew.dot, True, by=crew.account("dot"), at=AT)
    trade.refresh_from_db()
    assert trade.status == Status.DONE
    assert (crew.nights("ada"), crew.nights("cy"), crew.nights("dot")) == ([14, 21], [17], [7])
    assert crew.half_days("dot", 8) == crew.half_days("ada", 15) == ["PC", "PC"]
    assert not Favor.objects.exists()

    for name in ("ada", "cy", "dot"):
        assert trade.status == Status.DONE
        with at_once():
            ask_to_undo(trade, crew.people[name], by=crew.account(name), at=AT)
        trade.refresh_from_db()
    assert trade.status == Status.UNDONE
    assert (crew.nights("ada"), crew.nights("cy"), crew.nights("dot")) == ([7, 21], [14], [17])


def test_one_no_ends_a_proposal_and_the_duty_stays_on_offer(offered, crew, at_once):
    number = number_of(offered, "exchange", crew.ada, crew.dot)
    trade = propose_match(offered, number, by=crew.account("ada"), at=AT, person=crew.ada)

    with at_once():
        answer_trade(trade, crew.dot, False, by=crew.account("dot"), at=AT)

    trade.refresh_from_db()
    offered.refresh_from_db()
    assert (trade.status, offered.status) == (Status.DECLINED, SwapOffer.Status.OPEN)
    assert (
        refusal(answer_trade, trade, crew.dot, True, by=crew.account("dot"))
        == "This swap waits for no answer: declined. Dot Umber declined."
    )


def test_the_second_taker_hears_that_somebody_else_was_first(offered, crew, at_once):
    with at_once():
        take_offer(offered, crew.cy, by=crew.account("cy"), at=AT)

    assert (
        refusal(take_offer, offered, crew.dot, by=crew.account("dot"))
        == "Somebody else has taken RC on Tue 7 Jul."
    )


def test_a_swap_in_doubt_waits_for_somebody_who_has_no_part_in_it(crew, at_once):
    SwapPolicy.objects.create(program=crew.program, approval="always")
    chief = crew.account("chief")
    with at_once():
        offer = offer_duty(crew.call("ada", 7), by=crew.account("ada"), at=AT)
    offer.refresh_from_db()
    with at_once():
        trade = take_offer(offer, crew.dot, by=crew.account("dot"), at=AT)
    trade.refresh_from_db()
    assert trade.status == Status.WAITING
    assert trade.doubts == ["In Cedar Family Medicine somebody approves every swap."]
    assert list(Notice.objects.filter(user=chief).values_list("kind", flat=True)) == [
        "swap_to_decide"
    ]
    with pytest.raises(PermissionDenied):
        approve_trade(trade, by=crew.account("cy"), at=AT)

    refuse_trade(trade, by=chief, at=AT, reason="Not in July.")
    offer.refresh_from_db()
    assert (trade.status, trade.message) == (Status.REFUSED, "Not in July.")
    assert offer.status == SwapOffer.Status.OPEN

    with at_once():
        trade = take_offer(offer, crew.dot, by=crew.account("dot"), at=AT)
    with at_once():
        approve_trade(trade, by=chief, at=AT)
    trade.refresh_from_db()
    assert (trade.status, trade.change_set.by) == (Status.DONE, chief)

    undo_trade(trade, by=chief, at=AT + timedelta(hours=24), reason="Entered twice.")
    assert crew.nights("ada") == [7, 21]
    late = trade.done_at + timedelta(hours=25)
    Trade.objects.filter(pk=trade.pk).update(status=Status.DONE, undone_at=None)
    with pytest.raises(ValidationError) as heard:
        undo_trade(trade, by=chief, at=late, reason="Entered twice.")
    assert heard.value.code == "too-late"


def test_what_would_break_a_rule_is_refused_when_it_comes_to_it(offered, crew, at_once):
    """Bea's own night is too near. She is told so at once, or else when it is looked at."""
    offered.cannot = {}
    offered.save()

    with at_once():
        trade = take_offer(offered, crew.bea, by=crew.account("bea"), at=AT)

    trade.refresh_from_db()
    offered.refresh_from_db()
    assert (trade.status, offered.status) == (Status.FAILED, SwapOffer.Status.OPEN)
    assert trade.message.startswith("This swap would break rules that must hold. Sorrel B.")
    with translation.override("es"):
        why = spoken(trade.message)
    assert why.startswith("Este cambio incumpliría reglas obligatorias. Sorrel B., ")
    assert crew.nights("ada") == [7, 21]


def test_a_coordinator_swaps_for_others_with_their_consent_on_record(crew, at_once):
    office = crew.account("coordinator")
    row = crew.call("ada", 7)
    assert refusal(offer_duty, row, by=office) == "Say how Ada Rowan agreed: by telephone, by mail."

    with at_once():
        offer = offer_duty(row, by=office, at=AT, consent="By telephone")
    with at_once():
        trade = take_offer(offer, crew.dot, by=office, at=AT, consent="By mail")

    trade.refresh_from_db()
    assert trade.status == Status.DONE
    consents = {c.person: (c.recorded_by, c.how) for c in trade.consents.all()}
    assert consents == {crew.ada: (office, "By telephone"), crew.dot: (office, "By mail")}


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        ({"kinds": ["half-day"]}, "Cedar Family Medicine trades no calls."),
        (
            {"closes_hours": 24 * 30},
            "RC on Tue 7 Jul can be traded no more: it begins in less than 720 hours, or has begun.",
        ),
        ({"open_pool": False}, "Cedar Family Medicine has no open pool. Name whom you ask."),
    ],
)
def test_a_program_says_what_is_traded(policy, said, crew):
    SwapPolicy.objects.create(program=crew.program, **policy)

    assert refusal(offer_duty, crew.call("ada", 7), by=crew.account("ada")) == said


def test_offers_are_made_once_by_their_person_and_withdrawn_by_them(offered, crew):
    ada = crew.account("ada")
    assert refusal(offer_duty, crew.call("ada", 7), by=ada) == "RC on Tue 7 Jul is offered already."
    with pytest.raises(PermissionDenied):
        offer_duty(crew.call("ada", 21), by=crew.account("bea"), at=AT, consent="She said so")
    assert refusal(take_offer, offered, crew.ada, by=ada) == "You cannot take your own duty."

    withdraw_offer(offered, by=ada, at=AT)

    assert refusal(take_offer, offered, crew.cy, by=crew.account("cy")) == (
        "RC on Tue 7 Jul is offered no more: withdrawn."
    )
