"""Working days that stand alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from people.wording import said
from scheduling.engine.facts import Facts
from scheduling.engine.limits import Limits
from scheduling.engine.problem import Kind
from scheduling.engine.rules.base import Broken, Force, Rule, Tier
from scheduling.engine.rules.runs import short_runs


@dataclass(frozen=True, kw_only=True)
class IsolatedDuty(Rule):
    """A day on which in-house work starts, with none on the days before and after it."""

    code: ClassVar[str] = "isolated-duty"
    title: ClassVar[str] = "No working day alone"
    text: ClassVar[str] = (
        "A working day does not stand alone between two days without work, where that can be "
        "avoided. Calls are not looked at."
    )
    meanings: ClassVar[dict[str, str]] = {
        "days": "The least days of work in a row.",
    }
    force: ClassVar[Force] = Force.WISH
    tier: ClassVar[Tier] = Tier.SHAPE
    shapes: ClassVar[Kind | None] = Kind.HALF_DAY

    weight: int | None = 2
    days: int = 2

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.days < 2:
            raise ValueError(f"{self.title}: days is {self.days}; it must be 2 or more.")

    @property
    def reach(self) -> int:
        return max(super().reach, self.days + 2)

    def limits(self, facts: Facts) -> Iterator[Limits]:
        yield from short_runs(facts, facts.work_days, self.days)

    def says(self, broken: Broken) -> str:
        return said(
            "{name} works on {days} with no work the day before and the day after; runs of "
            "{least} days or more are meant.",
            name=broken.name,
            days=broken.days,
            least=self.days,
        )
