"""What a repair does, in words: who does what, what it does to hours, rest, fairness and wishes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from itertools import pairwise

import numpy as np

from people.wording import joined, said
from scheduling.engine.check import Checker, Verdict
from scheduling.engine.derived import Ints
from scheduling.engine.explain import Reason
from scheduling.engine.facts import IN_HOUSE, ON_DUTY
from scheduling.engine.hole import Hole, without_the_far
from scheduling.engine.metrics import Hours, Shares, Worked, shares
from scheduling.engine.problem import Pair, Problem, Roster
from scheduling.engine.relaxed import RELAXED
from scheduling.engine.rules.base import Rule, Tier
from scheduling.engine.ways import Repair

TRAINING = frozenset({"rotation-quota"})
"""What is owed also to those who lost it."""
NEAR = timedelta(days=3)
"""Rest is looked at this far around what changes."""


@dataclass(frozen=True)
class Told:
    """One repair in sentences."""

    changes: tuple[str, ...]
    effects: tuple[str, ...]  # before and after
    open: tuple[str, ...]  # what nobody does
    worse: tuple[str, ...]  # wishes not met and soft rules broken that were kept before


class Teller:
    """Tells of the repairs of one hole; the rules are compiled once for all of them."""

    def __init__(self, hole: Hole, rules: Sequence[Rule], ways: Sequence[Repair]) -> None:
        self.hole, self.ways = hole, ways
        self.problem = self._problem()
        used = [rule for rule in rules if rule.tier != Tier.NEARNESS or rule.weight is None]
        self.checker = Checker(self.problem, used)
        self.before = self._known(hole.before)
        self.standing = self.checker.start(self.before)

    def _problem(self) -> Problem:
        """All that any way changes, and who might take over, is open; the rest stands."""
        hole = self.hole
        moved = frozenset(pair for way in self.ways for pair in way.add | way.remove)
        names = {duty.id for duty in hole.duties}
        takers = frozenset(pair for pair in hole.problem.candidates if pair[1] in names)
        candidates = moved | takers | hole.lost
        return without_the_far(
            replace(
                hole.problem,
                candidates=candidates,
                fixed=hole.before.pairs - candidates,
                published=frozenset(),
            )
        )

    def _known(self, roster: Roster) -> Roster:
        return Roster(roster.pairs & (self.problem.candidates | self.problem.fixed))

    def verdict(self, way: Repair) -> Verdict:
        return self.standing.judge(add=way.add, remove=way.remove)

    def tell(self, way: Repair) -> Told:
        verdict, losers = self.verdict(way), self.hole.losers
        missing = [b for b in verdict.broken if b.hard and b.rule.code in RELAXED]
        return Told(
            changes=tuple(self._changes(way)),
            effects=tuple(self._effects(way)),
            open=(
                *(b.message for b in missing if b.person not in losers),
                *self._still_wanted(way),
            ),
            worse=tuple(b.message for b in verdict.broken if not b.hard),
        )

    def _still_wanted(self, way: Repair) -> Iterator[str]:
        """What the growth has opened and nobody fills; it was open before as well."""
        facts, compiled = self.checker.facts, self.checker.compiled
        index = facts.problem.duty_index
        columns = [facts.of_duty(index[duty]) for duty in sorted(self.hole.wanted)]
        if not columns:
            return
        rows = set(compiled.rows_of(np.concatenate(columns)).tolist())
        after = self.before.changed(add=way.add, remove=way.remove)
        for broken in self.checker.report(after).violations:
            if broken.row in rows and broken.rule.code in RELAXED:
                yield broken.message

    def _changes(self, way: Repair) -> Iterator[str]:
        """What was lost first, then the rest in the order of time."""
        told = frozenset(p for p in way.add | way.remove if p[1] not in self.hole.unplanned)
        from_whom: dict[str, list[str]] = {}
        for person, duty in sorted(told & way.remove):
            from_whom.setdefault(duty, []).append(person)
        handed = set()
        for person, duty in self._in_order(told & way.add):
            givers = from_whom.get(duty, [])
            label = self.problem.duty(duty).label
            if givers and self.problem.duty(duty).work in ON_DUTY:
                giver = givers.pop(0)
                handed.add((giver, duty))
                # A name may end with an initial, and no sentence with two full stops.
                yield said(
                    "{person} takes {duty} from {giver}.",
                    person=self._name(person),
                    duty=label,
                    giver=self._name(giver).rstrip("."),
                )
            else:
                yield said("{person} is given {duty}.", person=self._name(person), duty=label)
        for person, duty in self._in_order((told & way.remove) - handed):
            label = self.problem.duty(duty).label
            yield said("{person} no longer does {duty}.", person=self._name(person), duty=label)

    def _in_order(self, pairs: frozenset[Pair] | set[Pair]) -> list[Pair]:
        names = {duty.id for duty in self.hole.duties}
        return sorted(
            pairs, key=lambda p: (p[1] not in names, self.problem.duty(p[1]).starts_at, p)
        )

    def _effects(self, way: Repair) -> Iterator[str]:
        after = self.before.changed(add=way.add, remove=way.remove)
        yield from self._hours(way)
        for person in way.touched:
            yield from self._rest(person, way, after)
        yield from self._fairness(after)

    def _hours(self, way: Repair) -> Iterator[str]:
        facts, after = self._worked.facts, self._vector_before.copy()
        for pairs, done in ((way.remove, 0), (way.add, 1)):
            after[facts.columns_of_pairs(pairs)] = done
        for old, new in zip(self._hours_before, self._worked.hours_of(after), strict=True):
            if old.person in way.touched and old.minutes != new.minutes:
                yield said(
                    "{person}: {before:.1f} to {after:.1f} hours a week on average in {stay}.",
                    person=self._name(old.person),
                    before=old.weekly,
                    after=new.weekly,
                    stay=old.label,
                )

    @cached_property
    def _worked(self) -> Worked:
        return Worked(self.problem)

    @cached_property
    def _hours_before(self) -> list[Hours]:
        return list(self._worked.hours_of(self._vector_before))

    @cached_property
    def _vector_before(self) -> Ints:
        return self._worked.facts.vector(self.before)

    @cached_property
    def _shares_before(self) -> list[Shares]:
        return shares(self.problem, self.before)

    def _rest(self, person: str, way: Repair, after: Roster) -> Iterator[str]:
        moments = [
            self.problem.duty(duty).starts_at for who, duty in way.add | way.remove if who == person
        ]
        old, new = (
            self._shortest(person, roster, min(moments) - NEAR, max(moments) + NEAR)
            for roster in (self.before, after)
        )
        if new is not None and (old is None or new < old):
            before = said("more than 3 days") if old is None else said("{hours:g} h", hours=old)
            yield said(
                "{person}: shortest rest between duties nearby {before} to {after:g} h.",
                person=self._name(person),
                before=before,
                after=new,
            )

    def _shortest(
        self, person: str, roster: Roster, since: datetime, until: datetime
    ) -> float | None:
        """Hours between the end of in-house work and the start of the next that is another day's."""
        duties = (self.problem.duty(duty) for who, duty in roster.pairs if who == person)
        times = sorted(
            (duty.starts_at, duty.ends_at)
            for duty in duties
            if duty.work in IN_HOUSE and since <= duty.starts_at <= until
        )
        gaps = [
            (start - end).total_seconds() / 3600
            for (_, end), (start, _) in pairwise(times)
            if start.date() > end.date() or (start - end) > timedelta(hours=4)
        ]
        return round(min(gaps), 1) if gaps else None

    def _fairness(self, after: Roster) -> Iterator[str]:
        for old, new in zip(self._shares_before, shares(self.problem, after), strict=True):
            moved = [who for who in old.counts if old.counts[who] != new.counts[who]]
            if moved:
                counts = joined(
                    said(
                        "{person} {before} to {after}",
                        person=self._name(who),
                        before=old.counts[who],
                        after=new.counts[who],
                    )
                    for who in sorted(moved)
                )
                yield said("{pool}: {counts}.", pool=old.pool.label, counts=counts)

    def _name(self, person: str) -> str:
        return self.hole.problem.person(person).name

    def who_cannot(self) -> tuple[Reason, ...]:
        """Those who cannot simply take over something that was lost, with the first reason."""
        helping = {person for way in self.ways for person in way.touched}
        standing = self.checker.start(self._known(self.hole.kept))
        names = {duty.id for duty in self.hole.duties}
        found: dict[str, Reason] = {}
        for person, duty in self._in_order(
            {p for p in self.problem.candidates if p[1] in names and p not in self.hole.lost}
        ):
            if person in helping or person in found or person in self.hole.losers:
                continue
            verdict = standing.judge(add=[(person, duty)])
            against = [b.message for b in verdict.broken if b.hard]
            if against:
                found[person] = Reason(person, self._name(person), against[0])
        return tuple(found.values())
