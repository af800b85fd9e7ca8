"""Which offers and trades a user may see at all; the others do not exist for them."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from people.models import User
from people.permissions import programs_for
from swaps.models import Favor, SwapOffer, Trade
from swaps.models.favor import FavorQuerySet
from swaps.models.offer import OfferQuerySet
from swaps.models.trade import TradeQuerySet

Asker = User | AnonymousUser


def visible_offers(user: Asker, *, at: datetime) -> OfferQuerySet:
    """What is or was open to everybody in one's programs, or to oneself; one's own; all, for planners."""
    pool = Q(program__in=programs_for(user, "offer_own_swap", at), asked=None)
    named = Q(asked__user=user.pk) | Q(obligation__person__user=user.pk)
    planned = Q(program__in=programs_for(user, "view_swaps", at))
    rows = SwapOffer.objects.filter(pool | named | planned) if user.pk else SwapOffer.objects.none()
    # A subquery, because the people asked would repeat an offer.
    return SwapOffer.objects.filter(pk__in=rows.values("pk")).with_names()


def visible_trades(user: Asker, *, at: datetime) -> TradeQuerySet:
    """Those one takes part in; all, for planners."""
    planned = Trade.objects.filter(program__in=programs_for(user, "view_swaps", at))
    own = Trade.objects.filter(consents__person__user=user.pk) if user.pk else Trade.objects.none()
    keys = own.values("pk").union(planned.values("pk"))
    return Trade.objects.filter(pk__in=keys).with_names()


def visible_favors(user: Asker, *, at: datetime) -> FavorQuerySet:
    """What one owes or is owed; all, for planners."""
    own = Q(owed_to__user=user.pk) | Q(owed_by__user=user.pk)
    planned = Q(program__in=programs_for(user, "view_swaps", at))
    rows = Favor.objects.filter(own | planned) if user.pk else Favor.objects.none()
    return rows.select_related(
        "program", "leg__obligation__rotation", "leg__obligation__activity",
        "leg__obligation__call_type", "owed_to", "owed_by",
    )  # fmt: skip
