"""Everybody has a rotation all year."""

from dataclasses import dataclass
from typing import ClassVar

from scheduling.engine.rules.base import Broken
from scheduling.engine.rules.quota import QuotaRule


@dataclass(frozen=True, kw_only=True)
class Placement(QuotaRule):
    """One rotation in every half of every block."""

    code: ClassVar[str] = "placement"
    title: ClassVar[str] = "A rotation for everybody"
    text: ClassVar[str] = "Every resident has exactly one rotation in every half of every block."

    def says(self, broken: Broken) -> str:
        plural = "s" if broken.total > 1 else ""
        return f"{broken.name} has {broken.total or 'no'} rotation{plural} in {broken.label}."
