"""What is published changes as little as possible."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from scheduling.engine.facts import Facts
from scheduling.engine.limits import Limits, limits
from scheduling.engine.rules.base import Broken, Force, Rule, Tier


@dataclass(frozen=True, kw_only=True)
class StayClose(Rule):
    """Each duty taken from, or given to, somebody against the published schedule is a change."""

    code: ClassVar[str] = "stay-close"
    title: ClassVar[str] = "Stay close to what is published"
    text: ClassVar[str] = "As few duties as possible change hands against the published schedule."
    force: ClassVar[Force] = Force.WISH
    tier: ClassVar[Tier] = Tier.NEARNESS

    weight: int | None = 1

    def limits(self, facts: Facts) -> Iterator[Limits]:
        published = facts.problem.published
        if not published:
            return
        kept = np.zeros(facts.pairs, dtype=np.int64)
        for person, duty in published:
            column = facts.column(person, duty)
            if column is not None:
                kept[column] = 1
        duties = facts.problem.duties
        yield limits(
            facts.pairs,
            np.arange(facts.pairs),
            np.arange(facts.pairs),
            low=kept,
            high=kept,
            person=facts.person,
            first_day=facts.first_day[facts.duty],
            last_day=facts.last_day[facts.duty],
            label=lambda row: duties[facts.duty[row]].label,
        )

    def says(self, broken: Broken) -> str:
        verb = "no longer does" if broken.total < (broken.low or 0) else "now does"
        return f"{broken.name} {verb} {broken.label}."
