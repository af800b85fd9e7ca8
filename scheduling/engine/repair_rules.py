"""The rules as a repair sees them: nothing gets worse than it was, and a shortage has its price."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from scheduling.engine.derived import Ints
from scheduling.engine.facts import Facts
from scheduling.engine.hole import Hole
from scheduling.engine.limits import NO_HIGH, NO_LOW, Limits, limits_of_rows
from scheduling.engine.problem import Roster
from scheduling.engine.relaxed import RELAXED
from scheduling.engine.rules.base import Broken, Rule, Tier


class Stands:
    """The sums of a roster before and after its loss; its columns are looked up once."""

    def __init__(self, hole: Hole) -> None:
        self.hole = hole
        self._facts: Facts | None = None
        self._done: dict[bool, Ints] = {}
        self._values: dict[bool, Ints] = {}

    def totals(self, facts: Facts, found: Limits, *, with_lost: bool = False) -> Ints:
        """What each limit adds up to."""
        if facts is not self._facts:
            self._facts, self._done, self._values = facts, {}, {}
        if with_lost not in self._done:
            roster = self.hole.before if with_lost else self.hole.kept
            self._done[with_lost] = self._vector(facts, roster)
        terms = found.weight * self._values_of(facts, with_lost=with_lost)[found.column]
        return np.bincount(found.row, weights=terms, minlength=len(found)).astype(np.int64)

    def _values_of(self, facts: Facts, *, with_lost: bool) -> Ints:
        """Of all columns; each rule may have added some."""
        known = self._values.get(with_lost)
        if known is None or len(known) < facts.columns:
            known = self._values[with_lost] = facts.values(self._done[with_lost])
        return known

    def _vector(self, facts: Facts, roster: Roster) -> Ints:
        known = facts.problem.candidates | facts.problem.fixed
        return facts.vector(Roster(roster.pairs & known))


@dataclass(frozen=True, kw_only=True)
class AsBefore(Rule):
    """A rule that must hold, no stricter than what stands: old faults are not for a repair.

    Where one is, other duties may make it up, as long as it lasts no longer.
    """

    code: ClassVar[str] = "as-before"
    title: ClassVar[str] = "Nothing gets worse"
    text: ClassVar[str] = "A repair breaks no rule further than it is broken already."

    rule: Rule
    stands: Stands

    def limits(self, facts: Facts) -> Iterator[Limits]:
        for found in self.rule.limits(facts):
            kept = self.stands.totals(facts, found)
            low, high = np.minimum(found.low, kept), np.maximum(found.high, kept)
            if found.spells:
                broken = (low < found.low) | (high > found.high)
                free = found.spells.inside(broken, found.person)
                low, high = np.where(free, NO_LOW, low), np.where(free, NO_HIGH, high)
            yield replace(found, low=low, high=high)

    def says(self, broken: Broken) -> str:
        return self.rule.says(broken)


@dataclass(frozen=True, kw_only=True)
class Wanted(AsBefore):
    """A rule about what is wanted: what the loss has opened costs, what was open before does not.

    These costs are the first that a repair looks at. Of those who lost, nothing is asked that they
    could do only with what they lost.
    """

    code: ClassVar[str] = "wanted"
    title: ClassVar[str] = "What stays open"
    text: ClassVar[str] = "As little as possible of what is wanted stays open after a repair."
    tier: ClassVar[Tier] = Tier.NEARNESS

    def limits(self, facts: Facts) -> Iterator[Limits]:
        index = facts.problem.person_index
        losers = np.array([index[person] for person in self.stands.hole.losers], dtype=np.int64)
        for found in self.rule.limits(facts):
            before = self.stands.totals(facts, found, with_lost=True)
            kept = self.stands.totals(facts, found)
            own = np.isin(found.person, losers) & ~self._can_be_filled(facts, found)
            low = np.minimum(found.low, np.where(own, kept, before))
            asked = self._asked(facts, found)
            yield replace(
                found,
                low=np.where(asked, found.low, low),
                high=np.maximum(found.high, np.maximum(before, kept)),
            )

    def _can_be_filled(self, facts: Facts, found: Limits) -> np.ndarray:
        """Rows in which something other than what was lost could stand."""
        lost = np.zeros(facts.columns, dtype=bool)
        lost[
            [
                column
                for pair in self.stands.hole.lost
                if (column := facts.column(*pair)) is not None
            ]
        ] = True
        others = np.bincount(found.row[~lost[found.column]], minlength=len(found))
        return np.asarray(others > 0)

    def _asked(self, facts: Facts, found: Limits) -> np.ndarray:
        """Rows about duties that need more people now; of these the whole need counts."""
        names = [duty.id in self.stands.hole.wanted for duty in facts.problem.duties]
        wanted = np.array(names, dtype=bool)[facts.duty]
        pair = found.column < facts.pairs
        asked = np.zeros(len(found), dtype=bool)
        asked[found.row[pair][wanted[found.column[pair]]]] = True
        return asked


@dataclass(frozen=True, kw_only=True)
class NotAgain(Rule):
    """What was lost is not given back."""

    code: ClassVar[str] = "not-again"
    title: ClassVar[str] = "Lost"
    text: ClassVar[str] = "Nobody is given the duty again that they cannot do."

    hole: Hole

    def limits(self, facts: Facts) -> Iterator[Limits]:
        columns = (facts.column(*pair) for pair in sorted(self.hole.lost))
        yield limits_of_rows([[column] for column in columns if column is not None], high=0)


def repair_rules(hole: Hole, rules: Sequence[Rule]) -> list[Rule]:
    """The rules of a program for a repair. It stays close by its own count of changes."""
    found: list[Rule] = [NotAgain(hole=hole)]
    stands = Stands(hole)
    for rule in rules:
        if rule.weight is not None:
            found += [rule] if rule.tier != Tier.NEARNESS else []
        elif rule.code in RELAXED:
            found.append(Wanted(rule=rule, stands=stands, weight=RELAXED[rule.code]))
        else:
            found.append(AsBefore(rule=rule, stands=stands))
    return found
