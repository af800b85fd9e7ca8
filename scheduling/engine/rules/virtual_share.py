"""A part of clinic is virtual."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from people.wording import said
from scheduling.engine.facts import Facts
from scheduling.engine.limits import Limits, limits
from scheduling.engine.rules.base import Broken, Rule, Tier

VIRTUAL, IN_PERSON = "virtual", "in-person"
"""The traits of half-days of clinic."""

WEEK = 7


@dataclass(frozen=True, kw_only=True)
class VirtualShare(Rule):
    """In each week, virtual clinic against the share of all clinic it should be.

    A virtual half-day counts 100 less the percent, one in person the percent below nothing; a week
    is right when that adds up to less than one half-day either way.
    """

    code: ClassVar[str] = "virtual-share"
    title: ClassVar[str] = "Virtual part of clinic"
    text: ClassVar[str] = (
        "Of all clinic in a week, a share is virtual, as near as whole half-days allow. Only clinic "
        "that comes both ways counts, not that of other services."
    )
    tier: ClassVar[Tier] = Tier.SHAPE

    meanings: ClassVar[Mapping[str, str]] = {"percent": "The virtual part of clinic, in percent."}

    weight: int | None = 1
    percent: int = 30

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.percent > 100:
            raise ValueError(f"{self.title}: percent is {self.percent}; it must not exceed 100.")

    def limits(self, facts: Facts) -> Iterator[Limits]:
        duties = facts.problem.duties
        share = np.array([self._counts(duty.traits) for duty in duties], dtype=np.int64)
        column = np.flatnonzero(share[facts.duty])
        if not (share[facts.duty[column]] > 0).any():
            return  # nothing virtual can be chosen
        # Weeks run from Monday, on which ordinals of days leave a remainder of 1.
        week, row = np.unique(
            (facts.first_day[facts.duty[column]] - 1) // WEEK, return_inverse=True
        )
        monday = week * WEEK + 1
        yield limits(
            len(week),
            row,
            column,
            share[facts.duty[column]],
            low=-99,
            high=99,
            first_day=monday,
            last_day=monday + WEEK - 1,
        )

    def _counts(self, traits: frozenset[str]) -> int:
        if VIRTUAL in traits:
            return 100 - self.percent
        return -self.percent if IN_PERSON in traits else 0

    def says(self, broken: Broken) -> str:
        words = {
            "days": broken.days,
            "apart": abs(broken.total) / 100,
            "percent": self.percent,
        }
        if broken.total > 0:
            return said(
                "Virtual clinic from {days}: {apart:.1f} half-days more than {percent} percent of "
                "clinic.",
                **words,
            )
        return said(
            "Virtual clinic from {days}: {apart:.1f} half-days less than {percent} percent of "
            "clinic.",
            **words,
        )
