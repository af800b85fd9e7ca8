"""What a standing roster has lost, and what may change to mend it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from scheduling.engine.problem import Duty, Kind, Pair, Problem, Roster

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Hole:
    """A standing roster that no longer holds.

    The problem is asked as things are now: `published` is what stands, `fixed` what never changes
    (history, locked cells), `candidates` every pair that may come or go. Nothing that starts before
    `now` changes. Before `frozen_until` only what was lost finds somebody new, with what follows
    from it. A change before `notice_until` comes at short notice.
    """

    problem: Problem
    lost: frozenset[Pair]
    now: datetime
    frozen_until: datetime
    notice_until: datetime
    wanted: frozenset[str] = frozenset()  # duties that need more people than they did
    unplanned: frozenset[str] = frozenset()  # duties nobody was told of: no change when they go

    def __post_init__(self) -> None:
        if not self.lost and not self.wanted:
            raise ValueError("Nothing was lost and nothing more is wanted: there is no hole.")
        for person, duty in self.lost - self.before.pairs:
            raise ValueError(f"({person}, {duty}) is lost but was not in the roster.")

    @cached_property
    def before(self) -> Roster:
        """What stood before."""
        return Roster(self.problem.published | self.problem.fixed)

    @cached_property
    def kept(self) -> Roster:
        """What is left of it."""
        return self.before.changed(remove=self.lost)

    @cached_property
    def losers(self) -> frozenset[str]:
        """The people who lost something."""
        return frozenset(person for person, _ in self.lost)

    @cached_property
    def duties(self) -> tuple[Duty, ...]:
        """What was lost, and what is wanted, in the order of time."""
        names = {duty for _, duty in self.lost} | self.wanted
        return tuple(
            sorted((self.problem.duty(d) for d in names), key=lambda d: (d.starts_at, d.id))
        )

    def within(self, reach: timedelta | None) -> Problem:
        """The problem with only those pairs open that lie near the hole; None: all of them."""
        return self._opened(frozenset(self._movable(reach)))

    def traded(self, near: timedelta, reach: timedelta) -> Problem:
        """The problem as far as an exchange of calls can change it.

        Near the hole everything is open. Further away whoever lost a call may take another of its
        kind from whoever has it, and what follows a call changes with it.
        """
        far = (pair for pair in self._movable(reach) if self._is_given_or_taken(pair))
        return self._opened(frozenset(self._movable(near)).union(far))

    def _is_given_or_taken(self, pair: Pair) -> bool:
        person, duty = pair[0], self.problem.duty(pair[1])
        if person in self.losers:
            return True
        if duty.kind == Kind.CALL:
            return pair in self._might_be_given
        return (person, duty.starts_at.date() - ONE_DAY) in self._nights_given

    @cached_property
    def _might_be_given(self) -> frozenset[Pair]:
        """Calls that stand, of the kinds that were lost."""
        codes = {duty.code for duty in self.duties if duty.kind == Kind.CALL}
        calls = {duty.id for duty in self.problem.duties if duty.kind == Kind.CALL}
        return frozenset(
            pair
            for pair in self.kept.pairs
            if pair[1] in calls and self.problem.duty(pair[1]).code in codes
        )

    @cached_property
    def _nights_given(self) -> frozenset[tuple[str, date]]:
        given = ((person, self.problem.duty(duty)) for person, duty in self._might_be_given)
        return frozenset((person, duty.starts_at.date()) for person, duty in given)

    def _opened(self, movable: frozenset[Pair]) -> Problem:
        return without_the_far(
            replace(
                self.problem,
                candidates=movable | self.lost,
                fixed=self.kept.pairs - movable,
                published=frozenset(),
            )
        )

    def _movable(self, reach: timedelta | None) -> Iterator[Pair]:
        near = {duty.id for duty in self._open_duties if self._is_near(duty, reach)}
        return (pair for pair in self._open_pairs if pair[1] in near)

    @cached_property
    def _open_duties(self) -> tuple[Duty, ...]:
        """Duties that may find somebody else."""
        names = frozenset(duty.id for duty in self.duties)
        return tuple(
            duty
            for duty in self.problem.duties
            if duty.starts_at >= self.now
            and (duty.starts_at >= self.frozen_until or duty.id in names or self._follows(duty))
        )

    @cached_property
    def _open_pairs(self) -> frozenset[Pair]:
        return self.problem.candidates - self.problem.fixed - self.lost

    def _is_near(self, duty: Duty, reach: timedelta | None) -> bool:
        if reach is None:
            return True
        return any(
            hole.starts_at - reach <= duty.starts_at <= hole.ends_at + reach for hole in self.duties
        )

    def _follows(self, duty: Duty) -> bool:
        """Whether it falls in time that one of the lost duties sets free."""
        return any(
            hole.frees_until is not None and hole.starts_at < duty.starts_at < hole.frees_until
            for hole in self.duties
        )


def without_the_far(problem: Problem) -> Problem:
    """The problem without what no open pair shares a limit with: far half-days, settled demands.

    Half-days are linked to others by the averages over a span, by rest and by what names them.
    Calls and rotations are few, and linked over the whole year: they stay.
    """
    open_duties = {duty for _, duty in problem.candidates}
    days = [problem.duty(name).starts_at.date() for name in open_duties]
    first, last = min(days) - MARGIN, max(days) + MARGIN
    spans = tuple(s for s in problem.spans if s.first_day <= last and first <= s.last_day)
    first = min([first, *(s.first_day - MARGIN for s in spans)])
    last = max([last, *(s.last_day + MARGIN for s in spans)])
    demands = tuple(d for d in problem.demands if not open_duties.isdisjoint(d.duties))
    quotas = tuple(q for q in problem.quotas if not open_duties.isdisjoint(q.weights))
    named = {duty for demand in demands for duty in demand.duties}
    named |= {duty for quota in quotas for duty in quota.weights}
    named |= {duty for wish in problem.preferences for duty in wish.duties}
    named |= {duty for pool in problem.pools for duty in pool.duties}
    far = {
        duty.id
        for duty in problem.duties
        if duty.kind == Kind.HALF_DAY
        and not first <= duty.starts_at.date() <= last
        and duty.id not in named
    }
    return replace(
        problem,
        fixed=frozenset(pair for pair in problem.fixed if pair[1] not in far),
        spans=spans,
        demands=demands,
        quotas=quotas,
        expectations=tuple(
            e
            for e in problem.expectations
            if any((e.person, duty) in problem.candidates for duty in (*e.duties, *e.released_by))
        ),
    )


MARGIN = timedelta(days=14)
"""Further than this no two half-days have to do with each other, but for averages."""

MOVED = frozenset({Kind.CALL, Kind.HALF_DAY})
"""What an absence takes from a person; a rotation goes on around it."""


def lost_to_absence(problem: Problem, kinds: frozenset[Kind] = MOVED) -> frozenset[Pair]:
    """Pairs of the standing roster that fall in an absence of their person."""
    times: dict[str, list[tuple[datetime, datetime]]] = {}
    for away in problem.away:
        times.setdefault(away.person, []).append((away.starts_at, away.ends_at))
    return frozenset(
        (person, name)
        for person, name in problem.published
        for duty in [problem.duty(name)]
        if duty.kind in kinds
        and any(
            duty.starts_at < until and since < duty.ends_at
            for since, until in times.get(person, ())
        )
    )
