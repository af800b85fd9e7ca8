"""Rotations without idle periods between them and with few changes of place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from people.wording import said
from scheduling.engine.derived import Ints
from scheduling.engine.facts import Facts
from scheduling.engine.limits import Limits, limits
from scheduling.engine.rules.base import Broken, Force, Rule, Tier


@dataclass(frozen=True, kw_only=True)
class Continuity(Rule):
    """What idle periods and changes of place cost each person, as the problem prices them.

    A period is idle when there is no rotation in it and one still to come. A change of place counts
    also when idle periods lie between.
    """

    code: ClassVar[str] = "continuity"
    title: ClassVar[str] = "Continuity of rotations"
    text: ClassVar[str] = (
        "Rotations follow each other without idle periods, and people change the hospital as "
        "seldom as possible."
    )
    force: ClassVar[Force] = Force.WISH
    tier: ClassVar[Tier] = Tier.PREFERENCES

    weight: int | None = 1

    def limits(self, facts: Facts) -> Iterator[Limits]:
        terms = list(burden_terms(facts))
        columns = [columns for _, columns, _ in terms]
        sizes = [len(found) for found in columns]
        count = sum(sizes)
        yield limits(
            count,
            np.arange(count),
            np.concatenate([*columns, np.zeros(0, dtype=np.int64)]),
            high=0,
            person=np.repeat(np.array([p for p, _, _ in terms], dtype=np.int64), sizes),
            price=np.repeat(np.array([price for _, _, price in terms], dtype=np.int64), sizes),
        )

    def says(self, broken: Broken) -> str:
        return said("{name} is idle between rotations or changes the place.", name=broken.name)


def burden_terms(facts: Facts) -> Iterator[tuple[int, Ints, int]]:
    """Person, facts and the price of each of them."""
    for burden in facts.problem.burdens:
        person = facts.problem.person_index[burden.person]
        if burden.idle:
            yield person, facts.paths.idle(person), burden.idle
        if burden.move:
            yield person, facts.paths.moved(person), burden.move
