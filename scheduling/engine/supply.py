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
    """

    week: date
    sort: str  # service, credential or share
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


Key = tuple[date, str, str]


def supplies(whole: Whole) -> tuple[Supply, ...]:
    """A line for each week, and in it for each service, credential and weekly share."""
    lines: dict[Key, _Line] = {}
    for keys, low, high, people in (*_demands(whole), *_shares(whole)):
        for key in keys:
            lines.setdefault(key, _Line()).add(low, high, people)
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
        if first.credential:
            keys += [(week, "credential", first.credential) for week in weeks]
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


def _able(whole: Whole, columns: Ints) -> Ints:
    """Those that are done, or may still be."""
    return columns[whole.settled.high[columns] > 0]


def _weeks(first: date, last: date) -> Iterator[date]:
    week = first - timedelta(days=first.weekday())
    while week <= last:
        yield week
        week += WEEK
