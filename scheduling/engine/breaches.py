"""Breaches that last: the same one under other duties is no new one, unless it lasts longer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Protocol, TypeVar


@dataclass(frozen=True, slots=True, order=True)
class Spell:
    """From where to where a breach lasts, in minutes or days, whichever its rule counts.

    Limits that name particular duties say it, so that a breach is known again when others take
    their place. `of` tells apart what one rule limits in several ways.
    """

    begin: int
    beyond: int
    of: str = ""


class Fault(Protocol):
    """A broken limit, as far as it must be known again."""

    @property
    def whose(self) -> Hashable:
        """The rule and the person."""

    @property
    def spell(self) -> Spell | None: ...


F = TypeVar("F", bound=Fault)


def compared(before: Iterable[F], after: Iterable[F]) -> tuple[list[F], list[F]]:
    """Of faults with a spell those that are new or last longer, and those that are gone.

    Spells that meet are one breach. Where a breach was, others may be: none longer than the longest
    that was there, and all together no longer than all of those.
    """
    grown: list[F] = []
    gone: list[F] = []
    for was, now in _places(before, after):
        if not now:
            gone += was
        elif _lasts_longer(was, now):
            grown += [fault for fault in now if fault not in was]
    return grown, gone


def _lasts_longer(was: Sequence[Fault], now: Sequence[Fault]) -> bool:
    had, has = _lengths(was), _lengths(now)
    return max(has) > max(had, default=0) or sum(has) > sum(had)


def _places(before: Iterable[F], after: Iterable[F]) -> Iterator[tuple[list[F], list[F]]]:
    """What was and what is wherever spells of one rule and person meet, in the order of time."""
    of: dict[Hashable, list[tuple[Spell, bool, F]]] = defaultdict(list)
    marked = chain(((each, False) for each in before), ((each, True) for each in after))
    for fault, is_after in marked:
        if fault.spell:
            of[fault.whose, fault.spell.of].append((fault.spell, is_after, fault))
    for found in of.values():
        found.sort(key=lambda each: each[:2])
        sides: tuple[list[F], list[F]] = ([], [])
        until = found[0][0].begin
        for spell, is_after, fault in found:
            if spell.begin >= until and any(sides):
                yield sides
                sides = ([], [])
            sides[is_after].append(fault)
            until = max(until, spell.beyond)
        yield sides


def _lengths(faults: Iterable[Fault]) -> list[int]:
    """How long each breach lasts: spells that meet are one."""
    found: list[list[int]] = []
    for spell in sorted(fault.spell for fault in faults if fault.spell):
        if found and spell.begin < found[-1][1]:
            found[-1][1] = max(found[-1][1], spell.beyond)
        else:
            found.append([spell.begin, spell.beyond])
    return [beyond - begin for begin, beyond in found]
