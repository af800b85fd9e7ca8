"""Call close to the own attending week, priced by distance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from people.wording import said
from scheduling.engine.rules.base import Broken, Force, Tier
from scheduling.engine.rules.quota import QuotaRule


@dataclass(frozen=True, kw_only=True)
class CallNearWeek(QuotaRule):
    """Call close to the own attending week, priced by distance."""

    code: ClassVar[str] = "call-near-week"
    title: ClassVar[str] = "Call away from the own attending week"
    text: ClassVar[str] = (
        "Call is kept away from the own attending week: each call costs the more, the nearer "
        "it is, from seven for the day next to it down to one for the seventh day."
    )
    force: ClassVar[Force] = Force.WISH
    tier: ClassVar[Tier] = Tier.SHAPE

    weight: int | None = 1

    def says(self, broken: Broken) -> str:
        return said(
            "{name}, {label}: calls as near as that cost {excess} in all.",
            name=broken.name,
            label=broken.label,
            excess=broken.excess,
        )
