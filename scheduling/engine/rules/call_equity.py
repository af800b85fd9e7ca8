"""Everybody takes a fair share of call, Sundays and holidays apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from people.wording import said
from scheduling.engine.facts import Facts
from scheduling.engine.limits import Limits, limits
from scheduling.engine.problem import Pool
from scheduling.engine.rules.base import Broken, Force, Rule, Tier


@dataclass(frozen=True, kw_only=True)
class CallEquity(Rule):
    """Each person's count within `spread` of the fair share, what was done before included.

    The share is exact (total of the pool by weight, less what is carried over); with a spread of 0
    a count is its share rounded down or up, so equal shares differ by one at the most.
    """

    code: ClassVar[str] = "call-equity"
    title: ClassVar[str] = "Fair shares of call"
    text: ClassVar[str] = (
        "Calls are shared out equally within each group that takes them, in proportion to working "
        "time and with regard to what was done before; Sundays and holidays are shared separately."
    )
    force: ClassVar[Force] = Force.WISH
    tier: ClassVar[Tier] = Tier.FAIRNESS
    meanings: ClassVar[Mapping[str, str]] = {
        "spread": "How far a count may be from the fair share.",
    }

    weight: int | None = 10
    spread: int = 0

    def limits(self, facts: Facts) -> Iterator[Limits]:
        for pool in facts.problem.pools:
            yield self._pool(facts, pool)

    def _pool(self, facts: Facts, pool: Pool) -> Limits:
        people = list(pool.weights)
        shares = list(fair_shares(pool))
        rows = [[c for c, _ in facts.columns_of(person, pool.duties)] for person in people]
        return limits(
            len(people),
            np.repeat(np.arange(len(rows)), [len(row) for row in rows]),
            np.array([c for row in rows for c in row], dtype=np.int64),
            low=[max(0, low - self.spread) for low, _ in shares],
            high=[high + self.spread for _, high in shares],
            person=[facts.problem.person_index[person] for person in people],
            label=lambda _: pool.label,
        )

    def says(self, broken: Broken) -> str:
        return said(
            "{name}, {label}: {total}; a fair share is {share}.",
            name=broken.name,
            label=broken.label,
            total=broken.total,
            share=_range(broken),
        )


def fair_shares(pool: Pool) -> Iterator[tuple[int, int]]:
    """For each person the share of the total, rounded down and up, never below nothing."""
    carried = {person: pool.carried.get(person, 0) for person in pool.weights}
    whole, weights = pool.total + sum(carried.values()), sum(pool.weights.values())
    for person, weight in pool.weights.items():
        exact = whole * weight - carried[person] * weights
        yield max(0, exact // weights), max(0, -(-exact // weights))


def _range(broken: Broken) -> str:
    low, high = broken.low or 0, broken.high or 0
    return str(low) if low == high else said("{low} to {high}", low=low, high=high)
