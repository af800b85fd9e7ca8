"""The number of attending weeks that is aimed at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from people.wording import said
from scheduling.engine.rules.base import Broken, Force, Tier
from scheduling.engine.rules.quota import QuotaRule


@dataclass(frozen=True, kw_only=True)
class AttendingTarget(QuotaRule):
    """The number of attending weeks that is aimed at."""

    code: ClassVar[str] = "attending-target"
    title: ClassVar[str] = "Attending weeks as agreed"
    text: ClassVar[str] = (
        "The weeks in which somebody attends come as close as possible to the number that is "
        "agreed for the role."
    )
    force: ClassVar[Force] = Force.WISH
    tier: ClassVar[Tier] = Tier.FAIRNESS

    weight: int | None = 10

    def says(self, broken: Broken) -> str:
        return said(
            "{name}, {label}: {total}; {low} are aimed at.",
            name=broken.name,
            label=broken.label,
            total=broken.total,
            low=broken.low,
        )
