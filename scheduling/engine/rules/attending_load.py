"""How many weeks a year somebody attends on a service."""

from dataclasses import dataclass
from typing import ClassVar

from scheduling.engine.rules.quota import QuotaRule


@dataclass(frozen=True, kw_only=True)
class AttendingLoad(QuotaRule):
    """How many weeks a year somebody attends on a service."""

    code: ClassVar[str] = "attending-load"
    title: ClassVar[str] = "Attending weeks in a year"
    text: ClassVar[str] = (
        "Each member of the faculty attends on a service for at least and at most the weeks "
        "that the role asks for, less in proportion for part of a year."
    )
