"""A trade as one reader sees it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from people.models import Person
from swaps.models import Consent, Trade
from swaps.queries.matches import LimitLine, legs_in_words, limit_lines
from swaps.services.policies import policy_of


@dataclass(frozen=True, slots=True)
class TradePage:
    """What happens, who has agreed, what it does, and what the reader can do now."""

    trade: Trade
    lines: tuple[str, ...]
    consents: tuple[Consent, ...]
    limits: tuple[LimitLine, ...]
    own: Consent | None
    undo_until: datetime | None

    @property
    def may_answer(self) -> bool:
        own = self.own
        return self.trade.status == "proposed" and own is not None and own.agrees is None

    @property
    def may_withdraw(self) -> bool:
        return self.trade.status == "proposed" and bool(self.own and self.own.agrees)

    @property
    def may_ask_undo(self) -> bool:
        return self.undo_until is not None and bool(self.own and self.own.undo_asked_at is None)

    @property
    def is_moving(self) -> bool:
        """Whether a worker is about to change it."""
        return self.trade.status == "agreed" or (
            self.trade.status == "proposed" and self.trade.looked_at is None
        )


def trade_page(trade: Trade, reader: Person | None, *, plans: bool, at: datetime) -> TradePage:
    """`trade` comes with its names."""
    consents = tuple(trade.consents.all())
    people = {consent.person_id: consent.person for consent in consents}
    own = next((c for c in consents if reader and c.person_id == reader.pk), None)
    shown = None if plans else {reader.pk if reader else None}
    return TradePage(
        trade=trade,
        lines=tuple(_lines(trade, reader)),
        consents=consents,
        limits=tuple(limit_lines(trade.look.get("limits", ()), people, shown)),
        own=own,
        undo_until=_undo_until(trade, at=at),
    )


def _lines(trade: Trade, reader: Person | None) -> Iterator[str]:
    """What the reader gives and takes before what passes between others."""
    legs = list(trade.legs.all())
    people = {person.pk: person for leg in legs for person in (leg.giver, leg.taker)}
    passing = (
        {"giver": leg.giver_id, "taker": leg.taker_id, "what": leg.obligation.what} for leg in legs
    )
    return legs_in_words(passing, people, reader)


def _undo_until(trade: Trade, *, at: datetime) -> datetime | None:
    """None when it cannot be undone, or not any more."""
    if trade.status != Trade.Status.DONE or trade.done_at is None:
        return None
    until = trade.done_at + timedelta(hours=policy_of(trade.program).undo_hours)
    return until if at <= until else None
