"""Nobody far above a fair share of call."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from people.wording import said
from scheduling.engine.facts import Facts
from scheduling.engine.limits import Limits, limits
from scheduling.engine.problem import Pool
from scheduling.engine.rules.base import Broken, Force, Rule, Tier
from scheduling.engine.rules.call_equity import fair_shares

STEPS = 3


@dataclass(frozen=True, kw_only=True)
class CallOverload(Rule):
    """Every call beyond the share and `beyond` more costs more than the one before.

    The first costs one, the second two more, the third four more: three limits on the same sum.
    """

    code: ClassVar[str] = "call-overload"
    title: ClassVar[str] = "Nobody far above a fair share"
    text: ClassVar[str] = (
        "A call far above somebody's fair share costs the more, the further above it is: one, then "
        "two, then four for each."
    )
    meanings: ClassVar[dict[str, str]] = {
        "beyond": "Calls above the fair share that cost nothing here.",
    }
    force: ClassVar[Force] = Force.WISH
    tier: ClassVar[Tier] = Tier.FAIRNESS

    weight: int | None = 10
    beyond: int = 1

    def limits(self, facts: Facts) -> Iterator[Limits]:
        for pool in facts.problem.pools:
            yield from self._pool(facts, pool)

    def _pool(self, facts: Facts, pool: Pool) -> Iterator[Limits]:
        rows = [[c for c, _ in facts.columns_of(person, pool.duties)] for person in pool.weights]
        row = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
        column = np.array([c for row in rows for c in row], dtype=np.int64)
        shares = [high + self.beyond for _, high in fair_shares(pool)]
        people = [facts.problem.person_index[person] for person in pool.weights]
        for step in range(STEPS):
            yield limits(
                len(rows),
                row,
                column,
                high=[share + step for share in shares],
                person=people,
                price=max(1, 2 ** (step - 1)),
                label=lambda _: pool.label,
            )

    def says(self, broken: Broken) -> str:
        return said(
            "{name}, {label}: {total}, which is {excess} too many.",
            name=broken.name,
            label=broken.label,
            total=broken.total,
            excess=broken.excess,
        )
