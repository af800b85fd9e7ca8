"""Duties, people and limits in few words, the same on every page, in every notice and answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from scheduling.models.assignment import Assignment

if TYPE_CHECKING:
    from swaps.models import Obligation

MINUTES = frozenset({"weekly-hours", "service-hours"})
"""Rules whose sums are minutes, and are told in hours."""


def what(duty: Assignment | Obligation) -> str:
    """A duty by its code and when it is. Reads the related rows."""
    thing = duty.rotation or duty.activity or duty.call_type
    code = thing.code if thing else ""
    if duty.kind == Assignment.Kind.ROTATION:
        return f"{code} from {day_words(duty.starts_on)} to {day_words(duty.ends_on)}"
    return f"{code} on {day_words(duty.starts_on)} {duty.slot}".strip()


def day_words(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"


def listed(names: Iterable[str]) -> str:
    """Names in a sentence: "Ada, Bea and Cy"."""
    known = list(names)
    if not known:
        return ""
    return known[0] if len(known) == 1 else f"{', '.join(known[:-1])} and {known[-1]}"


def amount(rule: str, value: int) -> str:
    """A sum of a limit in its unit."""
    if rule not in MINUTES:
        return str(value)
    hours, minutes = divmod(value, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"
