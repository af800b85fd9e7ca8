"""Who owes whom: a duty that was taken for nothing is a favor until one is given back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from people.models import User
from people.wording import said
from swaps.models import Favor, Leg, Trade
from swaps.services.policies import act_for
from swaps.services.refused import SwapRefused

End = Favor.End


def earn(trade: Trade, *, at: datetime) -> None:
    """Of a give-away: it settles the oldest favor that its taker owes, or else is one."""
    if trade.manner != Trade.Manner.GIFT:
        return
    for leg in trade.legs.select_related("giver", "taker"):
        owed = Favor.objects.owed().filter(
            program=trade.program, owed_to=leg.giver, owed_by=leg.taker
        )
        oldest = owed.order_by("earned_at", "pk").first()
        if oldest is None:
            _owe(trade, leg, at=at)
        else:
            _settle(oldest, End.RETURNED, at=at, returned_by=leg)


def _owe(trade: Trade, leg: Leg, *, at: datetime) -> None:
    Favor.objects.create(
        program=trade.program, leg=leg, owed_to=leg.taker, owed_by=leg.giver, earned_at=at
    )


def _settle(favor: Favor, end: str, *, at: datetime, **how: object) -> bool:
    owed = Favor.objects.owed().filter(pk=favor.pk)
    return bool(owed.update(settled_at=at, end=end, **how))


def cancel(trade: Trade, *, by: User, at: datetime) -> None:
    """Nothing is owed for a swap that was undone, and what it gave back is owed again."""
    for favor in Favor.objects.owed().filter(leg__trade=trade):
        _settle(favor, End.UNDONE, at=at, settled_by=by)
    Favor.objects.filter(returned_by__trade=trade).update(
        settled_at=None, settled_by=None, end="", returned_by=None
    )


@transaction.atomic
def forgive(favor: Favor, *, by: User, at: datetime, consent: str = "") -> Favor:
    """Whoever is owed a favor says that it is not owed any more."""
    act_for(favor.owed_to, favor.program, by=by, at=at, consent=consent)
    if not _settle(favor, End.FORGIVEN, at=at, settled_by=by):
        raise SwapRefused(said("This favor is settled already."), code="settled")
    favor.refresh_from_db()
    return favor
