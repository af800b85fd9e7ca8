"""Call in weeks that follow each other."""

from dataclasses import dataclass
from typing import ClassVar

from scheduling.engine.rules.base import Force, Tier
from scheduling.engine.rules.quota import QuotaRule


@dataclass(frozen=True, kw_only=True)
class CallWeeks(QuotaRule):
    """Call in weeks that follow each other."""

    code: ClassVar[str] = "call-weeks"
    title: ClassVar[str] = "Call in every other week"
    text: ClassVar[str] = (
        "Nobody has call in two weeks that follow each other, Monday to Sunday, where that "
        "can be avoided."
    )
    force: ClassVar[Force] = Force.WISH
    tier: ClassVar[Tier] = Tier.SHAPE

    weight: int | None = 1
