"""Scheduled work that was not done: what the limits on work count instead of a duty as planned.

The duty stands where a plan is asked about: it fills its place, its quota and its share. A duty cut
short stands as what is left of it, one that was not done at all without any work.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from people.wording import said
from scheduling.engine.facts import IN_HOUSE
from scheduling.engine.problem import Duty, Kind, Pair, Problem, Work

Times = tuple[datetime, datetime]
Off = Mapping[str, Sequence[Times]]
"""By person, in UTC, where moments of a night in which the clocks change are in their order."""
REFERRING = (
    *("demands", "quotas", "precedences", "gaps", "companies", "windows", "expectations"),
    *("preferences", "pools", "staffings"),
)
"""What of a problem names duties."""


def in_utc(duty: Duty) -> Times:
    return duty.starts_at.astimezone(UTC), duty.ends_at.astimezone(UTC)


def outside(times: Times, busy: Iterable[Times]) -> Iterator[Times]:
    """What is left of a time without those others."""
    start, end = times
    for since, until in sorted(busy):
        if since < end and until > start:
            if since > start:
                yield start, since
            start = max(start, until)
    if start < end:
        yield start, end


def without_unworked(problem: Problem, off: Off) -> Problem:
    """The problem with what is settled cut by the times at which nobody worked."""
    found = _Cut(problem, off)
    return found.problem if found.pieces else problem


def stands_for(problem: Problem, pair: Pair) -> list[Pair]:
    """What there is of somebody's duty in a problem: the duty, or what was worked of it."""
    if pair in problem.fixed or pair in problem.candidates:
        return [pair]
    person, duty = pair
    return [each for each in problem.fixed if each[1].startswith(_id(duty, person, ""))] or [pair]


@dataclass(frozen=True, eq=False)
class _Cut:
    whole: Problem
    off: Off

    @cached_property
    def pieces(self) -> dict[Pair, tuple[Duty, ...]]:
        """What each pair becomes that was not worked as planned; the first piece stands for it."""
        found = {}
        for person, name in sorted(self.whole.fixed):
            duty = self.whole.duty(name)
            if person in self.off and duty.work in IN_HOUSE:
                left = list(outside(in_utc(duty), self.off[person]))
                if left != [in_utc(duty)]:
                    found[person, name] = tuple(_pieces(duty, person, left))
        return found

    @property
    def problem(self) -> Problem:
        pairs = {(p, piece.id) for (p, _), cut in self.pieces.items() for piece in cut}
        referring: dict[str, Any] = {
            name: tuple(map(self._widened, getattr(self.whole, name))) for name in REFERRING
        }
        return replace(
            self.whole,
            duties=(*self.whole.duties, *(d for cut in self.pieces.values() for d in cut)),
            fixed=(self.whole.fixed - self.pieces.keys()) | pairs,
            published=frozenset(map(self._instead, self.whole.published)),
            **referring,
        )

    def _instead(self, pair: Pair) -> Pair:
        return (pair[0], self.pieces[pair][0].id) if pair in self.pieces else pair

    @cached_property
    def _stand_ins(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = defaultdict(tuple)
        for (_, duty), cut in self.pieces.items():
            found[duty] += (cut[0].id,)
        return found

    def _widened(self, thing: Any) -> Any:
        """It names what stands for a duty wherever it names the duty."""
        wider = {f.name: getattr(thing, f.name) for f in fields(thing)}
        wider = {name: self._with_stand_ins(value) for name, value in wider.items()}
        return replace(thing, **{name: value for name, value in wider.items() if value})

    def _with_stand_ins(self, value: Any) -> Any:
        """Nothing where nothing is to be changed."""
        known = self._stand_ins
        if isinstance(value, tuple) and not known.keys().isdisjoint(value):
            return value + tuple(each for duty in value for each in known.get(duty, ()))
        if isinstance(value, Mapping) and not known.keys().isdisjoint(value):
            return {**value, **{e: n for duty, n in value.items() for e in known.get(duty, ())}}
        return None


def _pieces(duty: Duty, person: str, left: Sequence[Times]) -> Iterator[Duty]:
    if not left:
        yield replace(
            duty, id=_id(duty.id, person, 0), work=Work.NONE, handover=0, frees_until=None
        )
    for number, times in enumerate(left):
        starts_at, ends_at = (moment.astimezone(duty.starts_at.tzinfo) for moment in times)
        length = round((times[1] - times[0]).total_seconds() / 60)
        to_its_end = times[1] == in_utc(duty)[1]
        yield replace(
            duty,
            id=_id(duty.id, person, number),
            # A call in two pieces is one call.
            kind=Kind.LOGGED if number else duty.kind,
            cell="" if number else duty.cell,
            label=said("{duty}, without what was not worked", duty=duty.label or duty.code),
            starts_at=starts_at,
            ends_at=ends_at,
            handover=min(duty.handover, length - 1) if to_its_end else 0,
        )


def _id(duty: str, person: str, number: object) -> str:
    return f"{duty}|worked|{person}|{number}"
