"""Pictures of how far people are from a fair share of something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

BAR, GAP, TALLEST = 14, 2, 28
"""Of a picture of shares, in its own units."""
FARTHEST = 8
"""Whoever is farther off than this stands with those who are: a picture stays a picture."""


@dataclass(frozen=True, slots=True)
class Bar:
    """How many people have so many duties above or below their fair share."""

    words: str
    people: int
    x: int
    y: int
    height: int
    is_fair: bool


@dataclass(frozen=True, slots=True)
class Strip:
    """How far people are from their fair share of a pool, as bars from fewest to most."""

    bars: tuple[Bar, ...]
    width: int

    @property
    def words(self) -> str:
        return ", ".join(f"{bar.people} {bar.words}" for bar in self.bars if bar.people)


def strip_of(distances: Iterable[int]) -> Strip:
    """From how many more, or (negative) fewer, than a fair share each person has."""
    off = Counter(max(-FARTHEST, min(FARTHEST, distance)) for distance in distances)
    if not off:
        return Strip((), 0)
    places = range(min(0, *off), max(0, *off) + 1)
    most = max(off.values())
    bars = tuple(
        _bar(off[place], place, x=number * (BAR + GAP), most=most)
        for number, place in enumerate(places)
    )
    return Strip(bars, len(places) * (BAR + GAP))


def _bar(people: int, place: int, *, x: int, most: int) -> Bar:
    height = -(-TALLEST * people // most)
    return Bar(_words(place), people, x, TALLEST - height, height, place == 0)


def _words(place: int) -> str:
    if place == 0:
        return "at a fair share"
    far = f"{FARTHEST} or more" if abs(place) == FARTHEST else str(abs(place))
    return f"{far} {'over' if place > 0 else 'under'}"
