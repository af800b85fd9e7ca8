"""One person's swaps: what waits for them, what they have begun, and the pool of open offers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from people.models import Person, Program
from swaps.models import Favor, SwapOffer, Trade
from swaps.services.policies import policy_of

LATELY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class PoolLine:
    """Somebody's offer, and whether it suits the reader."""

    offer: SwapOffer
    suits: str  # "gift", "exchange", "no" or "unknown"
    why_not: str


@dataclass(frozen=True, slots=True)
class Board:
    """Everything on the first page of swaps."""

    waiting: tuple[Trade, ...]
    undo_asked: tuple[Trade, ...]
    offers: tuple[SwapOffer, ...]
    trades: tuple[Trade, ...]
    pool: tuple[PoolLine, ...]
    lately: tuple[Trade, ...]
    owed_to_me: int
    owed_by_me: int


def board(person: Person, program: Program, *, at: datetime) -> Board:
    mine = Trade.objects.of(person).filter(program=program).with_names()
    live = list(mine.live().order_by("expires_at", "pk"))
    owed = Favor.objects.owed().filter(program=program)
    return Board(
        waiting=tuple(trade for trade in live if _waits_for(trade, person)),
        undo_asked=tuple(_undo_asked(mine, person, program, at=at)),
        offers=tuple(_own_offers(person, program)),
        trades=tuple(trade for trade in live if not _waits_for(trade, person)),
        pool=tuple(pool(person, program)),
        lately=tuple(mine.filter(proposed_at__gte=at - LATELY).exclude(status__in=Trade.LIVE)[:10]),
        owed_to_me=owed.filter(owed_to=person).count(),
        owed_by_me=owed.filter(owed_by=person).count(),
    )


def _waits_for(trade: Trade, person: Person) -> bool:
    return trade.status == Trade.Status.PROPOSED and any(
        consent.agrees is None and consent.person_id == person.pk
        for consent in trade.consents.all()
    )


def _undo_asked(
    mine: Iterable[Trade], person: Person, program: Program, *, at: datetime
) -> Iterable[Trade]:
    """Swaps that somebody else would undo, while they can be undone."""
    since = at - timedelta(hours=policy_of(program).undo_hours)
    done = mine.filter(status=Trade.Status.DONE, done_at__gte=since)  # type: ignore[attr-defined]
    for trade in done:
        asked = {c.person_id for c in trade.consents.all() if c.undo_asked_at}
        if asked and person.pk not in asked:
            yield trade


def _own_offers(person: Person, program: Program) -> Iterable[SwapOffer]:
    rows = SwapOffer.objects.with_names().filter(program=program, obligation__person=person)
    return rows.filter(status__in=("open", "taken"))


def pool(person: Person, program: Program) -> Iterable[PoolLine]:
    """Open offers of others that the person may take, those that suit them first."""
    rows = SwapOffer.objects.open().with_names().filter(program=program)
    rows = rows.exclude(obligation__person=person)
    open_to_all = rows.filter(asked=None)
    named = rows.filter(asked=person)
    lines = [_line(offer, person) for offer in (open_to_all | named).distinct()]
    return sorted(lines, key=lambda line: (ORDER[line.suits], line.offer.obligation.starts_at))


ORDER = {"gift": 0, "exchange": 1, "unknown": 2, "no": 3}


def _line(offer: SwapOffer, person: Person) -> PoolLine:
    if offer.search_ended_at is None:
        return PoolLine(offer, "unknown", "")
    manners = {match["manner"] for match in offer.matches if person.pk in match["people"]}
    if "gift" in manners:
        return PoolLine(offer, "gift", "")
    if manners:
        return PoolLine(offer, "exchange", "")
    return PoolLine(offer, "no", offer.cannot.get(str(person.pk), ""))
