"""Clinic is shared fairly among the faculty."""

from dataclasses import dataclass
from typing import ClassVar

from scheduling.engine.limits import Measure
from scheduling.engine.rules.base import Force, Tier
from scheduling.engine.rules.quota import QuotaRule


@dataclass(frozen=True, kw_only=True)
class ClinicEquity(QuotaRule):
    """The largest distance of anybody's clinic from the middle of their own range."""

    code: ClassVar[str] = "clinic-equity"
    title: ClassVar[str] = "Fair shares of clinic"
    text: ClassVar[str] = (
        "Nobody of the faculty has much more or much less clinic than the middle of the range that "
        "was agreed with them, weeks of absence taken off."
    )
    force: ClassVar[Force] = Force.WISH
    tier: ClassVar[Tier] = Tier.FAIRNESS
    measure: ClassVar[Measure] = Measure.WORST

    weight: int | None = 1
