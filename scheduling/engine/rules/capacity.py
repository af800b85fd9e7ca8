"""No demand gets more people than it takes, no place more than its rooms hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from scheduling.engine.facts import Facts
from scheduling.engine.limits import Limits, limits
from scheduling.engine.rules.base import Broken, Rule
from scheduling.engine.rules.demand import demand_limits
from scheduling.engine.rules.moments import at_moments


@dataclass(frozen=True, kw_only=True)
class Capacity(Rule):
    """The most that services, calls and rooms take."""

    code: ClassVar[str] = "capacity"
    title: ClassVar[str] = "Capacity"
    text: ClassVar[str] = (
        "No service or call has more people than it takes, and no place more people at a time "
        "than it has rooms."
    )

    def limits(self, facts: Facts) -> Iterator[Limits]:
        capped = [demand for demand in facts.problem.demands if demand.high is not None]
        yield demand_limits(facts, capped, high=[demand.high for demand in capped])
        for place in facts.problem.rooms:
            yield self._rooms(facts, place.place, place.rooms)

    def _rooms(self, facts: Facts, place: str, rooms: int) -> Limits:
        units = np.array([d.room_units if d.place == place else 0 for d in facts.problem.duties])
        column = np.flatnonzero(units[facts.duty])
        at, row, column = at_moments(facts, np.zeros_like(column), column)
        return limits(
            len(at.minute),
            row,
            column,
            units[facts.duty[column]],
            high=rooms,
            first_day=at.day,
            last_day=at.day,
            label=lambda i: f"Rooms at {place}, {at.clock(i)}",
        )

    def says(self, broken: Broken) -> str:
        return f"{broken.label}: {broken.total}; at most {broken.high} fit."
