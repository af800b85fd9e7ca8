"""Offering a duty, and taking the offer back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import partial

from django.db import IntegrityError, transaction

from people.models import Enrolment, Person, Program, User
from people.wording import said
from scheduling.models import Assignment
from swaps.models import SwapOffer, SwapPolicy, Trade
from swaps.models.policy import DutyKind
from swaps.services import telling
from swaps.services.obligations import obligation_of
from swaps.services.policies import act_for, closes_at, policy_of, require_tradable
from swaps.services.queue import look_for_matches
from swaps.services.refused import SwapRefused
from swaps.words import what

Status = SwapOffer.Status


@transaction.atomic
def offer_duty(
    row: Assignment,
    *,
    by: User,
    at: datetime,
    gift: bool = True,
    exchange: bool = True,
    wanted_from: date | None = None,
    wanted_until: date | None = None,
    asked: Iterable[Person] = (),
    note: str = "",
    consent: str = "",
) -> SwapOffer:
    """Offer a published duty: for nothing, in exchange, or either; to everybody or to some.

    A worker then looks for those who could take it.
    """
    program, named = row.version.schedule.program, list(asked)
    consent = act_for(row.person, program, by=by, at=at, consent=consent)
    policy = policy_of(program)
    kind = require_tradable(row, policy, at=at)
    gift = gift and policy.gifts and kind not in EXCHANGED_ONLY
    if not gift and not exchange:
        raise SwapRefused(said("{what} can only be exchanged.", what=what(row)), code="no-gifts")
    _require_readers(row, policy, named)
    if wanted_from and wanted_until and wanted_until < wanted_from:
        raise SwapRefused(
            said(
                "{wanted_until} comes before {wanted_from}.",
                wanted_until=wanted_until,
                wanted_from=wanted_from,
            ),
            code="ends_before_start",
        )
    offer = SwapOffer(
        program=program,
        obligation=obligation_of(row),
        gift=gift,
        exchange=exchange,
        wanted_from=wanted_from,
        wanted_until=wanted_until,
        note=note.strip(),
        offered_at=at,
        offered_by=by,
        consent=consent,
        expires_at=closes_at(row.starts_at, policy),
        search_asked_at=at,
    )
    _save(offer)
    offer.asked.set(named)
    telling.offered(offer, named, at=at)
    telling.renew_boards(program)
    transaction.on_commit(partial(look_for_matches, program))
    return offer


EXCHANGED_ONLY = frozenset({DutyKind.ROTATION})
"""A block without a rotation is no gift to whoever gives it away."""


def _require_readers(row: Assignment, policy: SwapPolicy, asked: list[Person]) -> None:
    program = row.version.schedule.program
    if not asked and not policy.open_pool:
        raise SwapRefused(
            said("{program} has no open pool. Name whom you ask.", program=program), code="no-pool"
        )
    enrolled = _enrolled(program, row)
    for person in asked:
        if person == row.person:
            raise SwapRefused(said("You cannot ask yourself."), code="own-duty")
        if person.pk not in enrolled:
            raise SwapRefused(
                said("{person} is not in {program} then.", person=person, program=program),
                code="not-enrolled",
            )


def _enrolled(program: Program, row: Assignment) -> set[int]:
    rows = Enrolment.objects.on(row.starts_on, program)
    return set(rows.values_list("person_id", flat=True))


def _save(offer: SwapOffer) -> None:
    try:
        with transaction.atomic():
            offer.save()
    except IntegrityError as twice:
        if "swap_offered_once" not in str(twice):
            raise
        raise SwapRefused(
            said("{what} is offered already.", what=what(offer.obligation)), code="offered"
        ) from twice


@transaction.atomic
def withdraw_offer(offer: SwapOffer, *, by: User, at: datetime, consent: str = "") -> SwapOffer:
    """Take the offer back. What was proposed for it ends with it; what is agreed does not."""
    act_for(offer.obligation.person, offer.program, by=by, at=at, consent=consent)
    if not close_offer(offer, Status.WITHDRAWN, at=at):
        offer.refresh_from_db()
        raise SwapRefused(
            said(
                "{what} is offered no more: {status}.",
                what=offer.obligation.what,
                status=said(offer.get_status_display().lower()),
            ),
            code="not-open",
        )
    return offer


def close_offer(offer: SwapOffer, status: str, *, at: datetime) -> bool:
    """Close an open offer, and every proposal that still waits for somebody. Whether it was open."""
    closed = SwapOffer.objects.filter(pk=offer.pk, status=Status.OPEN).update(
        status=status, closed_at=at
    )
    if not closed:
        return False
    offer.refresh_from_db()
    telling.renew_boards(offer.program)
    end = Trade.Status.EXPIRED if status == Status.EXPIRED else Trade.Status.LOST
    why = said("{what} is offered no more.", what=offer.obligation.what)
    waiting = Trade.objects.filter(
        legs__obligation=offer.obligation, status=Trade.Status.PROPOSED
    ).distinct()
    for trade in waiting:
        end_trade(trade, end, why, at=at)
    return True


def end_trade(trade: Trade, status: str, why: str, *, at: datetime) -> bool:
    """End a trade that still waits for consent; those who had agreed are told. Whether it did."""
    ended = Trade.objects.filter(pk=trade.pk, status=Trade.Status.PROPOSED).update(
        status=status, message=why
    )
    if ended:
        trade.refresh_from_db()
        telling.ended(trade, at=at)
        telling.renew_boards(trade.program)
    return bool(ended)
