"""Breaches that last: the same one under other duties is no new one, unless it lasts longer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Generic, Protocol, TypeVar


@dataclass(frozen=True, slots=True, order=True)
class Spell:
    """From where to where a breach lasts, in minutes or days, whichever its rule counts.

    Limits that name particular duties say it, so that a breach is known again when others take
    their place. `of` tells apart what one rule limits in several ways, and `deeper` says until when
    it is broken twice over, three times over, and so on: three duties at once, two days too few.
    """

    begin: int
    beyond: int
    of: str = ""
    deeper: tuple[int, ...] = ()


class Fault(Protocol):
    """A broken limit, as far as it must be known again."""

    @property
    def whose(self) -> Hashable:
        """The rule and the person."""

    @property
    def spell(self) -> Spell | None: ...


F = TypeVar("F", bound=Fault)


@dataclass(slots=True)
class _Place(Generic[F]):
    """Where spells of one rule and person meet that are as deep: when they lasted, and last now."""

    depth: int
    before: list[tuple[int, int, F]] = field(default_factory=list)
    after: list[tuple[int, int, F]] = field(default_factory=list)

    @property
    def lasts_longer(self) -> bool:
        had, has = _lengths(self.before), _lengths(self.after)
        return max(has, default=0) > max(had, default=0) or sum(has) > sum(had)


def compared(before: Iterable[F], after: Iterable[F]) -> tuple[list[F], list[F]]:
    """Of faults with a spell those that are new or last longer, and those that are gone.

    Spells that meet are one breach. Where a breach was, others may be: none longer than the longest
    that was there, and all together no longer than all of those; nor any deeper.
    """
    grown: list[F] = []
    gone: list[F] = []
    for place in _places(before, after):
        was, now = ([fault for _, _, fault in side] for side in (place.before, place.after))
        if place.lasts_longer:
            grown += [fault for fault in now if fault not in was and fault not in grown]
        elif not now and not place.depth:
            gone += was
    return grown, gone


def _places(before: Iterable[F], after: Iterable[F]) -> Iterator[_Place[F]]:
    """What was and what is, in the order of time."""
    of: dict[tuple[Hashable, str, int], list[tuple[int, int, bool, F]]] = defaultdict(list)
    marked = chain(((each, False) for each in before), ((each, True) for each in after))
    for fault, is_after in marked:
        if spell := fault.spell:
            for depth, beyond in enumerate((spell.beyond, *spell.deeper)):
                known = of[fault.whose, spell.of, depth]
                known.append((spell.begin, beyond, is_after, fault))
    for (_, _, depth), found in of.items():
        found.sort(key=lambda each: each[:3])
        place, until = _Place[F](depth), found[0][1]
        for begin, beyond, is_after, fault in found:
            if begin >= until:
                yield place
                place = _Place(depth)
            (place.after if is_after else place.before).append((begin, beyond, fault))
            until = max(until, beyond)
        yield place


def _lengths(lasting: Iterable[tuple[int, int, object]]) -> list[int]:
    """How long each breach lasts."""
    spells = [(begin, beyond) for begin, beyond, _ in lasting]
    return [beyond - begin for begin, beyond in merged(spells)]


def merged(spells: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those that meet as one."""
    found: list[tuple[int, int]] = []
    for begin, beyond in sorted(spells):
        if found and begin < found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], beyond)
        else:
            found.append((begin, beyond))
    return found
