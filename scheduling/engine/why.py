"""Why this person has a duty, and for everybody else why not, or what it would cost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from scheduling.engine.check import Standing
from scheduling.engine.derived import Ints
from scheduling.engine.facts import ON_DUTY
from scheduling.engine.limits import Measure
from scheduling.engine.problem import Duty, Kind, Pair, Person

from .rules.base import Broken, Tier


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who has the duty: whether that is settled, and what would break without them."""

    person: Person
    is_settled: bool
    serves: tuple[Broken, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Somebody else in a holder's place: what they would drop, what breaks, what it costs."""

    person: Person
    instead_of: Person | None
    drops: tuple[Duty, ...]
    exchange: bool  # the holder takes over what they drop
    against: tuple[Broken, ...]  # rules that must hold and would not
    advised_against: tuple[Broken, ...]  # soft rules that would be broken, or more than now
    mends: tuple[Broken, ...]
    costs: dict[Tier, int]  # by how much each tier gets dearer; what stays the same is left out

    @property
    def allowed(self) -> bool:
        return not self.against

    @property
    def order(self) -> tuple[object, ...]:
        """Those who may come first, the cheapest of them before the others."""
        costs = tuple(self.costs.get(tier, 0) for tier in Tier)
        return (len(self.against), costs, len(self.drops), self.person.name)


@dataclass(frozen=True, slots=True)
class Why:
    """One duty: who has it and why, and everybody else, the best alternative first."""

    duty: Duty
    holders: tuple[Holder, ...]
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, eq=False)
class Asking:
    """A roster that questions are asked about; what does not depend on the question is kept."""

    standing: Standing
    settled: frozenset[Pair] = field(default_factory=frozenset)

    def why(self, duty_id: str, *, instead_of: str | None = None) -> Why:
        """Everybody who has the duty, and all others in the place of one of them."""
        problem = self.standing.checker.facts.problem
        duty = problem.duty(duty_id)
        holders = [p for p in problem.people if self._does(p.id, duty_id)]
        replaced = instead_of or (holders[0].id if holders else None)
        others = (p for p in problem.people if not self._does(p.id, duty_id))
        found = (self._alternative(p, duty, replaced) for p in others if self._asked(p.id, duty_id))
        return Why(
            duty,
            tuple(self._holder(person, duty) for person in holders),
            tuple(sorted(found, key=lambda each: each.order)),
        )

    def _asked(self, person: str, duty: str) -> bool:
        return self.standing.checker.facts.column(person, duty) is not None

    def _does(self, person: str, duty: str) -> bool:
        column = self.standing.checker.facts.column(person, duty)
        return column is not None and bool(self.standing.values[column])

    def _holder(self, person: Person, duty: Duty) -> Holder:
        pair = (person.id, duty.id)
        verdict = self.standing.judge(remove=[pair])
        serves = tuple(b for b in verdict.broken if b.hard or b.rule.tier == Tier.EDUCATION)
        return Holder(person, pair in self.settled, serves)

    def _alternative(self, person: Person, duty: Duty, replaced: str | None) -> Alternative:
        """In the holder's place; or in exchange, where that breaks less or costs less."""
        drops = tuple(self._in_the_way(person.id, duty))
        alone = self._instead(person, duty, replaced, drops, exchange=False)
        taken = replaced is not None and all(self._asked(replaced, drop.id) for drop in drops)
        if not drops or not taken:
            return alone
        return min(alone, self._instead(person, duty, replaced, drops, exchange=True), key=_order)

    def _instead(
        self,
        person: Person,
        duty: Duty,
        replaced: str | None,
        drops: tuple[Duty, ...],
        *,
        exchange: bool,
    ) -> Alternative:
        add = [(person.id, duty.id)]
        remove = [(person.id, other.id) for other in drops]
        if replaced is not None:
            remove.append((replaced, duty.id))
            add += [(replaced, drop.id) for drop in drops] if exchange else []
        worse, mended, costs = self.weigh(add, remove)
        problem = self.standing.checker.facts.problem
        return Alternative(
            person=person,
            instead_of=None if replaced is None else problem.person(replaced),
            drops=drops,
            exchange=exchange,
            against=tuple(b for b in worse if b.hard),
            advised_against=tuple(b for b in worse if not b.hard),
            mends=mended,
            costs=costs,
        )

    def _in_the_way(self, person: str, duty: Duty) -> Iterator[Duty]:
        """What they do at that time, and would have to give up: never leave, nor what is away."""
        facts = self.standing.checker.facts
        mine = facts.of_person(facts.problem.person_index[person])
        start, end = (facts.start, facts.end)
        at = facts.problem.duty_index[duty.id]
        during = (start[facts.duty[mine]] < end[at]) & (start[at] < end[facts.duty[mine]])
        doing = self.standing.values[mine.start : mine.stop] > 0
        for column in np.flatnonzero(during & doing) + mine.start:
            other = facts.problem.duties[facts.duty[column]]
            if excludes(duty, other):
                yield other

    # What it costs

    def weigh(
        self, add: Iterable[Pair], remove: Iterable[Pair]
    ) -> tuple[tuple[Broken, ...], tuple[Broken, ...], dict[Tier, int]]:
        """What gets worse, what is mended, and how much dearer each tier gets."""
        move = self.standing.weigh(add, remove)
        verdict = move.verdict
        return verdict.broken, verdict.mended, self._dearer(move.rows, move.before, move.after)

    def _dearer(self, rows: Ints, before: Ints, after: Ints) -> dict[Tier, int]:
        compiled, found = self.standing.checker.compiled, dict[Tier, int]()
        changed = before != after
        rows, before, after = rows[changed], before[changed], after[changed]
        rules = self._rule_of[rows]
        for index in np.unique(rules[rules >= 0]).tolist():
            rule, mine = compiled.rules[index], rules == index
            price = compiled.price[rows[mine]]
            if rule.measure == Measure.WORST:
                more = self._worst(index, rows[mine], price * after[mine])
            else:
                more = int((price * (after[mine] - before[mine])).sum())
            if more:
                found[rule.tier] = found.get(rule.tier, 0) + more * (rule.weight or 0)
        return {tier: cost for tier, cost in sorted(found.items()) if cost}

    def _worst(self, index: int, rows: Ints, priced: Ints) -> int:
        """By how much the largest of a rule's excesses rises."""
        all_rows, excesses = self._priced_of[index]
        after = excesses.copy()
        after[np.searchsorted(all_rows, rows)] = priced
        return int(after.max(initial=0) - excesses.max(initial=0))

    @cached_property
    def _rule_of(self) -> Ints:
        """The soft rule of each row; -1 where the rule must hold."""
        compiled = self.standing.checker.compiled
        index = {id(rule): i for i, rule in enumerate(compiled.rules) if rule.weight is not None}
        of_part = [index.get(id(part.rule), -1) for part in compiled.parts]
        return np.array(of_part, dtype=np.int64)[compiled.part]

    @cached_property
    def _priced_of(self) -> dict[int, tuple[Ints, Ints]]:
        compiled = self.standing.checker.compiled
        found = {}
        for index, rule in enumerate(compiled.rules):
            if rule.weight is not None and rule.measure == Measure.WORST:
                rows = np.flatnonzero(self._rule_of == index)
                found[index] = (rows, self.standing.excess[rows] * compiled.price[rows])
        return found


def _order(alternative: Alternative) -> tuple[object, ...]:
    return alternative.order


def excludes(duty: Duty, other: Duty) -> bool:
    """Whether one person cannot do both at once, and gives the other up for it."""
    if other.kind == Kind.LEAVE:
        return False
    if duty.cell and duty.cell == other.cell:
        return True
    if Kind.ROTATION in (duty.kind, other.kind):
        return duty.kind == other.kind
    return duty.work in ON_DUTY and other.work in ON_DUTY
