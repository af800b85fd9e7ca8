"""Proposing a trade, taking an offer, and answering: until everybody has agreed, or somebody not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from people.models import Enrolment, Person, Program, User
from people.wording import joined, listed, said
from scheduling.models import Assignment
from swaps.engine import trade as engine
from swaps.models import Consent, Leg, Obligation, SwapOffer, SwapPolicy, Trade
from swaps.services import queue, telling
from swaps.services.obligations import obligation_of, row_of
from swaps.services.offers import end_trade
from swaps.services.policies import act_for, closes_at, policy_of, require_open, require_tradable
from swaps.services.refused import SwapRefused
from swaps.words import what

Status = Trade.Status


@dataclass(frozen=True, slots=True)
class Passing:
    """A row of the published schedule that is to pass to somebody."""

    row: Assignment
    taker: Person


@transaction.atomic
def take_offer(
    offer: SwapOffer, person: Person, *, by: User, at: datetime, consent: str = ""
) -> Trade:
    """Take an offered duty and give nothing for it. Of two takers at once one wins."""
    how = act_for(person, offer.program, by=by, at=at, consent=consent)
    policy = policy_of(offer.program)
    _require_taker(offer, person, policy)
    if not offer.gift:
        raise SwapRefused(
            said("{what} is not given away; offer something for it.", what=offer.obligation.what),
            code="no-gift",
        )
    _require_no_reason_against(offer, person)
    won = SwapOffer.objects.filter(pk=offer.pk, status=SwapOffer.Status.OPEN).update(
        status=SwapOffer.Status.TAKEN
    )
    if not won:
        raise SwapRefused(_taken(offer), code="taken")
    row = row_of(offer.obligation)
    require_open(row, policy, at=at)
    trade = _make(offer.program, offer, [Passing(row, person)], by=by, at=at)
    _record(trade, offer.obligation.person, True, by=offer.offered_by, at=at, how=offer.consent)
    _record(trade, person, True, by=by, at=at, how=how)
    _agree(trade, at=at)
    return trade


def _taken(offer: SwapOffer) -> str:
    offer.refresh_from_db()
    if offer.status == SwapOffer.Status.OPEN:
        return said("{what} is being taken by somebody else.", what=offer.obligation.what)
    if offer.status in (SwapOffer.Status.TAKEN, SwapOffer.Status.DONE):
        return said("Somebody else has taken {what}.", what=offer.obligation.what)
    status = said(offer.get_status_display().lower())
    return said("{what} is offered no more: {status}.", what=offer.obligation.what, status=status)


def _require_taker(offer: SwapOffer, person: Person, policy: SwapPolicy) -> None:
    """Somebody else, who was asked, and of the same PGY where the program wants that."""
    giver = offer.obligation.person
    if person == giver:
        raise SwapRefused(said("You cannot take your own duty."), code="own-duty")
    if offer.asked.exists() and not offer.asked.filter(pk=person.pk).exists():
        raise SwapRefused(
            said("{what} is offered to others only.", what=offer.obligation.what), code="not-asked"
        )
    require_same_pgy(policy, [giver, person], offer.obligation)


def require_same_pgy(policy: SwapPolicy, people: Iterable[Person], obligation: Obligation) -> None:
    if not policy.same_pgy:
        return
    rows = Enrolment.objects.on(obligation.starts_on, policy.program)
    pgys = set(rows.filter(person__in=people, pgy__isnull=False).values_list("pgy", flat=True))
    if len(pgys) > 1:
        raise SwapRefused(
            said(
                "In {program} residents trade with those of their own PGY.", program=policy.program
            ),
            code="pgy",
        )


def _require_no_reason_against(offer: SwapOffer, person: Person) -> None:
    why = offer.cannot.get(str(person.pk))
    if why:
        raise SwapRefused(
            said("You cannot take {what}. {why}", what=offer.obligation.what, why=why),
            code="cannot",
        )


@transaction.atomic
def propose_match(
    offer: SwapOffer, number: int, *, by: User, at: datetime, person: Person, consent: str = "",
    note: str = "",
) -> Trade:  # fmt: skip
    """Ask those of a match that was found, counted from 1. `person` is who asks: one of them."""
    match = _match(offer, number)
    if person.pk not in match["people"]:
        raise SwapRefused(
            said("{person} is not part of that match.", person=person), code="not-in-match"
        )
    passings = _passings(offer, match)
    return _propose(offer, passings, person, by=by, at=at, consent=consent, note=note)


def _match(offer: SwapOffer, number: int) -> Mapping[str, Any]:
    if not 1 <= number <= len(offer.matches):
        raise SwapRefused(
            said(
                "There is no match {number}; there are {count}.",
                number=number,
                count=len(offer.matches),
            ),
            code="no-such-match",
        )
    match: Mapping[str, Any] = offer.matches[number - 1]
    return match


STALE = said(
    "The schedule has changed since this match was found. Matches are being looked for again."
)


def _passings(offer: SwapOffer, match: Mapping[str, Any]) -> list[Passing]:
    """Its rows as they are published now."""
    keys = [leg["row"] for leg in match["legs"]]
    rows = (
        Assignment.objects.with_names()
        .select_related("version__schedule__program", "version__schedule__academic_year")
        .in_bulk(keys)
    )
    people = Person.objects.in_bulk([leg["taker"] for leg in match["legs"]])
    if len(rows) < len(set(keys)) or any(
        rows[leg["row"]].person_id != leg["giver"] for leg in match["legs"]
    ):
        raise SwapRefused(STALE, code="changed")
    return [Passing(rows[leg["row"]], people[leg["taker"]]) for leg in match["legs"]]


@transaction.atomic
def propose_exchange(
    offer: SwapOffer, row: Assignment, *, by: User, at: datetime, consent: str = "", note: str = ""
) -> Trade:
    """Offer one's own duty for an offered one. Its person has to agree."""
    if not offer.exchange:
        raise SwapRefused(
            said("{what} is given away for nothing.", what=offer.obligation.what),
            code="no-exchange",
        )
    _require_taker(offer, row.person, policy_of(offer.program))
    passings = [
        Passing(row_of(offer.obligation), row.person),
        Passing(row, offer.obligation.person),
    ]
    return _propose(offer, passings, row.person, by=by, at=at, consent=consent, note=note)


def _propose(
    offer: SwapOffer,
    passings: Sequence[Passing],
    person: Person,
    *,
    by: User,
    at: datetime,
    consent: str,
    note: str,
) -> Trade:
    how = act_for(person, offer.program, by=by, at=at, consent=consent)
    policy = policy_of(offer.program)
    if offer.status != SwapOffer.Status.OPEN:
        raise SwapRefused(_taken(offer), code="taken")
    for passing in passings:
        require_tradable(passing.row, policy, at=at)
    people = [p for passing in passings for p in (passing.row.person, passing.taker)]
    require_same_pgy(policy, people, offer.obligation)
    trade = _make(offer.program, offer, passings, by=by, at=at, note=note)
    _record(trade, person, True, by=by, at=at, how=how)
    _consent_of_gift(trade, offer, at=at)
    if not _agree_if_all_do(trade, at=at):
        telling.proposed(trade, at=at)
        transaction.on_commit(partial(queue.settle, trade))
    return trade


def _consent_of_gift(trade: Trade, offer: SwapOffer, *, at: datetime) -> None:
    """Whoever gives something away for nothing has agreed by offering it."""
    if trade.manner == Trade.Manner.GIFT:
        _record(trade, offer.obligation.person, True, by=offer.offered_by, at=at, how=offer.consent)


def _make(
    program: Program,
    offer: SwapOffer,
    passings: Sequence[Passing],
    *,
    by: User,
    at: datetime,
    note: str = "",
) -> Trade:
    policy = policy_of(program)
    manner = engine.Trade(
        tuple(engine.Leg(str(p.row.person_id), str(p.taker.pk), str(p.row.pk)) for p in passings)
    ).manner
    trade = Trade.objects.create(
        program=program,
        offer=offer,
        manner=manner.value,
        note=note.strip(),
        proposed_at=at,
        proposed_by=by,
        expires_at=min(closes_at(passing.row.starts_at, policy) for passing in passings),
    )
    Leg.objects.bulk_create(
        Leg(
            trade=trade,
            obligation=obligation_of(passing.row),
            giver=passing.row.person,
            taker=passing.taker,
        )
        for passing in passings
    )
    people = dict.fromkeys(who for p in passings for who in (p.row.person, p.taker))
    Consent.objects.bulk_create(Consent(trade=trade, person=person) for person in people)
    telling.renew_boards(program)
    return trade


# Answers


@transaction.atomic
def answer_trade(
    trade: Trade, person: Person, agrees: bool, *, by: User, at: datetime, consent: str = ""
) -> Trade:
    """Agree, or decline. With the last consent it is agreed, and one no ends it."""
    how = act_for(person, trade.program, by=by, at=at, consent=consent)
    _require_waiting(trade)
    if not trade.consents.filter(person=person).exists():
        raise SwapRefused(
            said("{person} is not asked about this swap.", person=person), code="not-asked"
        )
    if not _record(trade, person, agrees, by=by, at=at, how=how):
        raise SwapRefused(said("This was answered already."), code="answered")
    if not agrees:
        end_trade(trade, Status.DECLINED, said("{person} declined.", person=person), at=at)
        telling.answered(trade, person, at=at)
    elif not _agree_if_all_do(trade, at=at):
        telling.answered(trade, person, at=at)
    telling.renew_boards(trade.program)
    trade.refresh_from_db()
    return trade


@transaction.atomic
def withdraw_trade(
    trade: Trade, person: Person, *, by: User, at: datetime, consent: str = ""
) -> Trade:
    """Somebody who had agreed takes that back, before everybody else has agreed."""
    act_for(person, trade.program, by=by, at=at, consent=consent)
    _require_waiting(trade)
    if not trade.consents.filter(person=person, agrees=True).exists():
        raise SwapRefused(
            said("{person} has not agreed to this swap.", person=person), code="not-agreed"
        )
    end_trade(trade, Status.WITHDRAWN, said("{person} took it back.", person=person), at=at)
    return trade


def _require_waiting(trade: Trade) -> None:
    """Holds the trade until the transaction ends."""
    held = Trade.objects.select_for_update().get(pk=trade.pk)
    if held.status != Status.PROPOSED:
        status = said(held.get_status_display().lower())
        sentence = said("This swap waits for no answer: {status}.", status=status)
        raise SwapRefused(joined(filter(None, (sentence, held.message)), " "), code="not-waiting")


def _record(
    trade: Trade, person: Person, agrees: bool, *, by: User, at: datetime, how: str
) -> bool:
    """Write an answer down, once."""
    done = Consent.objects.filter(trade=trade, person=person, agrees=None).update(
        agrees=agrees, answered_at=at, recorded_by=by, how=how
    )
    return bool(done)


def _agree_if_all_do(trade: Trade, *, at: datetime) -> bool:
    if trade.consents.exclude(agrees=True).exists():
        return False
    _agree(trade, at=at)
    return True


def _agree(trade: Trade, *, at: datetime) -> None:
    """Hold its duties for it: no other trade gets them while it is checked or decided on."""
    legs = trade.legs.values("obligation")
    # In one order, so that trades that meet wait for each other and do not block each other.
    held = list(Obligation.objects.select_for_update().filter(pk__in=legs).order_by("pk"))
    rivals = Leg.objects.filter(
        obligation__in=held, trade__status__in=(Status.AGREED, Status.WAITING)
    ).exclude(trade=trade)
    taken = [each for each in held if each.ended_at] or [leg.obligation for leg in rivals]
    if taken:
        names = listed(what(each) for each in taken)
        raise SwapRefused(said("Somebody else has taken {names}.", names=names), code="taken")
    Trade.objects.filter(pk=trade.pk, status=Status.PROPOSED).update(
        status=Status.AGREED, agreed_at=at
    )
    SwapOffer.objects.filter(obligation__in=held, status=SwapOffer.Status.OPEN).update(
        status=SwapOffer.Status.TAKEN
    )
    trade.refresh_from_db()
    transaction.on_commit(partial(queue.settle, trade))
