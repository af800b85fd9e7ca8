"""Continuity clinic is not left for too long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from people.wording import said
from scheduling.engine.facts import Facts
from scheduling.engine.limits import Limits
from scheduling.engine.rules.base import Broken, Rule, Tier
from scheduling.engine.rules.rotation_runs import windows

CONTINUITY = "continuity"
"""The trait of rotations whose week has continuity clinic."""


@dataclass(frozen=True, kw_only=True)
class ClinicGap(Rule):
    """In one more half-block than the most, at least one has clinic."""

    code: ClassVar[str] = "clinic-gap"
    title: ClassVar[str] = "Time without continuity clinic"
    text: ClassVar[str] = (
        "Nobody spends more than so many half-blocks in a row on rotations without continuity "
        "clinic, so that their patients can see them again."
    )
    tier: ClassVar[Tier] = Tier.SHAPE

    meanings: ClassVar[Mapping[str, str]] = {
        "halves": "The most half-blocks in a row without continuity clinic."
    }

    weight: int | None = 2
    halves: int = 4

    def limits(self, facts: Facts) -> Iterator[Limits]:
        if any(CONTINUITY in duty.traits for duty in facts.problem.duties):
            yield from windows(facts, CONTINUITY, self.halves + 1, "continuity clinic", low=1)

    def says(self, broken: Broken) -> str:
        return said(
            "{name} has no continuity clinic in {count} half-blocks in a row, {days}; at most "
            "{halves} are meant to pass without it.",
            name=broken.name,
            count=self.halves + 1,
            days=broken.days,
            halves=self.halves,
        )
