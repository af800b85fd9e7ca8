"""No call in the night before leave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from people.wording import said
from scheduling.engine.facts import Facts, minute
from scheduling.engine.limits import Limits
from scheduling.engine.problem import Kind
from scheduling.engine.rules.base import Broken, Force, Rule, Tier
from scheduling.engine.rules.forbidden import forbidden


@dataclass(frozen=True, kw_only=True)
class CallBeforeLeave(Rule):
    """Calls of any kind that end less than `hours` before planned leave, or run into it."""

    code: ClassVar[str] = "call-before-leave"
    title: ClassVar[str] = "No call before leave"
    text: ClassVar[str] = (
        "Nobody has call, backup included, in the night before planned leave begins, where that "
        "can be avoided."
    )
    meanings: ClassVar[dict[str, str]] = {
        "hours": "The least hours between the end of a call and the start of leave.",
    }
    force: ClassVar[Force] = Force.WISH
    tier: ClassVar[Tier] = Tier.SHAPE

    weight: int | None = 2
    hours: int = 24

    def limits(self, facts: Facts) -> Iterator[Limits]:
        is_call = facts.of_kind(Kind.CALL)
        found = [np.zeros(0, dtype=np.int64)]
        for away in facts.problem.away:
            if away.planned:
                mine = facts.of_person(facts.problem.person_index[away.person])
                duty, begins = facts.duty[mine], minute(away.starts_at)
                before = (facts.start[duty] < begins) & (facts.end[duty] > begins - 60 * self.hours)
                found.append(np.flatnonzero(before & is_call[duty]) + mine.start)
        yield forbidden(facts, np.unique(np.concatenate(found)))

    def says(self, broken: Broken) -> str:
        return said(
            "{name} has {label}, less than {hours} h before planned leave begins.",
            name=broken.name,
            label=broken.label,
            hours=self.hours,
        )
