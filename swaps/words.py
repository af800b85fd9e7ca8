"""Duties, people and limits in few words, the same on every page, in every notice and answer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from people.wording import said
from scheduling.models.assignment import Assignment

if TYPE_CHECKING:
    from swaps.models import Obligation

MINUTES = frozenset({"weekly-hours", "service-hours"})
"""Rules whose sums are minutes, and are told in hours."""


def what(duty: Assignment | Obligation) -> str:
    """A duty by its code and when it is. Reads the related rows."""
    thing = duty.rotation or duty.activity or duty.call_type
    code = thing.code if thing else ""
    first = day_words(duty.starts_on)
    if duty.kind == Assignment.Kind.ROTATION:
        return said(
            "{duty} from {first} to {last}", duty=code, first=first, last=day_words(duty.ends_on)
        )
    if duty.slot:
        return said("{duty} on {day} {slot}", duty=code, day=first, slot=duty.slot)
    return said("{duty} on {day}", duty=code, day=first)


def day_words(day: date) -> str:
    return said("{day:%a %-d %b}", day=day)


def amount(rule: str, value: int) -> str:
    """A sum of a limit in its unit."""
    if rule not in MINUTES:
        return str(value)
    hours, minutes = divmod(value, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"
