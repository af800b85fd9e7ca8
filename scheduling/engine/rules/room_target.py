"""Rooms in use, kept below what a place should need."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from people.wording import said
from scheduling.engine.facts import Facts
from scheduling.engine.limits import Limits
from scheduling.engine.rules.base import Broken, Rule, Tier
from scheduling.engine.rules.rooms import room_limits


@dataclass(frozen=True, kw_only=True)
class RoomTarget(Rule):
    """Each room beyond the target costs."""

    code: ClassVar[str] = "room-target"
    title: ClassVar[str] = "Rooms kept in reserve"
    text: ClassVar[str] = (
        "A place has no more rooms in use at a time than its target, which is below what it has, "
        "so that there is room for what is not planned. A session counts once, and what takes no "
        "room, such as virtual clinic or supervision, does not count."
    )
    tier: ClassVar[Tier] = Tier.SHAPE

    weight: int | None = 2

    def limits(self, facts: Facts) -> Iterator[Limits]:
        for place in facts.problem.rooms:
            if place.target is not None:
                yield room_limits(facts, place.place, place.target)

    def says(self, broken: Broken) -> str:
        return said(
            "{label}: {total} in use; the target is {high}.",
            label=broken.label,
            total=broken.total,
            high=broken.high,
        )
