"""Targets of the program: so much of something in a year or by the end of training."""

from dataclasses import dataclass
from typing import ClassVar

from scheduling.engine.rules.base import Tier
from scheduling.engine.rules.quota import QuotaRule


@dataclass(frozen=True, kw_only=True)
class Exposure(QuotaRule):
    """What is short of a target costs, unit by unit."""

    code: ClassVar[str] = "exposure"
    title: ClassVar[str] = "Targets of training"
    text: ClassVar[str] = (
        "Each resident comes as near as possible to the program's targets: weeks on a rotation, "
        "half-days or hours of an activity, in a year or over all years. Where targets come from "
        "is said with each; the program sets them."
    )
    tier: ClassVar[Tier] = Tier.EDUCATION

    weight: int | None = 1
