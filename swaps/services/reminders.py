"""Reminding of offers that nobody has taken, rung by rung, and ending what came too late."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from people.wording import said
from swaps.models import SwapOffer, SwapPolicy, Trade
from swaps.services import telling
from swaps.services.offers import close_offer, end_trade
from swaps.services.policies import policy_of
from swaps.services.settling import give_up

LADDER: tuple[tuple[str, timedelta], ...] = (
    (said("4 weeks"), timedelta(weeks=4)),
    (said("3 weeks"), timedelta(weeks=3)),
    (said("2 weeks"), timedelta(weeks=2)),
    (said("a week"), timedelta(weeks=1)),
    (said("3 days"), timedelta(days=3)),
    (said("2 days"), timedelta(days=2)),
    (said("a day"), timedelta(days=1)),
    (said("12 hours"), timedelta(hours=12)),
)
"""How long before it begins somebody is reminded that nobody has taken their duty."""

LATE = said("It was not agreed in time.")


def remind(*, at: datetime) -> int:
    """Remind of every open offer whose next rung has come. Returns how many."""
    return sum(_remind(offer, at=at) for offer in SwapOffer.objects.open().with_names())


@transaction.atomic
def _remind(offer: SwapOffer, *, at: datetime) -> bool:
    """Once a rung, within waking hours: a rung that comes at night waits for the morning."""
    left = due_rung(offer, at=at)
    if left is None or not is_waking(policy_of(offer.program), at=at):
        return False
    reminded = SwapOffer.objects.open().filter(pk=offer.pk, reminded_at=offer.reminded_at)
    if not reminded.update(reminded_at=at):
        return False
    telling.reminder(offer, left, at=at)
    return True


def due_rung(offer: SwapOffer, *, at: datetime) -> str | None:
    """The last rung that has come since the offer was made, unless it was reminded of since."""
    since = offer.reminded_at or offer.offered_at
    come = [
        words
        for words, before in LADDER
        if since < offer.obligation.starts_at - before <= at < offer.expires_at
    ]
    return come[-1] if come else None


def is_waking(policy: SwapPolicy, *, at: datetime) -> bool:
    clock = at.astimezone(policy.program.zone).time()
    return policy.waking_from <= clock < policy.waking_until


def expire(*, at: datetime) -> int:
    """End offers and trades whose time is up. Returns how many."""
    count = 0
    for offer in SwapOffer.objects.open().with_names().filter(expires_at__lte=at):
        if close_offer(offer, SwapOffer.Status.EXPIRED, at=at):
            telling.offer_ended(offer, at=at)
            count += 1
    for trade in Trade.objects.live().filter(expires_at__lte=at):
        if not end_trade(trade, Trade.Status.EXPIRED, LATE, at=at):
            give_up(trade, Trade.Status.EXPIRED, LATE, at=at)
        count += 1
    return count
