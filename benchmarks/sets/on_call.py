"""The on-call rostering instances of the MiniZinc Challenges 2013 and 2018, as our problem.

The format counts a weekend from Friday to Sunday as one day; so do we, on a calendar on which a
week has five days. The last pair of days has no price for being done by one person, since the
published model leaves it out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import permutations
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import numpy as np

from benchmarks.sets import dzn
from scheduling.engine.facts import Facts
from scheduling.engine.limits import Limits, Measure, limits
from scheduling.engine.problem import (
    Demand,
    Duty,
    Gap,
    Kind,
    Person,
    Pool,
    Problem,
    Rhythm,
    Roster,
    Succession,
    Work,
)
from scheduling.engine.rules import (
    Broken,
    Capacity,
    Coverage,
    Rule,
    Sequence,
    ShiftSuccession,
    Tier,
    WorkRun,
)

FIRST = datetime(2027, 1, 4, tzinfo=ZoneInfo("UTC"))
WEEK = 5
LAST = "last"
WEEKEND, WEDNESDAY = 0, 3


@dataclass(frozen=True, kw_only=True)
class Wish(ShiftSuccession):
    """Two days of call that somebody would rather not have one so soon after the other."""

    code: ClassVar[str] = "wish"
    tier: ClassVar[Tier] = Tier.EDUCATION


@dataclass(frozen=True, kw_only=True)
class Balance(Rule):
    """For any two people, by how much the calls of one exceed the share of the other's.

    Calls times the other's work load are compared; every started hundred of the largest
    difference counts one.
    """

    code: ClassVar[str] = "balance"
    title: ClassVar[str] = "Calls in proportion to work load"
    text: ClassVar[str] = "Calls of any two people are in the proportion of their work loads."
    measure: ClassVar[Measure] = Measure.WORST
    step: ClassVar[int] = 100

    weight: int | None = 1
    pool: int = 0

    def limits(self, facts: Facts) -> Iterator[Limits]:
        pool = facts.problem.pools[self.pool]
        columns = {
            person: [column for column, _ in facts.columns_of(person, pool.duties)]
            for person in pool.weights
        }
        row: list[int] = []
        column: list[int] = []
        weight: list[int] = []
        pairs = list(permutations(pool.weights, 2))
        for index, (one, other) in enumerate(pairs):
            row += [index] * (len(columns[one]) + len(columns[other]))
            column += columns[one] + columns[other]
            weight += [pool.weights[other]] * len(columns[one])
            weight += [-pool.weights[one]] * len(columns[other])
        yield limits(
            len(pairs),
            np.array(row, dtype=np.int64),
            np.array(column, dtype=np.int64),
            np.array(weight, dtype=np.int64),
            high=0,
            label=lambda index: f"{pool.label}, {pairs[index][0]} against {pairs[index][1]}",
        )

    def says(self, broken: Broken) -> str:
        return f"{broken.label}: {broken.total} beyond the proportion."


def problem_of(text: str) -> Problem:
    data = dzn.read(text)
    staff, days = range(data["num_staff"]), range(1, data["num_days"] + 1)
    weekends = [day for day in days if _is_weekend(data, day)]
    everybody = [str(one) for one in staff]
    ids = {kind: tuple(str(d) for d in days if (d in weekends) == kind) for kind in (False, True)}
    last = _moment(days[-1]).date()
    return Problem(
        "UTC",
        tuple(Person(one, f"Staff {int(one) + 1}", frozenset({"staff"})) for one in everybody),
        tuple(_duty(data, day) for day in days),
        candidates=frozenset(
            (one, str(day))
            for one in everybody
            for day in days
            if day not in data["unavailable"][int(one)]
        ),
        fixed=frozenset((one, str(day)) for one in everybody for day in data["fixed"][int(one)]),
        demands=tuple(Demand((str(day),), 1, 1, label=f"day {day}") for day in days),
        gaps=tuple(Gap(one, ids[True], WEEK, "weekends too close") for one in everybody),
        pools=tuple(
            Pool(
                label,
                ids[kind],
                len(ids[kind]),
                dict(zip(everybody, data["work_load"], strict=True)),
            )
            for label, kind in (("week days", False), ("weekends", True))
        ),
        rhythms=tuple(Rhythm(one, FIRST.date(), last, most_work=2) for one in everybody),
        successions=tuple(_successions(data)),
    )


def rules_of(text: str) -> tuple[Rule, ...]:
    data = dzn.read(text)
    kinds = (("adjacent", "adj_days_str"), ("wednesday", "wed_before_weekend_str"))
    wishes = [_wish(code, data[name]) for code, name in kinds if data[name]]
    hard = (Coverage(), Capacity(), WorkRun(), Sequence(), ShiftSuccession())
    return (*hard, *wishes, Balance(pool=0), Balance(pool=1))


def _wish(code: str, price: int) -> Rule:
    kind: type[Wish] = type(code.title(), (Wish,), {"code": code})
    return kind(weight=price)


def _is_weekend(data: dict[str, Any], day: int) -> bool:
    return (day - 1 - data["weekend_offset"]) % WEEK == 0 and day > data["weekend_offset"]


def _moment(day: int) -> datetime:
    return FIRST + timedelta(days=day - 1)


def _code(data: dict[str, Any], day: int) -> str:
    """The place of a day in its week, the weekend being 0; the last day of all has its own."""
    own = str((day - 1 - data["weekend_offset"]) % WEEK)
    return own + (LAST if day == data["num_days"] else "")


def _duty(data: dict[str, Any], day: int) -> Duty:
    starts = _moment(day)
    ends = starts + timedelta(days=1)
    return Duty(str(day), _code(data, day), Kind.CALL, starts, ends, work=Work.HOME_CALL)


def _successions(data: dict[str, Any]) -> Iterator[Succession]:
    every = frozenset(_code(data, day) for day in range(1, data["num_days"] + 1))
    weekend = frozenset(code for code in every if code.startswith(str(WEEKEND)))
    yield Succession(weekend, every - weekend, label="call on the day after a weekend")
    yield Succession(every - weekend, weekend, label="call on the day before a weekend")
    rest = frozenset(code for code in every if not code.endswith(LAST))
    yield Succession(rest, rest, label="call on two days in a row", rule="adjacent")
    wednesday = frozenset(code for code in every if code.startswith(str(WEDNESDAY)))
    yield Succession(wednesday, weekend, 2, label="Wednesday and weekend", rule="wednesday")


def answer_of(roster: Roster) -> dict[int, int]:
    """Who is on call on each day: days from 1, staff from 0."""
    return {int(day): int(person) for person, day in roster.pairs}
