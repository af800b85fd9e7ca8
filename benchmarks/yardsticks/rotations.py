"""A year of rotations and leave as a model of its own: halves of blocks, weeks, quotas, wishes.

Reads the question as plain facts, the JSON of a problem. Of the rules it knows those that a year of
rotations meets, with the numbers that the samples have.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations, pairwise
from typing import Any

from ortools.sat.python import cp_model

NIGHTS_IN_A_ROW = 2  # half-blocks
HEAVY_IN_A_ROW, HEAVY_PRICE = 6, 2
WITHOUT_CLINIC, CLINIC_PRICE = 4, 2
BETWEEN_LEAVE, LEAVE_PRICE = timedelta(weeks=2), 1
AWAY_PERCENT = 25

Row = Mapping[str, Any]
Var = cp_model.IntVar
Sum = Any
"""A linear expression, which is an int where nothing is in it."""


@dataclass(frozen=True)
class Time:
    """A rotation or a week of leave, in moments."""

    id: str
    starts_at: datetime
    ends_at: datetime
    row: Row

    @classmethod
    def of(cls, row: Row) -> Time:
        starts_at, ends_at = (datetime.fromisoformat(row[k]) for k in ("starts_at", "ends_at"))
        return cls(row["id"], starts_at, ends_at, row)

    @property
    def is_leave(self) -> bool:
        return bool(self.row["kind"] == "leave")

    def meets(self, starts_at: datetime, ends_at: datetime) -> bool:
        return self.starts_at < ends_at and starts_at < self.ends_at


@dataclass(frozen=True)
class Resident:
    """Somebody who rotates, with a decision for each thing they may do."""

    row: Row
    does: Mapping[str, Var]
    rotations: Sequence[Time]
    weeks: Sequence[Time]  # of leave, in the order of time
    there: Sequence[Sequence[Time]]  # in each half of the year, what they may do

    def in_groups(self) -> Iterator[str]:
        """Their level, and those with whom they share a call."""
        for tag in self.row["tags"]:
            if tag.startswith("PGY-") or (tag.startswith("call ") and len(tag.split()) == 2):
                yield tag

    def windows(self, length: int, trait: str) -> Iterator[Sum]:
        """So many halves in a row, in each of which there is something to do: how many are so."""
        for first in range(len(self.there) - length + 1):
            window = self.there[first : first + length]
            if all(window):
                yield sum(
                    self.does[time.id]
                    for half in window
                    for time in half
                    if trait in time.row["traits"]
                )


class Year:
    """The model, and what each tier costs, the most important first."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data, self.cp = data, cp_model.CpModel()
        self.tiers: dict[str, Sum] = {}
        self._times = {row["id"]: Time.of(row) for row in data["duties"]}
        self._away: dict[str, list[tuple[datetime, datetime, bool]]] = defaultdict(list)
        for row in data["away"]:
            since, until = (datetime.fromisoformat(row[k]) for k in ("starts_at", "ends_at"))
            self._away[row["person"]].append((since, until, row["planned"]))
        rotations = [time for time in self._times.values() if not time.is_leave]
        edges = sorted({moment for t in rotations for moment in (t.starts_at, t.ends_at)})
        self._halves = list(pairwise(edges))
        people = {row["id"]: row for row in data["people"]}
        self.residents = {
            person: self._resident(people[person], duties)
            for person, duties in data["candidates"].items()
        }
        self._must_hold()
        self._wishes()
        self._shape()

    def _resident(self, row: Row, duties: Iterable[str]) -> Resident:
        may = [time for time in map(self._times.__getitem__, duties) if self._may(row, time)]
        rotations = [time for time in may if not time.is_leave]
        weeks = sorted((time for time in may if time.is_leave), key=lambda time: time.starts_at)
        there = [[t for t in rotations if t.meets(*half)] for half in self._halves]
        return Resident(row, {t.id: self.cp.new_bool_var("") for t in may}, rotations, weeks, there)

    def _may(self, row: Row, time: Time) -> bool:
        """The level, the credential for all of it, and leave that is granted already."""
        open_to, asked = set(time.row["open_to"]), time.row["credential"]
        held = [one for one in row["credentials"] if one["code"] == asked]
        if open_to and not open_to & set(row["tags"]):
            return False
        if asked and not any(_is_valid(one, time) for one in held):
            return False
        return (
            time.is_leave
            or time.row["leave_ok"]
            or not any(
                planned and time.meets(since, until)
                for since, until, planned in self._away[row["id"]]
            )
        )

    # What must hold

    def _must_hold(self) -> None:
        for one in self.residents.values():
            self._one_at_a_time(one)
            self._leave_where_it_may_be(one)
            for nights in one.windows(NIGHTS_IN_A_ROW + 1, "night"):
                self._at_most(nights, NIGHTS_IN_A_ROW)
        self._demands()
        self._quotas()
        self._order()
        self._gaps()
        self._leave_at_once()

    def _at_most(self, done: Sum, most: int) -> None:
        if not isinstance(done, int):
            self.cp.add(done <= most)

    def _one_at_a_time(self, one: Resident) -> None:
        for half in one.there:
            self.cp.add_at_most_one(one.does[t.id] for t in half)
        for week in one.weeks:
            at_once = (t for t in one.weeks if t.starts_at <= week.starts_at < t.ends_at)
            self.cp.add_at_most_one(one.does[t.id] for t in at_once)

    def _leave_where_it_may_be(self, one: Resident) -> None:
        for week in one.weeks:
            for half in one.there:
                barred = (
                    t for t in half
                    if not t.row["leave_ok"] and t.meets(week.starts_at, week.ends_at)
                )  # fmt: skip
                self.cp.add_at_most_one(one.does[t.id] for t in (week, *barred))

    def _demands(self) -> None:
        for demand in self.data["demands"]:
            who = set(demand["who"])
            there = [
                one.does[duty]
                for one in self.residents.values()
                if not who or who & set(one.row["tags"])
                for duty in demand["duties"]
                if duty in one.does
            ]
            self.cp.add(sum(there) >= demand["low"])
            if demand["high"] is not None:
                self._at_most(sum(there), demand["high"])

    def _quotas(self) -> None:
        for quota in self.data["quotas"]:
            does = self.residents[quota["person"]].does
            done = sum(does[d] * weight for d, weight in quota["weights"].items() if d in does)
            if quota["low"]:
                self.cp.add(done >= quota["low"])
            if quota["high"] is not None:
                self._at_most(done, quota["high"])

    def _order(self) -> None:
        for order in self.data["precedences"]:
            does = self.residents[order["person"]].does
            first = [self._times[d] for d in order["first"] if d in does]
            for then in (self._times[d] for d in order["then"] if d in does):
                before = [does[t.id] for t in first if t.ends_at <= then.starts_at]
                self.cp.add_bool_or([*before, does[then.id].negated()])

    def _gaps(self) -> None:
        """All that begin too soon after the same one are too near to each other as well."""
        for gap in self.data["gaps"]:
            does = self.residents[gap["person"]].does
            duties = [self._times[d] for d in gap["duties"] if d in does]
            for time in duties:
                until = time.ends_at + timedelta(days=gap["days"])
                near = (t for t in duties if time.starts_at <= t.starts_at < until)
                self.cp.add_at_most_one(does[t.id] for t in near)

    def _leave_at_once(self) -> None:
        groups: dict[str, list[Resident]] = defaultdict(list)
        for one in self.residents.values():
            for tag in one.in_groups():
                groups[tag].append(one)
        for members in groups.values():
            most = max(1, len(members) * AWAY_PERCENT // 100)
            for moment in sorted({week.starts_at for one in members for week in one.weeks}):
                taken = sum(self._gone(one, moment) for one in members)
                there = [
                    one.does[week.id]
                    for one in members
                    for week in one.weeks
                    if week.starts_at <= moment < week.ends_at
                ]
                self.cp.add(sum(there) <= max(0, most - taken))

    def _gone(self, one: Resident, moment: datetime) -> int:
        """In how many absences that are no week which may still be given."""
        weeks = {(week.starts_at, week.ends_at) for week in one.weeks}
        return sum(
            since <= moment < until
            for since, until, _ in self._away[one.row["id"]]
            if (since, until) not in weeks
        )

    # What costs

    def _wishes(self) -> None:
        paid: Sum = 0
        avoided: dict[str, Sum] = defaultdict(int)
        for wish in self.data["preferences"]:
            does, price = self.residents[wish["person"]].does, wish["price"]
            done = [does[d] for d in wish["duties"] if d in does]
            if wish["prefer"]:
                unmet = self.cp.new_bool_var("")
                self.cp.add_bool_or([*done, unmet])
                paid += price * unmet
            else:
                paid += price * sum(done)
                avoided[wish["person"]] += price * sum(done)
        worst = self.cp.new_int_var(0, sum(wish["price"] for wish in self.data["preferences"]), "")
        for of_one in avoided.values():
            self.cp.add(of_one <= worst)
        self.tiers |= {"fairness": worst, "preferences": paid}

    def _shape(self) -> None:
        cost: Sum = 0
        for one in self.residents.values():
            for heavy in one.windows(HEAVY_IN_A_ROW + 1, "heavy"):
                cost += HEAVY_PRICE * self._excess(heavy - HEAVY_IN_A_ROW)
            for clinic in one.windows(WITHOUT_CLINIC + 1, "continuity"):
                cost += CLINIC_PRICE * self._excess(1 - clinic)
            for earlier, later in combinations(one.weeks, 2):
                if timedelta() <= later.starts_at - earlier.ends_at < BETWEEN_LEAVE:
                    both = one.does[earlier.id] + one.does[later.id]
                    cost += LEAVE_PRICE * self._excess(both - 1)
        self.tiers["shape"] = cost

    def _excess(self, beyond: Sum) -> Sum:
        """What goes beyond by one at most."""
        if isinstance(beyond, int):
            return max(0, beyond)
        slack = self.cp.new_bool_var("")
        self.cp.add(slack >= beyond)
        return slack


def _is_valid(held: Row, time: Time) -> bool:
    first, last = time.starts_at.date(), (time.ends_at - timedelta(minutes=1)).date()
    return (not held["starts_on"] or held["starts_on"] <= first.isoformat()) and (
        not held["ends_on"] or last.isoformat() <= held["ends_on"]
    )
