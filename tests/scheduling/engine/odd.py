"""Rules like no other: bounds at random on facts of all kinds, to try the machinery out."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import ClassVar

import numpy as np

from scheduling.engine.facts import Facts
from scheduling.engine.limits import NO_HIGH, NO_LOW, Limits, Measure, limits
from scheduling.engine.rules import Rule, Tier


@dataclass(frozen=True, kw_only=True)
class Odd(Rule):
    """Two families of limits; in each row a few facts, some with negative or large weights."""

    code: ClassVar[str] = "odd"
    title: ClassVar[str] = "Odd"
    text: ClassVar[str] = "Anything goes."
    tier: ClassVar[Tier] = Tier.SHAPE

    def limits(self, facts: Facts) -> Iterator[Limits]:
        dice = Random(int(facts.person.sum() + 7 * facts.duty.sum()))
        columns = [*range(facts.pairs), *facts.intervals.column, *facts.nights[2]]
        for _ in range(2):
            yield self._some(dice, columns, dice.randint(0, 4))
        if facts.problem.spans:
            days = facts.clear_days()
            most = facts.values(np.zeros(facts.pairs, dtype=np.int64))[days]
            yield self._clear_days(dice, days, most.tolist(), columns)

    def _some(self, dice: Random, columns: list[int], count: int) -> Limits:
        terms = [
            (row, c) for row in range(count) for c in dice.sample(columns, min(4, len(columns)))
        ]
        bounds = [self._bounds(dice) for _ in range(count)]
        return limits(
            count,
            np.array([row for row, _ in terms], dtype=np.int64),
            np.array([column for _, column in terms], dtype=np.int64),
            np.array([dice.choice([1, 1, 1, 2, 5, -1, -3]) for _ in terms], dtype=np.int64),
            low=[low for low, _ in bounds],
            high=[high for _, high in bounds],
            price=[dice.choice([1, 1, 4]) for _ in range(count)],
        )

    def _bounds(self, dice: Random) -> tuple[int, int]:
        low, high = sorted([dice.randint(-3, 4), dice.randint(-3, 4)])
        return dice.choice([(low, high), (NO_LOW, high), (low, NO_HIGH), (high, high)])

    def _clear_days(
        self, dice: Random, days: np.ndarray, most: list[int], columns: list[int]
    ) -> Limits:
        """Days and some work, as much as can be had: days may only be bounded from below."""
        count = len(days)
        return limits(
            count,
            np.repeat(np.arange(count), 2),
            [c for day in days for c in (day, dice.choice(columns))],
            np.tile([1, dice.choice([-1, 2])], count),
            low=[dice.randint(0, free) for free in most],
        )


@dataclass(frozen=True, kw_only=True)
class OddWorst(Odd):
    """The same, of which only the largest excess counts."""

    code: ClassVar[str] = "odd-worst"
    measure: ClassVar[Measure] = Measure.WORST
