"""No demand gets more people than it takes, no place more than its rooms hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from people.wording import said
from scheduling.engine.facts import Facts
from scheduling.engine.limits import Limits
from scheduling.engine.rules.base import Broken, Rule
from scheduling.engine.rules.demand import demand_limits
from scheduling.engine.rules.rooms import room_limits


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
            yield room_limits(facts, place.place, place.rooms)

    def says(self, broken: Broken) -> str:
        return said(
            "{label}: {total}; at most {high} fit.",
            label=broken.label,
            total=broken.total,
            high=broken.high,
        )
