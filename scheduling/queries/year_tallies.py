"""What the curriculum asks of a resident's year, and how much of it the year holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from people.models import Enrolment
from scheduling.bridge.places import BLOCK, asked_of, half_blocks
from scheduling.models import CurriculumItem, Rotation


@dataclass(frozen=True, slots=True)
class Tally:
    """A rotation of the curriculum, counted in half-blocks."""

    code: str
    done: int
    least: int
    most: int

    @property
    def is_wrong(self) -> bool:
        return not self.least <= self.done <= self.most

    @property
    def text(self) -> str:
        wanted = self.least if self.done < self.least else self.most
        return f"{self.code} {_blocks(self.done)}/{_blocks(wanted)}"

    @property
    def words(self) -> str:
        least, most = _blocks(self.least), _blocks(self.most)
        asked = least if least == most else f"{least} to {most}"
        return f"{self.code}: {_blocks(self.done)} of {asked} blocks"


@dataclass(frozen=True, slots=True)
class Tallies:
    """Everything that the curriculum asks of one resident."""

    all: tuple[Tally, ...]

    @property
    def wrong(self) -> tuple[Tally, ...]:
        return tuple(tally for tally in self.all if tally.is_wrong)

    @property
    def words(self) -> str:
        return "\n".join(tally.words for tally in self.all)


def tallies(
    enrolment: Enrolment,
    done: Iterable[tuple[Rotation, Sequence[int]]],
    curriculum: Iterable[CurriculumItem],
    rotations: Mapping[int, Rotation],
) -> Tallies:
    """`done` are the rotations of the year, each with what it is made of in its block."""
    placed: dict[int, list[tuple[Rotation, Sequence[int]]]] = defaultdict(list)
    for rotation, parts in done:
        for counts_for in {rotation.pk, *parts}:
            placed[counts_for].append((rotation, parts))

    def counted() -> Iterator[Tally]:
        for item in asked_of(enrolment, curriculum):
            wanted = item.rotation_id
            count = sum(half_blocks(rotation, parts, wanted) for rotation, parts in placed[wanted])
            code = rotations[wanted].code
            yield Tally(code, count, item.minimum_halves, item.maximum_halves)

    return Tallies(tuple(sorted(counted(), key=lambda tally: tally.code)))


def _blocks(halves: int) -> str:
    """1, 1½, ½."""
    whole, half = divmod(halves, BLOCK)
    return f"{whole or ''}½" if half else str(whole)
