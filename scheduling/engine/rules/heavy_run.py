"""Heavy rotations are not done back to back for too long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from people.wording import said
from scheduling.engine.facts import Facts
from scheduling.engine.limits import Limits
from scheduling.engine.rules.base import Broken, Rule, Tier
from scheduling.engine.rules.rotation_runs import windows

HEAVY = "heavy"
"""The trait of inpatient and night rotations."""


@dataclass(frozen=True, kw_only=True)
class HeavyRun(Rule):
    """Each window of one more half-block than the most costs when all of it is heavy."""

    code: ClassVar[str] = "heavy-run"
    title: ClassVar[str] = "Heavy rotations in a row"
    text: ClassVar[str] = (
        "After so many half-blocks of inpatient or night rotations in a row a lighter one follows."
    )
    tier: ClassVar[Tier] = Tier.SHAPE

    meanings: ClassVar[Mapping[str, str]] = {
        "halves": "The most half-blocks of heavy rotations in a row."
    }

    weight: int | None = 2
    halves: int = 6

    def limits(self, facts: Facts) -> Iterator[Limits]:
        yield from windows(facts, HEAVY, self.halves + 1, "heavy rotations", high=self.halves)

    def says(self, broken: Broken) -> str:
        return said(
            "{name} has {total} half-blocks of heavy rotations in a row, {days}; at most "
            "{halves} are meant to follow each other.",
            name=broken.name,
            total=broken.total,
            days=broken.days,
            halves=self.halves,
        )
