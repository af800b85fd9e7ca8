"""Attending weeks that follow each other soon."""

from dataclasses import dataclass
from typing import ClassVar

from scheduling.engine.rules.base import Force, Tier
from scheduling.engine.rules.spacing import SpacingRule


@dataclass(frozen=True, kw_only=True)
class AttendingSpacing(SpacingRule):
    """Attending weeks that follow each other soon."""

    code: ClassVar[str] = "attending-spacing"
    title: ClassVar[str] = "Attending weeks apart"
    text: ClassVar[str] = (
        "Attending weeks of a person lie further apart than they must, where that is "
        "possible; the closer they are, the more it costs."
    )
    force: ClassVar[Force] = Force.WISH
    tier: ClassVar[Tier] = Tier.SHAPE

    weight: int | None = 1
