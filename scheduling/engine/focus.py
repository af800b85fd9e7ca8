"""The part of a settled problem that matters to some pairs: what shares a limit with them.

A year is large and a change is small. A change is judged by the limits that its pairs are part of.
These look at what the same people do within some weeks, at what people share in the same week,
and at what the problem itself names together: a demand, a quota, a pool. The rest is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scheduling.engine.check import Checker, Standing
from scheduling.engine.derived import Ints
from scheduling.engine.limits import Measure
from scheduling.engine.problem import Duty, Kind, Pair, Problem, Roster, Span, Supervision

from .rules.base import Rule
from .rules.virtual_share import IN_PERSON, VIRTUAL

Flags = NDArray[np.bool_]
Days = tuple[int, int]
"""The first and the last, both included."""
Duties = Callable[[Any], Iterable[str]]
Adjust = Callable[[str, list[Any]], list[Any]]

SHARED: Mapping[str, Duties] = {
    "demands": lambda demand: demand.duties,
    "staffings": lambda staffing: staffing.duties,
    "companies": lambda company: (*company.duties, *company.others),
    "pools": lambda pool: pool.duties,
}
"""What is about everybody who does certain duties, and which."""
OWN: Mapping[str, Duties] = {
    "quotas": lambda quota: quota.weights,
    "precedences": lambda precedence: (*precedence.first, *precedence.then),
    "gaps": lambda gap: gap.duties,
    "windows": lambda window: window.duties,
    "expectations": lambda each: (*each.duties, *each.released_by, *each.asked_by),
    "preferences": lambda preference: preference.duties,
}
"""What is about certain duties of one person."""
TIMES = ("bars", "spans", "rhythms", "burdens")
"""What is about one person, whatever they do."""

KINDS = tuple(Kind)
EITHER_WAY = frozenset({VIRTUAL, IN_PERSON})
LASTING = (Kind.ROTATION, Kind.LEAVE)
"""Duties of weeks, in which those of hours lie."""


class Whole:
    """A problem of which parts are taken."""

    def __init__(self, problem: Problem, rules: Sequence[Rule]) -> None:
        self.problem, self.rules = problem, tuple(rules)
        self.reach = max([rule.reach for rule in rules] + [_length(s) for s in problem.spans])
        people, duties = problem.person_index, problem.duty_index
        self._pairs = list(problem.fixed)
        numbers = (people[person] * len(duties) + duties[duty] for person, duty in self._pairs)
        found = np.fromiter(numbers, dtype=np.int64, count=len(self._pairs))
        self._person, self._duty = np.divmod(found, max(len(duties), 1))

    def around(
        self,
        pairs: Collection[Pair],
        added: Iterable[Duty] = (),
        *,
        costs: bool = False,
        adjust: Adjust | None = None,
    ) -> Standing:
        """How it stands, ready to judge changes with these pairs; what else it says is not whole.

        `added` are duties that the problem has not. With `costs` the rules of which only the worst
        excess counts are there as a whole, so that it can be told what a change costs. `adjust` is
        given what the problem asks of these people, by its sort, and says what is asked instead.
        """
        part = _Part(self, frozenset(pairs), tuple(added), costs=costs, adjust=adjust or _as_is)
        problem = part.problem()
        return Checker(problem, self.rules, pairs).start(Roster(problem.fixed))

    def during(self, duty: Duty) -> set[Pair]:
        """What anybody does at the same time."""
        days = (duty.starts_at.toordinal(), duty.last_day.toordinal())
        return {
            pair
            for pair in self.chosen(self._on([days]))
            for other in [self.problem.duty(pair[1])]
            if other.starts_at < duty.ends_at and duty.starts_at < other.ends_at
        }

    # What is done

    def of_people(self, days: Mapping[str, Iterable[Days]]) -> Flags:
        """What people do; of their half-days those within the rules' reach of some of their days."""
        found = np.zeros(len(self._pairs), dtype=bool)
        lasting = ~self._is(Kind.HALF_DAY)
        for person, own in days.items():
            mine = self._pairs_of(person)
            if self.own["rhythms"][person]:
                found[mine] = True  # a rhythm counts days from its first to its last
            else:
                found[mine] = lasting[mine] | self._near(self._duty[mine], own)
        return found

    def _pairs_of(self, person: str) -> Ints:
        row = self.problem.person_index[person]
        return self._by_person[self._firsts[row] : self._firsts[row + 1]]

    @cached_property
    def _by_person(self) -> Ints:
        return np.argsort(self._person, kind="stable")

    @cached_property
    def _firsts(self) -> Ints:
        """Where each person begins among the pairs in order of people."""
        people = np.arange(len(self.problem.people) + 1)
        return np.searchsorted(self._person[self._by_person], people)

    def _near(self, duty: Ints, days: Iterable[Days]) -> Flags:
        first, last = (each[duty] for each in self._days)
        found = np.zeros(len(duty), dtype=bool)
        for start, end in set(days):
            found |= (first <= end + self.reach) & (last >= start - self.reach)
        return found

    def of_weeks(self, days: Collection[Days]) -> Flags:
        """What several people share in the weeks, Monday to Sunday, that touch the days."""
        weeks = {(first - (first - 1) % 7, last + -last % 7) for first, last in days}
        return np.asarray(self._on(weeks) & self._is_shared[self._duty])

    @cached_property
    def _is_shared(self) -> Flags:
        """Calls, and half-days that take rooms, supervise or are supervised, or may be virtual.

        What else several people share is named by the problem.
        """
        return np.array([_is_shared(duty) for duty in self.problem.duties], dtype=bool)

    @property
    def lasting(self) -> Flags:
        """Rotations and leave of everybody."""
        return self._is(*LASTING)

    def of_duties(self, duties: Collection[str]) -> Flags:
        index = self.problem.duty_index
        return np.isin(self._duty, [index[duty] for duty in duties if duty in index])

    def chosen(self, which: Flags) -> set[Pair]:
        return {self._pairs[i] for i in np.flatnonzero(which).tolist()}

    def _is(self, *kinds: Kind) -> Flags:
        return np.isin(self._kind, [KINDS.index(kind) for kind in kinds])

    @cached_property
    def _kind(self) -> Ints:
        """Of each pair."""
        number = {kind: KINDS.index(kind) for kind in Kind}
        of_duty = [number[duty.kind] for duty in self.problem.duties]
        return np.array(of_duty, dtype=np.int64)[self._duty]

    def _on(self, days: Iterable[Days]) -> Flags:
        first, last = self._days
        found = np.zeros(len(first), dtype=bool)
        for start, end in days:
            found |= (first <= end) & (last >= start)
        return np.asarray(found[self._duty])

    @cached_property
    def _days(self) -> tuple[Ints, Ints]:
        duties = self.problem.duties
        first = np.array([d.starts_at.toordinal() for d in duties], dtype=np.int64)
        return first, np.array([d.last_day.toordinal() for d in duties], dtype=np.int64)

    @cached_property
    def frame(self) -> frozenset[str]:
        """Duties between which everything happens; where the way between places counts, all steps."""
        duties = self.problem.duties
        if not duties:
            return frozenset()
        first, last = self._days
        edges = {duties[int(first.argmin())].id, duties[int(last.argmax())].id}
        steps = {d.id for d in duties if d.kind == Kind.ROTATION} if self.problem.burdens else set()
        return frozenset(edges | steps)

    # What is compared with what is published

    @cached_property
    def unpublished(self) -> dict[str, set[Pair]]:
        """What each person does that is not published, if anything is: it is one change in all."""
        found: dict[str, set[Pair]] = defaultdict(set)
        if self.problem.published:
            for pair in self.problem.fixed - self.problem.published:
                found[pair[0]].add(pair)
        return found

    @cached_property
    def of_each_kind(self) -> frozenset[Pair]:
        """One published pair of each kind: only published kinds are compared."""
        kinds = {self.problem.duty(pair[1]).kind: pair for pair in self.problem.published}
        return frozenset(kinds.values())

    # What the problem names

    @cached_property
    def own(self) -> dict[str, dict[str, list[Any]]]:
        """What is about one person, by its sort and the person."""
        found: dict[str, dict[str, list[Any]]] = {}
        for sort in (*OWN, *TIMES):
            found[sort] = defaultdict(list)
            for each in getattr(self.problem, sort):
                found[sort][each.person].append(each)
        return found

    @cached_property
    def worst(self) -> dict[str, list[Any]]:
        """What the rules look at of which only the worst excess counts, by its sort."""
        codes = {rule.code for rule in self.rules if rule.measure == Measure.WORST}
        return {
            "quotas": [quota for quota in self.problem.quotas if quota.rule in codes],
            "preferences": [wish for wish in self.problem.preferences if not wish.prefer],
            "burdens": list(self.problem.burdens),
        }


class _Part:
    """What matters to some pairs."""

    def __init__(
        self,
        whole: Whole,
        asked: frozenset[Pair],
        added: tuple[Duty, ...],
        *,
        costs: bool,
        adjust: Adjust,
    ) -> None:
        self.whole, self.asked, self.costs, self.adjust = whole, asked, costs, adjust
        self.added = {duty.id: duty for duty in added}
        self.duties = {duty for _, duty in asked}
        self.of_person: dict[str, set[str]] = defaultdict(set)
        for person, duty in asked:
            self.of_person[person].add(duty)

    def problem(self) -> Problem:
        problem, whole = self.whole.problem, self.whole
        shared = {sort: self._shared(sort, of) for sort, of in SHARED.items()}
        own = {s: self.adjust(s, self._own(s, partial(self._names, s))) for s in OWN}
        times = {sort: self._own(sort, self._of_their_days(sort)) for sort in TIMES}
        things: dict[str, Any] = {s: tuple(found) for s, found in (shared | own | times).items()}
        named = {duty for sort, of in SHARED.items() for each in shared[sort] for duty in of(each)}
        named |= {duty for sort, of in OWN.items() for each in own[sort] for duty in of(each)}
        fixed = self._fixed(named)
        published = (fixed | self.asked) & problem.published | whole.of_each_kind
        kept = named | self.duties | whole.frame | {duty for _, duty in (*fixed, *published)}
        return replace(
            problem,
            duties=tuple(self._duty(duty) for duty in sorted(kept, key=self._place)),
            candidates=frozenset(),
            fixed=frozenset(fixed),
            published=frozenset(published),
            **things,
        )

    def _place(self, duty: str) -> tuple[int, str]:
        """As in the whole, and what was added at the end."""
        index = self.whole.problem.duty_index
        return index.get(duty, len(index)), duty

    def _duty(self, duty: str) -> Duty:
        return self.added.get(duty) or self.whole.problem.duty(duty)

    def _shared(self, sort: str, of: Duties) -> list[Any]:
        every = getattr(self.whole.problem, sort)
        return [each for each in every if not self.duties.isdisjoint(of(each))]

    def _own(self, sort: str, matters: Callable[[Any], bool]) -> list[Any]:
        of_people = self.whole.own[sort]
        found = [each for p in self.of_person for each in of_people[p] if matters(each)]
        if not self.costs or sort not in self.whole.worst:
            return found
        return list({id(each): each for each in (*found, *self.whole.worst[sort])}.values())

    def _of_their_days(self, sort: str) -> Callable[[Any], bool]:
        """Averages over days in which nothing is asked stay as they are."""
        if sort != "spans":
            return _any
        reach, days = self.whole.reach, self._days

        def near(span: Span) -> bool:
            first, last = span.first_day.toordinal() - reach, span.last_day.toordinal() + reach
            return any(start <= last and first <= end for start, end in days[span.person])

        return near

    @cached_property
    def _days(self) -> dict[str, set[Days]]:
        """Of what is asked about each person."""
        return {p: {_days_of(self._duty(n)) for n in names} for p, names in self.of_person.items()}

    def _names(self, sort: str, each: Any) -> bool:
        """Wishes count together."""
        if sort == "preferences":
            return True
        return not self.of_person[each.person].isdisjoint(OWN[sort](each))

    def _fixed(self, named: Collection[str]) -> set[Pair]:
        """Settled pairs: of the same people, of the same weeks, and of what is named."""
        whole, short, lasting = self.whole, set[Days](), False
        for duty in map(self._duty, self.duties):
            if duty.kind in LASTING:
                lasting = True
            else:
                short.add(_days_of(duty))
        found = whole.of_people(self._days)
        found |= whole.of_weeks(short) | whole.of_duties(named)
        if lasting:
            found |= whole.lasting
        return whole.chosen(found).union(*(whole.unpublished[p] for p in self.of_person))


def _is_shared(duty: Duty) -> bool:
    if duty.kind != Kind.HALF_DAY:
        return duty.kind not in LASTING
    supervised = duty.supervision != Supervision.NONE
    return supervised or duty.room_units > 0 or not duty.traits.isdisjoint(EITHER_WAY)


def _days_of(duty: Duty) -> Days:
    return duty.starts_at.toordinal(), duty.last_day.toordinal()


def _length(span: Span) -> int:
    """Work of the night before the first day counts in it as well."""
    return (span.last_day - span.first_day).days + 2


def _as_is(_: str, things: list[Any]) -> list[Any]:
    return things


def _any(_: Any) -> bool:
    return True
