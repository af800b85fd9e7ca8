"""One activity for the whole day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from people.wording import said
from scheduling.engine.facts import IN_HOUSE, Facts
from scheduling.engine.limits import Limits, limits
from scheduling.engine.problem import Kind
from scheduling.engine.rules.base import Broken, Force, Rule, Tier


@dataclass(frozen=True, kw_only=True)
class DayChurn(Rule):
    """An activity of the morning that could go on in the afternoon, and does not."""

    code: ClassVar[str] = "day-churn"
    title: ClassVar[str] = "One activity a day"
    text: ClassVar[str] = (
        "The morning's activity goes on in the afternoon where it may, instead of another one."
    )
    force: ClassVar[Force] = Force.WISH
    tier: ClassVar[Tier] = Tier.SHAPE
    shapes: ClassVar[Kind | None] = Kind.HALF_DAY

    weight: int | None = 1

    def limits(self, facts: Facts) -> Iterator[Limits]:
        """The activity in the morning less the same in the afternoon, where both are possible."""
        duties = facts.problem.duties
        codes = {code: row for row, code in enumerate(sorted({d.code for d in duties}))}
        code = np.array([codes[d.code] for d in duties], dtype=np.int64)
        late = np.array([d.starts_at.hour >= 12 for d in duties], dtype=bool)
        works = facts.of_kind(Kind.HALF_DAY) & facts.of_work(*IN_HOUSE)
        column = np.flatnonzero(works[facts.duty])
        duty = facts.duty[column]
        key = (facts.person[column] * _SPAN + facts.first_day[duty]) * len(codes) + code[duty]
        # Of two with the same code in the same half of a day one is enough.
        early, first = np.unique(key[~late[duty]], return_index=True)
        later, second = np.unique(key[late[duty]], return_index=True)
        both, i, j = np.intersect1d(early, later, return_indices=True)
        morning, afternoon = column[~late[duty]][first][i], column[late[duty]][second][j]
        day = both // max(len(codes), 1) % _SPAN
        yield limits(
            len(both),
            np.concatenate([np.arange(len(both))] * 2),
            np.concatenate([morning, afternoon]),
            np.repeat([1, -1], len(both)),
            high=0,
            person=facts.person[morning],
            first_day=day,
            last_day=day,
            label=lambda row: duties[facts.duty[morning[row]]].code,
        )

    def says(self, broken: Broken) -> str:
        return said(
            "{name} does {label} in the morning of {days} and could go on with it in the "
            "afternoon, but does not.",
            name=broken.name,
            label=broken.label,
            days=broken.days,
        )


_SPAN = 10_000_000  # more than any ordinal of a day
