"""How something is shared out in a group: what each has, what would be fair, who is at the ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from scheduling.engine.problem import Pool
from scheduling.engine.rules.call_equity import fair_shares

FULL = 100
"""Percent: somebody who works full time, all year."""


@dataclass(frozen=True, slots=True)
class Held:
    """What one person has of it, and their fair share, which is between two whole numbers."""

    person: str
    count: int
    carried: int
    """More, or fewer, than their share in the years before."""
    weight: int
    """Percent of a full share."""
    least: int
    most: int

    @property
    def off(self) -> int:
        """How far above, or (negative) below, the fair share."""
        return max(0, self.count - self.most) - max(0, self.least - self.count)

    @property
    def level(self) -> float:
        """What it would be in full time all year, with what is carried: comparable in the group."""
        return round((self.count + self.carried) * FULL / self.weight, 1)


@dataclass(frozen=True)
class SharedOut:
    """A group that shares something, in the order in which it was named."""

    label: str
    held: tuple[Held, ...]

    @cached_property
    def by_person(self) -> dict[str, Held]:
        return {each.person: each for each in self.held}

    @cached_property
    def levels(self) -> list[float]:
        """From the lowest to the highest."""
        return sorted(each.level for each in self.held)

    @property
    def middle(self) -> float:
        return round(median(self.levels), 1)

    @property
    def spread(self) -> float:
        """The range: highest less lowest."""
        return round(self.levels[-1] - self.levels[0], 1)

    @property
    def fewest(self) -> tuple[str, ...]:
        return self._at(self.levels[0])

    @property
    def most(self) -> tuple[str, ...]:
        return self._at(self.levels[-1])

    @property
    def is_compared(self) -> bool:
        """Whether there is anybody to compare with, and anything to share."""
        return len(self.held) > 1 and any(self.levels)

    def _at(self, level: float) -> tuple[str, ...]:
        return tuple(each.person for each in self.held if each.level == level)


def share_out(
    label: str,
    counts: Mapping[str, int],
    weights: Mapping[str, int],
    carried: Mapping[str, int] | None = None,
    *,
    total: int | None = None,
) -> SharedOut:
    """The group of `weights`, with fair shares as the rule on call has them.

    `total` is what is to be shared out, where that is another number than what they have.
    """
    before = carried or {}
    whole = sum(counts.get(person, 0) for person in weights) if total is None else total
    shares = fair_shares(Pool(label, (), whole, weights, before))
    held = (
        Held(person, counts.get(person, 0), before.get(person, 0), weight, *share)
        for (person, weight), share in zip(weights.items(), shares, strict=True)
    )
    return SharedOut(label, tuple(held))
