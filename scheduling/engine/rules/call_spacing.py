"""Calls that follow each other soon."""

from dataclasses import dataclass
from typing import ClassVar

from scheduling.engine.rules.base import Force, Tier
from scheduling.engine.rules.spacing import SpacingRule


@dataclass(frozen=True, kw_only=True)
class CallSpacing(SpacingRule):
    """Calls that follow each other soon."""

    code: ClassVar[str] = "call-spacing"
    title: ClassVar[str] = "Calls apart"
    text: ClassVar[str] = (
        "Calls of a person lie further apart than they must, where that is possible; with "
        "four nights, calls two nights apart cost two and calls three nights apart one."
    )
    force: ClassVar[Force] = Force.WISH
    tier: ClassVar[Tier] = Tier.SHAPE

    weight: int | None = 1
