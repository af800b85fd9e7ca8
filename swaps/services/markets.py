"""Trading floors of published versions, read when a worker needs them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from scheduling.bridge.rules import rules_of
from scheduling.bridge.source import Source
from scheduling.engine.rules import Rule
from scheduling.models import ScheduleVersion
from swaps.bridge.floor import Market
from swaps.engine import trade as engine
from swaps.engine.judge import Judge, Judged
from swaps.models import Leg


def market_of(version: ScheduleVersion) -> Market:
    """Reads the whole year: a second or two for 40 people."""
    return Market(Source(version))


def rules_at(market: Market, *, at: datetime) -> tuple[Rule, ...]:
    program = market.source.program
    return rules_of(program, program.today(at))


def engine_trade(market: Market, legs: Iterable[Leg]) -> engine.Trade | None:
    """The legs as the engine knows them; None when one of their duties stands no more."""
    found = []
    for leg in legs:
        pair = market.pair_for(leg.obligation)
        if pair is None or pair[0] != str(leg.giver_id):
            return None
        found.append(engine.Leg(pair[0], str(leg.taker_id), pair[1]))
    return engine.Trade(tuple(found))


def judged(market: Market, trade: engine.Trade, *, at: datetime) -> Judged:
    """One trade by itself."""
    floor = market.floor_of_duty(trade.legs[0].duty)
    return Judge(floor, rules_at(market, at=at), [trade]).judge(trade)
