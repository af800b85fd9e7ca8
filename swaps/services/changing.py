"""A trade as changes of the published schedule: what each row says, and what it is to say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

from scheduling.bridge.rows import row_for
from scheduling.engine.problem import Kind, Pair
from scheduling.models import Assignment
from scheduling.queries.cells import cell_of
from scheduling.services.asked_changes import Change, Put, TakeAway
from swaps.bridge.floor import UNTOLD, Market
from swaps.engine.plan import Way

LAST_MINUTE = timedelta(minutes=1)


def changes_of(market: Market, way: Way) -> list[Change]:
    """What goes and what comes, each with what it expects to find there."""
    gone = {cell_of(row): row for row in _rows(market, way.remove)}
    found: list[Change] = []
    for pair in sorted(way.add):
        if not pair[1].startswith(UNTOLD):
            put = _put(market, pair)
            row = row_for(market.source, put.person, put.what, put.days, put.slot)
            there = gone.pop(cell_of(row), None)
            found.append(replace(put, expects=there.pk if there else None))
    return [*(TakeAway(row.pk) for row in gone.values()), *found]


def _rows(market: Market, pairs: Iterable[Pair]) -> Iterator[Assignment]:
    return (market.rows[pair] for pair in sorted(pairs) if not pair[1].startswith(UNTOLD))


def _put(market: Market, pair: Pair) -> Put:
    person, name = pair
    duty = market.parts.duties[name]
    return Put(
        person=int(person),
        day=duty.starts_at.date(),
        what=market.parts.origins[name],
        slot=duty.cell[-2:] if duty.kind == Kind.HALF_DAY else "",
        last_day=(duty.ends_at - LAST_MINUTE).date() if duty.kind == Kind.ROTATION else None,
    )
