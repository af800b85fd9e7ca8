"""Everybody gets the weeks of leave they are due, spread over the year."""

from dataclasses import dataclass
from typing import ClassVar

from scheduling.engine.rules.quota import QuotaRule


@dataclass(frozen=True, kw_only=True)
class LeaveShare(QuotaRule):
    """Weeks of leave in the year, and in one block."""

    code: ClassVar[str] = "leave-share"
    title: ClassVar[str] = "Weeks of leave"
    text: ClassVar[str] = (
        "Each resident is given the weeks of leave that the program grants a year, not more than "
        "one of them in a block."
    )
