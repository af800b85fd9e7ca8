"""Rotations at a time, and what each counts in the curriculum."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from people.models import Enrolment
from scheduling.engine.academic_year import Half, Span
from scheduling.models import CurriculumItem, Rotation

BLOCK, HALF = 2, 1
"""What a rotation of a block and of half a block count in the curriculum."""


@dataclass(frozen=True, slots=True)
class Place:
    """A rotation at a time: the duty, and what of which rotations it is made of."""

    duty: str
    rotation: Rotation
    days: Span
    number: int  # of the block
    components: tuple[tuple[Rotation, Span], ...]

    def share(self, rotation: int) -> int:
        """Half-blocks that it counts for a rotation."""
        return half_blocks(self.rotation, (part.pk for part, _ in self.components), rotation)

    def covers(self, half: Half) -> bool:
        return self.days.starts_on <= half.ends_on and half.starts_on <= self.days.ends_on

    def component(self, half: Half) -> Rotation:
        """What is done in a half of the block."""
        return next(
            part
            for part, days in self.components
            if days.starts_on <= half.ends_on and half.starts_on <= days.ends_on
        )


def half_blocks(done: Rotation, parts: Iterable[int], rotation: int) -> int:
    """What one rotation, made of these parts, counts for a rotation in the curriculum."""
    if done.pk == rotation:
        return BLOCK if done.length == Rotation.Length.BLOCK else HALF
    return sum(HALF for part in parts if part == rotation)


def asked_of(enrolment: Enrolment, curriculum: Iterable[CurriculumItem]) -> list[CurriculumItem]:
    """What the curriculum asks of somebody's PGY and track; of visitors, nothing."""
    return [
        item
        for item in curriculum
        if not enrolment.visiting_from
        and item.pgy == enrolment.pgy
        and item.track in ("", enrolment.track)
    ]
