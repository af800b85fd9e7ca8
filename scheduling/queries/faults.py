"""What a check found, put beside the days and people it is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

LISTED = 25
"""How many faults of a rule a page lists; the rest are counted."""


class Fault(Protocol):
    """A finding of a check."""

    @property
    def rule(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def hard(self) -> bool: ...
    @property
    def person(self) -> int | None: ...
    @property
    def first_day(self) -> date | None: ...
    @property
    def last_day(self) -> date | None: ...
    @property
    def message(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Mark:
    """What is wrong at one place of a grid; it looks as bad as the worst of it."""

    hard: bool
    messages: tuple[str, ...]

    @property
    def count(self) -> int:
        return len(self.messages)

    @property
    def text(self) -> str:
        return "\n".join(self.messages)

    @property
    def style(self) -> str:
        return "is-hard" if self.hard else "is-advisory"


@dataclass(frozen=True, slots=True)
class ListedFault:
    """A sentence, and the id of the place in the grid to which it belongs."""

    message: str
    place: str = ""
    number: int | None = None
    """Where it stands among all that the check found."""


@dataclass(frozen=True, slots=True)
class FaultGroup:
    """The faults of one rule on one page."""

    title: str
    source: str
    hard: bool
    count: int
    faults: tuple[ListedFault, ...]

    @property
    def unlisted(self) -> int:
        return self.count - len(self.faults)

    @property
    def style(self) -> str:
        return "is-hard" if self.hard else "is-advisory"


@dataclass(frozen=True, slots=True)
class FaultList:
    """All that was found in the part of the schedule that a page shows."""

    groups: tuple[FaultGroup, ...]

    @property
    def hard(self) -> int:
        return sum(group.count for group in self.groups if group.hard)

    @property
    def advisory(self) -> int:
        return sum(group.count for group in self.groups if not group.hard)


class Place(NamedTuple):
    """Where a fault is shown: a cell has a row and a column, a whole row or column one of them."""

    person: int | None = None
    column: int | None = None

    @property
    def anchor(self) -> str:
        person = "" if self.person is None else f"p{self.person}"
        column = "" if self.column is None else f"c{self.column}"
        return f"at-{person}{column}"


ColumnSpan = tuple[date, date]


class Placed:
    """The faults of a page: by place, and as a list."""

    def __init__(
        self,
        faults: Iterable[Fault],
        columns: Sequence[ColumnSpan],
        people: Iterable[int],
        *,
        widest: int,
    ) -> None:
        """Faults about more columns than `widest` belong to their person's row as a whole."""
        self._columns, self._people, self._widest = columns, frozenset(people), widest
        self._at: dict[Place, list[Fault]] = defaultdict(list)
        self._listed: dict[tuple[bool, str], list[tuple[Fault, Place | None]]] = defaultdict(list)
        for fault in faults:
            self._put(fault)

    def _put(self, fault: Fault) -> None:
        touched = self._touched(fault)
        if touched is None:
            return
        places = list(self._places(fault, touched))
        for place in places:
            self._at[place].append(fault)
        self._listed[not fault.hard, fault.title].append((fault, places[0] if places else None))

    def _touched(self, fault: Fault) -> list[int] | None:
        """The columns it is about; None when it is about other days than the page shows."""
        first, last = fault.first_day, fault.last_day
        if first is None or last is None:
            return []
        found = [
            i for i, (begins, ends) in enumerate(self._columns) if begins <= last and first <= ends
        ]
        return found or None

    def _places(self, fault: Fault, touched: Sequence[int]) -> Iterator[Place]:
        narrow = 0 < len(touched) <= self._widest
        if fault.person in self._people:
            yield from (Place(fault.person, i) for i in touched if narrow)
            if not narrow:
                yield Place(fault.person)
        elif fault.person is None and narrow:
            yield from (Place(column=i) for i in touched)

    def mark(self, *, person: int | None = None, column: int | None = None) -> Mark | None:
        faults = self._at.get(Place(person, column))
        if not faults:
            return None
        return Mark(any(f.hard for f in faults), tuple(f.message for f in faults))

    def listed(self) -> FaultList:
        """By rule, those that must hold first."""
        groups = (_group(found, hard=not soft) for (soft, _), found in sorted(self._listed.items()))
        return FaultList(tuple(groups))


def fault_list(faults: Iterable[Fault]) -> FaultList:
    """All faults of a version, for a page without a grid."""
    listed: dict[tuple[bool, str], list[tuple[int, Fault]]] = defaultdict(list)
    for number, fault in enumerate(faults):
        listed[not fault.hard, fault.title].append((number, fault))
    return FaultList(
        tuple(_numbered(found, hard=not s) for (s, _), found in sorted(listed.items()))
    )


def _numbered(found: Sequence[tuple[int, Fault]], *, hard: bool) -> FaultGroup:
    first = found[0][1]
    shown = (ListedFault(fault.message, number=number) for number, fault in found)
    return FaultGroup(first.title, first.source, hard, len(found), tuple(shown))


def _group(found: Sequence[tuple[Fault, Place | None]], *, hard: bool) -> FaultGroup:
    first = found[0][0]
    shown = (
        ListedFault(fault.message, place.anchor if place else "") for fault, place in found[:LISTED]
    )
    return FaultGroup(first.title, first.source, hard, len(found), tuple(shown))
