"""Nights that an attending week keeps free of call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from people.wording import said
from scheduling.engine.rules.base import Broken
from scheduling.engine.rules.quota import QuotaRule


@dataclass(frozen=True, kw_only=True)
class AttendingNights(QuotaRule):
    """Nights that an attending week keeps free of call."""

    code: ClassVar[str] = "attending-nights"
    title: ClassVar[str] = "No other call around an attending week"
    text: ClassVar[str] = (
        "Whoever attends in a week takes no other call in it, none in the night before it, "
        "and none on the first Sunday after it."
    )

    def says(self, broken: Broken) -> str:
        return said(
            "{name} attends and takes other call: {label}.", name=broken.name, label=broken.label
        )
