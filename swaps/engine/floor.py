"""The schedule as a trading floor: what stands, and what a half-day is for when its duty goes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from scheduling.engine.focus import Whole
from scheduling.engine.problem import Duty, Kind, Pair, Problem
from scheduling.engine.rules.base import Rule

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class HalfDay:
    """What somebody may do in one half of a day: in general, and after which call what instead."""

    usual: tuple[str, ...]
    after: Mapping[str, str | None] = field(default_factory=dict)  # None: nothing at all


def no_half_day(_person: str, _cell: str) -> HalfDay | None:
    return None


@dataclass(frozen=True, eq=False)
class Floor:
    """A problem in which everything is settled, and how half-days are filled when duties move.

    `look` says what fills the half-day of a person, or None where nothing is to be moved: no
    pattern, leave, a holiday. `untold` are duties that nobody was told of: half-days not planned
    yet, which count for their hours only. What is `locked` stays with its person. `tied` are calls
    that go with a week of attending. What is expected of half-days is asked when they are filled anew.
    """

    problem: Problem
    look: Callable[[str, str], HalfDay | None] = no_half_day
    untold: frozenset[str] = frozenset()
    locked: frozenset[Pair] = frozenset()
    tied: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def standing(self) -> dict[tuple[str, str], str]:
        """The duty of a person in a cell."""
        found = {}
        for person, name in self.problem.fixed:
            cell = self.cell_of(name)
            if cell:
                found[person, cell] = name
        return found

    @cached_property
    def calls(self) -> dict[str, list[str]]:
        """The calls of each person, in the order of time."""
        found: dict[str, list[str]] = defaultdict(list)
        for person, name in self.of_kind(Kind.CALL):
            found[person].append(name)
        for mine in found.values():
            mine.sort(key=lambda name: (self.duty(name).starts_at, name))
        return found

    @cached_property
    def _cells_of_day(self) -> dict[date, tuple[str, ...]]:
        days: dict[date, set[str]] = defaultdict(set)
        for duty in self.problem.duties:
            if duty.cell:
                days[duty.starts_at.date()].add(duty.cell)
        return {day: tuple(sorted(cells)) for day, cells in days.items()}

    def of_kind(self, kind: Kind) -> frozenset[Pair]:
        """What stands of a kind."""
        return self._by_kind.get(kind, frozenset())

    @cached_property
    def _by_kind(self) -> dict[Kind, frozenset[Pair]]:
        found: dict[Kind, set[Pair]] = defaultdict(set)
        for pair in self.problem.fixed:
            found[self.duty(pair[1]).kind].add(pair)
        return {kind: frozenset(pairs) for kind, pairs in found.items()}

    def whole(self, rules: tuple[Rule, ...]) -> Whole:
        """The problem, ready to take the part of it that matters to some pairs."""
        if rules not in self._wholes:
            self._wholes[rules] = Whole(self.problem, rules)
        return self._wholes[rules]

    @cached_property
    def _wholes(self) -> dict[tuple[Rule, ...], Whole]:
        return {}

    def duty(self, name: str) -> Duty:
        return self.problem.duty(name)

    def holds(self, person: str, name: str) -> bool:
        return (person, name) in self.problem.fixed

    def cell_of(self, name: str) -> str:
        """What a person has one duty in: a half-day, or the days of a rotation; "" for a call."""
        duty = self.duty(name)
        if duty.kind == Kind.ROTATION:
            return f"{duty.starts_at.date()} to {duty.last_day}"
        return duty.cell

    def cells_after(self, call: str) -> tuple[str, ...]:
        """The half-days of the day after a night."""
        return self._cells_of_day.get(self.duty(call).starts_at.date() + ONE_DAY, ())

    def with_tied(self, name: str) -> tuple[str, ...]:
        """The duty and what goes with it."""
        return (name, *self.tied.get(name, ()))

    def displaced(self, person: str, name: str) -> str | None:
        """What the person does in the cell of a duty, and would give up for it."""
        cell = self.cell_of(name)
        return self.standing.get((person, cell)) if cell else None
