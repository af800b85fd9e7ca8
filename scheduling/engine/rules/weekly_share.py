"""How many half-days of an activity a person has in a week."""

from dataclasses import dataclass
from typing import ClassVar

from scheduling.engine.rules.base import Tier
from scheduling.engine.rules.quota import QuotaRule


@dataclass(frozen=True, kw_only=True)
class WeeklyShare(QuotaRule):
    """Clinic, supervision and other half-days between their weekly minimum and maximum."""

    code: ClassVar[str] = "weekly-share"
    title: ClassVar[str] = "Weekly share of activities"
    text: ClassVar[str] = (
        "In each week a person has at least the half-days of clinic, supervision and other "
        "activities that the rotation or the person's agreement asks for, and not more than the "
        "most it allows. Weeks with leave ask for proportionally less."
    )
    tier: ClassVar[Tier] = Tier.EDUCATION

    weight: int | None = 10
