"""Twenty-four hours at a stretch, and four more to hand over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from scheduling.engine.facts import Facts
from scheduling.engine.limits import Limits
from scheduling.engine.rules.base import Broken, Force, Rule
from scheduling.engine.rules.stretch_limits import stretch_limits
from scheduling.engine.rules.stretches import stretches


@dataclass(frozen=True, kw_only=True)
class ContinuousDuty(Rule):
    """No chain of work longer than the limit; minutes from first start to last end."""

    code: ClassVar[str] = "continuous-duty"
    title: ClassVar[str] = "Twenty-four hours at a stretch"
    text: ClassVar[str] = (
        "Clinical work lasts at most 24 hours at a stretch; up to four hours more may be used for "
        "hand-over and education, without new patients."
    )
    source: ClassVar[str] = "ACGME Common Program Requirements VI.F.3.a (2023), 6.22 (2025)"
    force: ClassVar[Force] = Force.MUST

    hours: int = 24
    transition_hours: int = 4
    pause_minutes: int = 120  # a shorter gap, like lunch, does not end a stretch
    applies_to: str = "resident"

    def limits(self, facts: Facts) -> Iterator[Limits]:
        people = facts.tagged(self.applies_to)
        for care_only, hours in ((True, self.hours), (False, self.hours + self.transition_hours)):
            too_long = stretches(
                facts,
                people=people,
                pause=self.pause_minutes,
                care_only=care_only,
                reaches=hours * 60 + 1,
            )
            yield stretch_limits(facts, list(too_long), label=f"{hours} h")

    def says(self, broken: Broken) -> str:
        return f"{broken.name} works more than {broken.label} without a break around {broken.days}."
