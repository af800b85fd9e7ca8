"""How swaps are found: by who takes part, and by number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from people.finding import EACH, Asked, Hit, searches
from swaps.models import SwapOffer, Trade

NUMBER = re.compile(r"swap\s*#?(\d{1,9})", re.IGNORECASE)


@searches("Swaps", 50, "swap_horiz", "view_swaps")
def swaps(asked: Asked) -> Iterator[Hit]:
    """Trades, the newest first, and then offers that are open."""
    numbered = NUMBER.fullmatch(asked.text)
    wanted = Q(pk=int(numbered[1])) if numbered else _named("consents__person", asked)
    trades = Trade.objects.filter(program__in=asked.programs)
    found = trades.filter(pk__in=trades.filter(wanted).values("pk")).with_names()
    for trade in found.order_by("-proposed_at", "-pk")[: EACH + 1]:
        page = reverse("admin:swaps_trade_change", args=[trade.pk])
        legs = "; ".join(str(leg) for leg in trade.legs.all())
        yield Hit(legs, page, f"{trade}, {trade.get_status_display().lower()}")
    offers = SwapOffer.objects.filter(_named("obligation__person", asked), status="open")
    for offer in offers.filter(program__in=asked.programs).with_names()[: EACH + 1]:
        page = reverse("admin:swaps_swapoffer_change", args=[offer.pk])
        yield Hit(str(offer), page, offer.get_status_display())


def _named(path: str, asked: Asked) -> Q:
    every = Q()
    for word in asked.words:
        first, last = (f"{path}__{part}_name__icontains" for part in ("first", "last"))
        every &= Q((first, word)) | Q((last, word))
    return every
