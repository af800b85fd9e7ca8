"""A version as it stands, ready to be asked what a change of it would break and mend."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from threading import RLock
from typing import Any

from people.spoken import refused
from scheduling.bridge.added import duty_for
from scheduling.bridge.after_call import ONE_DAY, AfterCall, Share, expected_after
from scheduling.bridge.half_days import HalfDayPart
from scheduling.bridge.problems import version_parts
from scheduling.bridge.source import AnyRow, Source
from scheduling.bridge.timeline import Timeline
from scheduling.engine.check import Checker, Standing, Verdict
from scheduling.engine.focus import Whole
from scheduling.engine.problem import Duty, Pair, Problem, Quota, Roster
from scheduling.engine.rules import Broken, Rule
from scheduling.engine.rules.attending_call import AttendingCall
from scheduling.engine.rules.weekly_pattern import WeeklyPattern
from scheduling.engine.sums import Sum, sum_of
from scheduling.engine.uncollected import uncollected
from scheduling.engine.unworked import stands_for
from scheduling.models import Activity, Assignment, CallType

Named = tuple[str, str | None, str]
"""A limit by its rule, its person and its label."""

Night = tuple[int, date]
"""Of a person."""

KEPT = 32
"""Parts of a year that are kept ready; each takes about a megabyte."""

Kind = Assignment.Kind
MANUAL = Assignment.Source.MANUAL
EXPECTED = "E|"
"""How the ids of half-days begin that are expected and not planned yet."""
MOVABLE = frozenset({Kind.CALL, Kind.HALF_DAY})


@dataclass(frozen=True, slots=True)
class _Part:
    """What matters to some pairs; `by_hand` are calls that need not follow the week on a service."""

    pairs: frozenset[Pair]
    by_hand: frozenset[str]
    costs: bool
    standing: Standing
    shares: tuple[Share, ...] = ()

    def judge(self, add: Sequence[Pair], remove: Sequence[Pair]) -> Verdict:
        verdict = self.standing.judge(add=add, remove=remove)
        had, has = self._shifts((), ()), self._shifts(add, remove)
        return Verdict(
            tuple(_told(broken, has) for broken in verdict.broken),
            tuple(_told(broken, had) for broken in verdict.mended),
        )

    def _shifts(self, add: Sequence[Pair], remove: Sequence[Pair]) -> dict[Named, int]:
        """By how much the sums of shares are larger for whoever has a call that takes of them."""
        facts, values = self.standing.checker.facts, self.standing.values
        found = dict[Named, int]()
        for share in self.shares:
            call = (share.quota.person, share.call)
            column = facts.column(*call)
            has = column is not None and values[column] > 0
            if call in add or (has and call not in remove):
                found[share.quota.rule, share.quota.person, share.quota.label] = share.shift
        return found

    def serves(self, pairs: frozenset[Pair], by_hand: frozenset[str], *, costs: bool) -> bool:
        named = {duty for _, duty in pairs}
        return pairs <= self.pairs and by_hand == self.by_hand & named and costs <= self.costs


class VersionStanding:
    """The rows of a version and its program as they were read, and its rules.

    Changes are rows, saved or not: of each is read whose it is, of which kind, on which days and
    what of. Nothing is written, and what is judged does not add up: each change is judged against
    the version as it was read.

    Calls and half-days are judged as a check would find them. Of a rotation or a leave the rules on
    rotations and leave are judged; the calls and half-days in it are looked at when it is made.
    """

    def __init__(self, source: Source, rules: Sequence[Rule]) -> None:
        self.source, self.rules = source, tuple(rules)
        with uncollected():
            self._parts = version_parts(source, wishes=True)
            self.problem: Problem = self._parts.problem()
            self._engine = Whole(self.problem, rules)
        self._kept: OrderedDict[int, _Part] = OrderedDict()
        self._lock = RLock()

    def judge(self, *, add: Iterable[AnyRow] = (), remove: Iterable[AnyRow] = ()) -> Verdict:
        """What putting these in and taking those away would break and mend.

        What is put into a half-day takes the place of what was only expected there.
        """
        with self._lock:
            part, added, removed = self._asked(add, remove)
            return part.judge(added, removed)

    def sums(self, *, add: Iterable[AnyRow] = (), remove: Iterable[AnyRow] = ()) -> tuple[Sum, ...]:
        """The arithmetic of everything that such a change would break."""
        with self._lock:
            part, added, removed = self._asked(add, remove)
            broken = part.standing.judge(add=added, remove=removed).broken
            after = part.standing.moved(add=added, remove=removed)
            return tuple(sum_of(after, each.row) for each in broken)

    def _asked(
        self, add: Iterable[AnyRow], remove: Iterable[AnyRow]
    ) -> tuple[_Part, list[Pair], list[Pair]]:
        come, go = list(add), list(remove)
        added, removed = self.pairs_of(come), self.pairs_of(go)
        by_hand = _calls(added, come)
        removed += self._expected_at(added)
        expected, no_more = self._expected_after(come, go)
        filled = {(person, self._parts.duties[duty].cell) for person, duty in added}
        removed += no_more
        added += [p for p in expected if (p[0], self._parts.duties[p[1]].cell) not in filled]
        removed = [each for pair in removed for each in stands_for(self.problem, pair)]
        part = self._part({*added, *removed}, by_hand=by_hand)
        return part, added, removed

    def prepare(self, rows: Iterable[AnyRow]) -> None:
        """Make ready for changes with any of these rows, so that each is judged in a moment."""
        with self._lock:
            asked = list(rows)
            pairs = self.pairs_of(asked)
            after = [each for row in asked for each in self._hanging_on(row)]
            expected = [*self._expected_at(pairs), *after]
            self.around([*pairs, *expected], by_hand=_calls(pairs, asked))

    def _hanging_on(self, row: AnyRow) -> Iterator[Pair]:
        for come, go in (([row], []), ([], [row])):
            for pairs in self._expected_after(come, go):
                yield from pairs

    def _expected_after(
        self, come: Iterable[AnyRow], go: Iterable[AnyRow]
    ) -> tuple[list[Pair], list[Pair]]:
        """Work that counts on days without a plan when calls come and go, and no more."""
        added, removed = self._calls_by_person(come), self._calls_by_person(go)
        more, less = list[Pair](), list[Pair]()
        for person in sorted(added.keys() | removed.keys()):
            comes, goes = added.get(person, {}), removed.get(person, {})
            enrolment = self.source.enrolment_of[person]
            expected, no_more = expected_after(self._half_days, enrolment, come=comes, go=goes)
            more += sorted(expected)
            less += sorted(no_more)
        return more, less

    def _calls_by_person(self, rows: Iterable[AnyRow]) -> dict[int, dict[Night, CallType]]:
        found: dict[int, dict[Night, CallType]] = {}
        for row in rows:
            if row.kind == Kind.CALL:
                call_type = self.source.call_types[row.call_type_id or 0]
                found.setdefault(row.person_id, {})[row.person_id, row.starts_on] = call_type
        return found

    def _expected_at(self, pairs: Iterable[Pair]) -> list[Pair]:
        """Work that counts in these half-days, where nothing is planned yet."""
        cells = {(person, self._parts.duties[duty].cell) for person, duty in pairs}
        return [self._expected[cell] for cell in cells if cell in self._expected]

    @cached_property
    def _expected(self) -> dict[tuple[str, str], Pair]:
        duties = self._parts.duties
        return {
            (person, duties[duty].cell): (person, duty)
            for person, duty in self._parts.fixed
            if duty.startswith(EXPECTED)
        }

    def usual(self, person: int, day: date, slot: str) -> tuple[Activity, ...]:
        """What the weekly pattern, a leave, a holiday or a call before allow in a half-day."""
        enrolments = [row for row in self.source.enrolments if row.person_id == person]
        with self._lock:
            cells = self._half_days.cells_of(enrolments, [day])
            return next((cell.allowed for cell in cells if cell.slot == slot), ())

    @cached_property
    def whole(self) -> Standing:
        """All limits, and how the version stands to them."""
        return Checker(self.problem, self.rules).start(Roster(self.problem.fixed))

    def during(self, duty: Duty) -> set[Pair]:
        """What anybody does at the same time as a duty."""
        return self._engine.during(duty)

    def around(
        self, pairs: Collection[Pair], *, costs: bool = False, by_hand: Collection[str] = ()
    ) -> Standing:
        """The engine's own view of what matters to these pairs."""
        return self._part(pairs, costs=costs, by_hand=by_hand).standing

    def _part(
        self, pairs: Collection[Pair], *, costs: bool = False, by_hand: Collection[str] = ()
    ) -> _Part:
        asked, free = frozenset(pairs), frozenset(by_hand)
        with self._lock:
            for key, part in self._kept.items():
                if part.serves(asked, free, costs=costs):
                    self._kept.move_to_end(key)
                    return part
            part = self._made(asked, free, costs=costs)
            self._kept[id(part)] = part
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            return part

    def _made(self, pairs: frozenset[Pair], by_hand: frozenset[str], *, costs: bool) -> _Part:
        calls = list(self._after_calls(pairs))
        expected = [each for call in calls for each in call.expectations()]
        shares = [share for call in calls for share in call.shares()]
        quotas = [share.quota for share in shares]
        places = {(e.person, e.label) for e in expected} | {(q.person, q.label) for q in quotas}

        def adjusted(sort: str, things: list[Any]) -> list[Any]:
            if sort == "expectations":
                return [e for e in things if (e.person, e.label) not in places] + expected
            if sort == "quotas":
                kept = [q for q in things if (q.person, q.label) not in places] + quotas
                return [q for q in kept if not _is_tied(q, by_hand)]
            return things

        known = self.problem.duty_index
        named = {duty for _, duty in pairs}
        named |= {duty for e in expected for duty in (*e.duties, *e.released_by)}
        named |= {duty for quota in quotas for duty in quota.weights}
        added = [self._parts.duties[duty] for duty in named if duty not in known]
        standing = self._engine.around(pairs, added, costs=costs, adjust=adjusted)
        return _Part(pairs, by_hand, costs, standing, tuple(s for s in shares if s.shift))

    def _after_calls(self, pairs: Iterable[Pair]) -> Iterator[AfterCall]:
        for person, duty in pairs:
            call_type = self._parts.origins.get(duty)
            if isinstance(call_type, CallType):
                night = self._parts.duties[duty].starts_at.date()
                enrolment = self.source.enrolment_of[int(person)]
                yield AfterCall(self._half_days, enrolment, night, call_type)

    @cached_property
    def _half_days(self) -> HalfDayPart:
        return HalfDayPart(self._parts, self.source, Timeline(self.source))

    # What can be judged so

    def foresees(self, *, add: Iterable[AnyRow] = (), remove: Iterable[AnyRow] = ()) -> bool:
        """Whether a check of the changed version would say just what is judged.

        It would not where the change decides what else is asked for: a rotation or leave, the first
        half-day on a day without a plan, a call set by hand in a week on a service.
        """
        come, go = list(add), list(remove)
        planned = self._planned
        for row in go:
            if row.kind == Kind.HALF_DAY and row.is_replaceable:
                planned = planned - Counter([row.starts_on])
        return (
            all(row.kind in MOVABLE and not self._has_logged(row) for row in (*come, *go))
            and all(planned[row.starts_on] for row in go if row.kind == Kind.HALF_DAY)
            and all(planned[r.starts_on] or r.source == MANUAL for r in come if r.slot)
            and not any(self._is_exempt(row) for row in go if row.kind == Kind.CALL)
        )

    @cached_property
    def _planned(self) -> Counter[date]:
        """How many half-days a solve made on each day; where there are none, nothing is planned."""
        rows = self.source.of_kind(Kind.HALF_DAY)
        return Counter(r.starts_on for r in rows if not r.locked and r.source != MANUAL)

    def _is_exempt(self, row: AnyRow) -> bool:
        """Whether its week on a service asks nothing of it: what is put in its place may follow."""
        return bool(self.source.attending_weeks) and (row.locked or row.source == MANUAL)

    def _has_logged(self, row: AnyRow) -> bool:
        """Whether the person logged work near it: time that is scheduled is counted once."""
        days = (row.starts_on - ONE_DAY, row.ends_on + ONE_DAY)
        return any(
            work.person_id == row.person_id
            and work.starts_at.date() <= days[1]
            and work.ends_at.date() >= days[0]
            for work in self.source.logged_work
        )

    # Rows as the engine names them

    def pairs_of(self, rows: Iterable[AnyRow]) -> list[Pair]:
        """Rows as pairs of the engine. Refuses people who are not of this program and year."""
        with self._lock:
            return [self._pair(row) for row in rows]

    def _pair(self, row: AnyRow) -> Pair:
        if row.person_id not in self.source.people:
            raise refused(
                "Person {person_id} is not enrolled in {schedule}.",
                code="not-enrolled",
                person_id=row.person_id,
                schedule=self.source.version.schedule,
            )
        return str(row.person_id), duty_for(row, self._parts, self.source)


def _calls(pairs: Sequence[Pair], rows: Sequence[AnyRow]) -> frozenset[str]:
    """The calls among these: what somebody puts in by hand need not go with a week on a service."""
    both = zip(pairs, rows, strict=True)
    return frozenset(duty for (_, duty), row in both if row.kind == Kind.CALL)


def _told(broken: Broken, shifts: Mapping[Named, int]) -> Broken:
    """With the numbers that people know."""
    shift = shifts.get((broken.rule.code, broken.person, broken.label), 0)
    if broken.rule.code == WeeklyPattern.code and broken.low == 0:
        shift = -1  # one thing is expected of whoever has the call
    if not shift:
        return broken
    low, high = (None if bound is None else bound - shift for bound in (broken.low, broken.high))
    return replace(broken, total=broken.total - shift, low=low, high=high)


def _is_tied(quota: Quota, calls: Collection[str]) -> bool:
    return quota.rule == AttendingCall.code and not quota.weights.keys().isdisjoint(calls)
