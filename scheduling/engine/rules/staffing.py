"""As many people as a service would like to have, at a price for each too few or too many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from people.wording import said
from scheduling.engine.facts import Facts
from scheduling.engine.limits import NO_HIGH, NO_LOW, Limits
from scheduling.engine.problem import Demand
from scheduling.engine.rules.base import Broken, Force, Rule
from scheduling.engine.rules.demand import demand_limits


@dataclass(frozen=True, kw_only=True)
class PricedStaffing(Rule):
    """What each missing person and each one too many costs, as the problem prices them."""

    code: ClassVar[str] = "staffing"
    title: ClassVar[str] = "Staffing wished for"
    text: ClassVar[str] = (
        "Services come as close as possible to the number of people that they would like to have. "
        "Each person too few or too many has a price of its own."
    )
    force: ClassVar[Force] = Force.WISH

    weight: int | None = 1

    def limits(self, facts: Facts) -> Iterator[Limits]:
        wanted = facts.problem.staffings
        short = [s for s in wanted if s.missing and s.wanted]
        demands = [Demand(s.duties, s.wanted, None, s.who, s.label) for s in short]
        yield demand_limits(
            facts,
            demands,
            low=[s.wanted for s in short],
            high=NO_HIGH,
            price=[s.missing for s in short],
        )
        over = [s for s in wanted if s.surplus]
        demands = [Demand(s.duties, 0, s.wanted, s.who, s.label) for s in over]
        yield demand_limits(
            facts,
            demands,
            low=NO_LOW,
            high=[s.wanted for s in over],
            price=[s.surplus for s in over],
        )

    def says(self, broken: Broken) -> str:
        wanted = broken.low if broken.low is not None else broken.high
        return said(
            "{label}: {total}; {wanted} would be right.",
            label=broken.label,
            total=broken.total,
            wanted=wanted,
        )
