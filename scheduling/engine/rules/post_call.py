"""The day after call is kept free."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from scheduling.engine.facts import IN_HOUSE, Facts, minute
from scheduling.engine.limits import Limits, limits_of_rows
from scheduling.engine.rules.base import Broken, Rule


@dataclass(frozen=True, kw_only=True)
class PostCall(Rule):
    """Nothing in house starts after such a call until the time it frees."""

    code: ClassVar[str] = "post-call"
    title: ClassVar[str] = "Free after call"
    text: ClassVar[str] = (
        "Whoever has taken a call that frees the next day is given no work in house on that day."
    )

    def limits(self, facts: Facts) -> Iterator[Limits]:
        duties = facts.problem.duties
        in_house = facts.of_work(*IN_HOUSE)
        freeing = np.array([duty.frees_until is not None for duty in duties], dtype=bool)
        rows, people, days = [], [], []
        for column in np.flatnonzero(freeing[facts.duty]):
            call, person = facts.duty[column], facts.person[column]
            mine = facts.of_person(person)
            start = facts.start[facts.duty[mine]]
            until = minute(duties[call].frees_until or duties[call].ends_at)
            soon = (start > facts.start[call]) & (start < until) & in_house[facts.duty[mine]]
            for other in np.flatnonzero(soon) + mine.start:
                rows.append([column, other])
                people.append(person)
                days.append(facts.first_day[facts.duty[other]])
        yield limits_of_rows(
            rows,
            high=1,
            person=people,
            first_day=days,
            last_day=days,
            label=lambda row: duties[facts.duty[rows[row][1]]].label,
        )

    def says(self, broken: Broken) -> str:
        return f"{broken.name} is free after call and cannot do {broken.label}."
