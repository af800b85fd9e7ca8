"""The day after call is kept free."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from people.wording import said
from scheduling.engine.facts import IN_HOUSE, Facts, minute
from scheduling.engine.limits import Limits, limits_of_rows, spells
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
        calls = np.flatnonzero(freeing[facts.duty])
        until = np.array([minute(d.frees_until or d.ends_at) for d in duties], dtype=np.int64)
        rows, people, days, ends = [], [], [], []
        for person in np.unique(facts.person[calls]).tolist():
            mine = facts.of_person(person)
            work = np.flatnonzero(in_house[facts.duty[mine]]) + mine.start
            work = work[np.argsort(facts.start[facts.duty[work]], kind="stable")]
            starts = facts.start[facts.duty[work]]
            own = calls[facts.person[calls] == person]
            left = np.searchsorted(starts, facts.start[facts.duty[own]], "right")
            right = np.searchsorted(starts, until[facts.duty[own]], "left")
            for call, first, beyond in zip(own, left, right, strict=True):
                for other in work[first:beyond]:
                    rows.append([call, other])
                    people.append(person)
                    days.append(facts.first_day[facts.duty[other]])
                    free = until[facts.duty[call]]
                    ends.append(min(free, facts.end[facts.duty[other]]))
        yield limits_of_rows(
            rows,
            high=1,
            person=people,
            first_day=days,
            last_day=days,
            label=lambda row: duties[facts.duty[rows[row][1]]].label,
            spells=spells([facts.start[facts.duty[other]] for _, other in rows], ends),
        )

    def says(self, broken: Broken) -> str:
        return said(
            "{name} is free after call and cannot do {label}.", name=broken.name, label=broken.label
        )
