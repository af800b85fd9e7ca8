"""Every demand gets the people it needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from people.wording import said
from scheduling.engine.facts import Facts
from scheduling.engine.limits import Limits
from scheduling.engine.rules.base import Broken, Rule
from scheduling.engine.rules.demand import demand_limits


@dataclass(frozen=True, kw_only=True)
class Coverage(Rule):
    """The least that services, calls and pools of people ask for."""

    code: ClassVar[str] = "coverage"
    title: ClassVar[str] = "Coverage"
    text: ClassVar[str] = (
        "Every call night, service and pool has at least the number of people it needs, of the "
        "level it needs."
    )

    def limits(self, facts: Facts) -> Iterator[Limits]:
        needed = [demand for demand in facts.problem.demands if demand.low > 0]
        yield demand_limits(facts, needed, low=[demand.low for demand in needed])

    def says(self, broken: Broken) -> str:
        return said(
            "{label}: {total} of the {low} needed.",
            label=broken.label,
            total=broken.total,
            low=broken.low,
        )
