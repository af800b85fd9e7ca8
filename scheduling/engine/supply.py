"""Supply beside demand, week by week: simple counts of who is needed and who could come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from scheduling.engine.derived import Ints
from scheduling.engine.whole import Whole

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Supply:
    """One service or credential in one week (from its Monday).

    `needed` and `takes` are sums over its demands; `people` is how many different people could do
    any of it, and `short` how many of its demands have fewer who could than they need. Somebody who
    could serve several is counted for each of them: enough in this table may still be too few.

    Of the rooms of a place, each time at which something begins there counts: `needed` is the rooms
    that demands and what is settled take then, `takes` is those that there are, and `short` is how
    many of these times have too few.
    """

    week: date
    sort: str  # service, credential, share or rooms
    name: str
    needed: int
    takes: int | None
    people: int
    short: int


@dataclass
class _Line:
    needed: int = 0
    takes: int | None = 0
    people: set[int] = field(default_factory=set)
    short: int = 0

    def add(self, low: int, high: int | None, people: Iterable[int]) -> None:
        could = set(people)
        self.needed += low
        self.takes = None if high is None or self.takes is None else self.takes + high
        self.people |= could
        self.short += len(could) < low

    def add_room_time(self, needed: int, rooms: int, people: Iterable[int]) -> None:
        self.needed += needed
        self.takes = (self.takes or 0) + rooms
        self.people |= set(people)
        self.short += needed > rooms


Key = tuple[date, str, str]


def supplies(whole: Whole) -> tuple[Supply, ...]:
    """A line for each week, and in it for each service, credential and weekly share."""
    lines: dict[Key, _Line] = {}
    for keys, low, high, people in (*_demands(whole), *_shares(whole)):
        for key in keys:
            lines.setdefault(key, _Line()).add(low, high, people)
    for key, needed, rooms, people in _rooms(whole):
        lines.setdefault(key, _Line()).add_room_time(needed, rooms, people)
    return tuple(
        Supply(*key, line.needed, line.takes, len(line.people), line.short)
        for key, line in sorted(lines.items())
    )


def _demands(whole: Whole) -> Iterator[tuple[list[Key], int, int | None, list[int]]]:
    facts = whole.facts
    duties, index = facts.problem.duties, facts.problem.duty_index
    for demand in facts.problem.demands:
        columns = np.concatenate([facts.of_duty(index[each]) for each in demand.duties])
        wanted = facts.tagged_any(demand.who)[facts.person[columns]]
        people = np.unique(facts.person[_able(whole, columns[wanted])]).tolist()
        first = duties[index[demand.duties[0]]]
        last_day = max(duties[index[each]].last_day for each in demand.duties)
        starts_on = min(duties[index[each]].starts_at.date() for each in demand.duties)
        # A call that ends in the morning belongs to the week in which it starts.
        weeks = list(_weeks(starts_on, last_day if last_day - starts_on >= WEEK else starts_on))
        codes = {duties[index[each]].code for each in demand.duties}
        # What several services share, such as a pool for call, goes by its own name.
        name = first.code if len(codes) == 1 else demand.label
        keys = [(week, "service", name) for week in weeks]
        held = sorted({duties[index[each]].credential for each in demand.duties} - {""})
        keys += [(week, "credential", credential) for week in weeks for credential in held]
        yield keys, demand.low, demand.high, people


def _shares(whole: Whole) -> Iterator[tuple[list[Key], int, int | None, list[int]]]:
    """What single people are asked for within one week; each half-day they could give counts."""
    facts, index = whole.facts, whole.facts.problem.duty_index
    for quota in facts.problem.quotas:
        if not quota.low or not quota.weights:
            continue
        days = [facts.problem.duties[index[duty]].starts_at.date() for duty in quota.weights]
        weeks = list(_weeks(min(days), max(days)))
        if len(weeks) > 1:
            continue
        columns = np.array([c for c, _ in facts.columns_of(quota.person, quota.weights)], np.int64)
        able = _able(whole, columns)
        yield [(weeks[0], "share", quota.label)], quota.low, quota.high, able.tolist()


def _rooms(whole: Whole) -> Iterator[tuple[Key, int, int, list[int]]]:
    """Each time at which something that takes a room begins: what is certain to be in them then."""
    facts = whole.facts
    units = np.array([duty.room_units for duty in facts.problem.duties], dtype=np.int64)
    certain = np.array(list(_certain(whole)), dtype=np.int64) * units
    for place in facts.problem.rooms:
        here = np.array([duty.place == place.place for duty in facts.problem.duties], dtype=bool)
        here &= units > 0
        for start in np.unique(facts.start[here]).tolist():
            now = np.flatnonzero(here & (facts.start <= start) & (facts.end > start))
            columns = np.concatenate([facts.of_duty(duty) for duty in now.tolist()])
            people = np.unique(facts.person[_able(whole, columns)]).tolist()
            day = facts.local(start).date()
            key = (day - timedelta(days=day.weekday()), "rooms", place.place)
            yield key, int(certain[now].sum()), place.rooms, people


def _certain(whole: Whole) -> Iterator[int]:
    """Of each duty, how many people do it at least; what takes its rooms once counts once."""
    facts = whole.facts
    least: dict[str, int] = {}
    for demand in facts.problem.demands:
        if len(demand.duties) == 1:
            [duty] = demand.duties
            # Several demands of one duty may be met by the same people.
            least[duty] = max(least.get(duty, 0), demand.low)
    for number, each in enumerate(facts.problem.duties):
        settled = int(whole.settled.low[facts.of_duty(number)].sum())
        people = max(settled, least.get(each.id, 0))
        yield min(people, 1) if each.room_once else people


def _able(whole: Whole, columns: Ints) -> Ints:
    """Those that are done, or may still be."""
    return columns[whole.settled.high[columns] > 0]


def _weeks(first: date, last: date) -> Iterator[date]:
    week = first - timedelta(days=first.weekday())
    while week <= last:
        yield week
        week += WEEK
