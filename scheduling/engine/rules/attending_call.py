"""Call that belongs to the week's attending."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from people.wording import said
from scheduling.engine.rules.base import Broken
from scheduling.engine.rules.quota import QuotaRule


@dataclass(frozen=True, kw_only=True)
class AttendingCall(QuotaRule):
    """Call that belongs to the week's attending."""

    code: ClassVar[str] = "attending-call"
    title: ClassVar[str] = "Call of the attending week"
    text: ClassVar[str] = (
        "Some nights of a week, such as Friday and Saturday, are taken by whoever attends in "
        "that week, and by nobody else."
    )

    def says(self, broken: Broken) -> str:
        if broken.total > 0:
            half = said("the week without the call")
        else:
            half = said("the call without the week")
        return said(
            "{name} has {what}: {label}; who attends takes both.",
            name=broken.name,
            what=half,
            label=broken.label,
        )
