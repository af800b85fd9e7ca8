"""How call is shared out in a version: counts beside fair shares, as the rule on equity has them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from scheduling.bridge.call import CallPart
from scheduling.bridge.parts import Parts
from scheduling.bridge.source import Source
from scheduling.engine.academic_year import ONE_DAY, Span
from scheduling.engine.problem import Pool
from scheduling.engine.rules.call_equity import fair_shares
from scheduling.models import CallType, ScheduleVersion


@dataclass(frozen=True, slots=True)
class Share:
    """What somebody has of a pool, and what would be fair."""

    count: int
    least: int
    most: int
    carried: int

    @property
    def fair(self) -> str:
        return str(self.least) if self.least == self.most else f"{self.least}–{self.most}"  # noqa: RUF001

    @property
    def off(self) -> int:
        """How far above or (negative) below the fair share."""
        return max(0, self.count - self.most) - max(0, self.least - self.count)


@dataclass(frozen=True, slots=True)
class Sharer:
    """A person, with a share of each pool."""

    name: str
    shares: tuple[Share, ...]
    person: int


@dataclass(frozen=True, slots=True)
class SharedCall:
    """A call and those who share it: all nights, Sundays, holidays."""

    title: str
    pools: tuple[str, ...]
    people: tuple[Sharer, ...]
    call_type: int


def shared_call(version: ScheduleVersion, *, taken: bool = False) -> tuple[SharedCall, ...]:
    """For each call that anybody may take. About eight queries; reads the calls of the year.

    Shares are of the calls that are needed; with `taken`, of those that somebody has.
    """
    source = Source(version).only(version.assignments.calls())
    return tuple(_shared(source, call_parts(source, taken=taken)))


def call_parts(source: Source, *, taken: bool = False) -> Parts:
    """The calls of a year with who has them, and the pools that share them."""
    parts = Parts(source.program.time_zone)
    call = CallPart(parts, source)
    call.add_assigned(replanned=None)
    before = source.first_day - ONE_DAY
    call.add_pools(Span(before, before) if taken else Span(source.first_day, source.last_day))
    return parts


def call_pools(source: Source, parts: Parts) -> Iterator[tuple[CallType, list[Pool]]]:
    """Of each call that somebody may take: all nights, Sundays, holidays."""
    for call_type in source.call_types.values():
        pools = [p for p in parts.pools if p.label.rpartition(" ")[0] == call_type.code]
        if pools:
            yield call_type, pools


def _shared(source: Source, parts: Parts) -> Iterator[SharedCall]:
    names = {str(e.person_id): e.person.roster_name for e in source.enrolments}
    done = Counter(parts.fixed)
    for call_type, pools in call_pools(source, parts):
        shares = [_shares(pool, done) for pool in pools]
        people = sorted(pools[0].weights, key=names.__getitem__)
        rows = tuple(Sharer(names[p], tuple(s[p] for s in shares), int(p)) for p in people)
        titles = tuple(pool.label.rpartition(" ")[2] for pool in pools)
        yield SharedCall(call_type.name, titles, rows, call_type.pk)


def _shares(pool: Pool, done: Counter[tuple[str, str]]) -> dict[str, Share]:
    fair = dict(zip(pool.weights, fair_shares(pool), strict=True))
    return {
        person: Share(
            sum(done[person, duty] for duty in pool.duties),
            *fair[person],
            pool.carried.get(person, 0),
        )
        for person in pool.weights
    }
