"""Few people are given something new."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from people.wording import said
from scheduling.engine.facts import Facts
from scheduling.engine.limits import Limits, limits
from scheduling.engine.rules.base import Broken, Force, Rule, Tier
from scheduling.engine.rules.stay_close import comparable, published


@dataclass(frozen=True, kw_only=True)
class NewDuties(Rule):
    """People who are given at least one duty that the published schedule does not give them."""

    code: ClassVar[str] = "new-duties"
    title: ClassVar[str] = "Changes for few people"
    text: ClassVar[str] = (
        "As few people as possible are given anything that the published schedule does not give "
        "them."
    )
    force: ClassVar[Force] = Force.WISH
    tier: ClassVar[Tier] = Tier.NEARNESS

    weight: int | None = 3

    def limits(self, facts: Facts) -> Iterator[Limits]:
        if not facts.problem.published:
            return
        column = np.flatnonzero(comparable(facts) & ~published(facts))
        person, fact = facts.any_of(facts.person[column], column)
        yield limits(len(person), np.arange(len(person)), fact, high=0, person=person)

    def says(self, broken: Broken) -> str:
        return said(
            "{name} is given something that is not in the published schedule.", name=broken.name
        )
