"""Sundays of call within one block."""

from dataclasses import dataclass
from typing import ClassVar

from scheduling.engine.rules.base import Force, Tier
from scheduling.engine.rules.quota import QuotaRule


@dataclass(frozen=True, kw_only=True)
class CallSundays(QuotaRule):
    """Sundays of call within one block."""

    code: ClassVar[str] = "call-sundays"
    title: ClassVar[str] = "Sundays of call in a block"
    text: ClassVar[str] = (
        "Within a block nobody has more Sundays of call than the program allows, where that "
        "can be avoided."
    )
    force: ClassVar[Force] = Force.WISH
    tier: ClassVar[Tier] = Tier.SHAPE

    weight: int | None = 2
