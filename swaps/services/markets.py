"""Trading floors of published versions: read once, and anew when anything changed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from datetime import datetime

from scheduling.bridge.fingerprint import fingerprint
from scheduling.bridge.rules import rules_of_year
from scheduling.bridge.source import Source
from scheduling.engine.rules import Rule
from scheduling.models import ScheduleVersion
from swaps.bridge.floor import Market
from swaps.engine import trade as engine
from swaps.engine.judge import Judge, Judged
from swaps.models import Leg

KEPT = 2
"""Versions in each process. A year of 40 people takes about 100 MB."""

_kept: OrderedDict[int, tuple[str, Market]] = OrderedDict()


def market_of(version: ScheduleVersion) -> Market:
    """As the database has it now. Reading the whole year takes a second or two for 40 people."""
    now = fingerprint(version)
    known = _kept.pop(version.pk, None)
    market = known[1] if known and known[0] == now else Market(Source(version))
    _kept[version.pk] = (now, market)
    while len(_kept) > KEPT:
        _kept.popitem(last=False)
    return market


def rules_at(market: Market, *, at: datetime) -> tuple[Rule, ...]:
    year = market.source.version.schedule.academic_year
    return rules_of_year(year, year.program.today(at))


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
    judge = Judge(floor, rules_at(market, at=at), [trade])
    return judge.measured(judge.judge(trade))
