"""The medical student scheduling instances (Akbarzadeh and Maenhout; Zanazzo) as our problem.

A year of rotations: students, disciplines at hospitals, periods. The published score is maximised,
ours is a cost: each student has a best gain for an assignment, what falls short of it is the price
of a wish, and who could have gained less in all carries the difference over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.sets import dzn
from scheduling.engine.problem import (
    Burden,
    Demand,
    Duty,
    Kind,
    Person,
    Precedence,
    Preference,
    Problem,
    Quota,
    Roster,
)
from scheduling.engine.rules import (
    Capacity,
    Continuity,
    Coverage,
    FairPreferences,
    OneThing,
    RankPreferences,
    RotationQuota,
    Rule,
    Sequence,
    Tier,
)

FIRST = datetime(2027, 1, 4, tzinfo=ZoneInfo("UTC"))
PERIOD = timedelta(weeks=1)


class Wishes(RankPreferences):
    """One sum with the others: the published score knows no tiers."""

    tier = Tier.EDUCATION


class WorstOff(FairPreferences):
    """The same."""

    tier = Tier.EDUCATION


class Ways(Continuity):
    """The same."""

    tier = Tier.EDUCATION


RULES: tuple[Rule, ...] = (
    OneThing(),
    RotationQuota(),
    Coverage(),
    Capacity(),
    Sequence(),
    Wishes(),
    Ways(),
    WorstOff(),
)


@dataclass(frozen=True)
class Instance:
    data: dict[str, Any]

    @cached_property
    def students(self) -> range:
        return range(self.data["Students"])

    @cached_property
    def disciplines(self) -> range:
        return range(self.data["Disciplines"])

    @cached_property
    def hospitals(self) -> range:
        return range(self.data["Hospitals"])

    @cached_property
    def starts(self) -> range:
        """Periods in which a rotation may begin."""
        return range(self.data["Horizon"] - self.data["Duration"] + 1)

    def spans(self, start: int) -> range:
        return range(start, start + self.data["Duration"])

    def gain(self, student: int, hospital: int, discipline: int) -> int:
        of_discipline, of_hospital, *_ = self.data["WeightPref"][student]
        return int(
            of_discipline * self.data["PrefStudDisc"][student][discipline]
            + of_hospital * self.data["PrefStudHosp"][student][hospital]
            + self.data["ManPref"][discipline]
        )

    def open_to(self, student: int) -> Iterator[tuple[int, int]]:
        """Hospitals and disciplines that a student may do."""
        for h in self.hospitals:
            for d in self.disciplines:
                if self.data["AllowedDisc"][student][d] and self.data["Ability"][student][h][d]:
                    yield h, d

    def asked(self, student: int) -> int:
        return sum(self.data["StudDiscGroup"][student])

    def best_gain(self, student: int) -> int:
        return max((self.gain(student, h, d) for h, d in self.open_to(student)), default=0)

    @cached_property
    def most(self) -> list[int]:
        """What each student gains if every assignment is the best of all."""
        return [self.asked(s) * self.best_gain(s) for s in self.students]


def duty_id(hospital: int, discipline: int, start: int) -> str:
    return f"{hospital}-{discipline}-{start}"


def problem_of(text: str) -> Problem:
    found = Instance(dzn.read(text))
    return Problem(
        "UTC",
        tuple(Person(str(s), f"Student {s + 1}") for s in found.students),
        tuple(
            _duty(found, h, d, t)
            for h in found.hospitals
            for d in found.disciplines
            for t in found.starts
        ),
        candidates=frozenset(
            (str(s), duty_id(h, d, t))
            for s in found.students
            for h, d in found.open_to(s)
            for t in found.starts
            if all(found.data["Availability"][s][period] for period in found.spans(t))
        ),
        demands=tuple(_demands(found)),
        quotas=tuple(_quotas(found)),
        precedences=tuple(_precedences(found)),
        preferences=tuple(_preferences(found)),
        burdens=tuple(
            Burden(
                str(s),
                idle=-found.data["WeightPref"][s][3],
                move=-found.data["WeightPref"][s][2],
                carried=max(found.most) - found.most[s],
            )
            for s in found.students
        ),
    )


def score_of(text: str, cost: int) -> int:
    """The published score of a roster that costs so much."""
    most = Instance(dzn.read(text)).most
    return sum(most) + max(most) - cost


def _duty(found: Instance, hospital: int, discipline: int, start: int) -> Duty:
    begins = FIRST + start * PERIOD
    return Duty(
        duty_id(hospital, discipline, start),
        f"D{discipline + 1}",
        Kind.ROTATION,
        begins,
        begins + found.data["Duration"] * PERIOD,
        place=f"H{hospital + 1}",
    )


def _demands(found: Instance) -> Iterator[Demand]:
    for h in found.hospitals:
        for d in found.disciplines:
            for period in range(found.data["Horizon"]):
                low = found.data["MinPosHosp"][h][d][period]
                high = found.data["MaxPosHosp"][h][d][period]
                duties = tuple(duty_id(h, d, t) for t in found.starts if period in found.spans(t))
                if low or high < len(found.students):
                    yield Demand(
                        duties, low, high, label=f"D{d + 1} at H{h + 1}, period {period + 1}"
                    )


def _quotas(found: Instance) -> Iterator[Quota]:
    hospitals, disciplines, starts = found.hospitals, found.disciplines, found.starts
    groups = found.data["DiscGroup"]
    for s in found.students:
        for d in disciplines:
            once = {duty_id(h, d, t): 1 for h in hospitals for t in starts}
            yield Quota("rotation-quota", str(s), once, None, 1, f"D{d + 1}")
        for h in hospitals:
            there = {duty_id(h, d, t): 1 for d in disciplines for t in starts}
            most = found.data["MaxDiscPerHosp"]
            if most < found.asked(s):
                yield Quota("rotation-quota", str(s), there, None, most, f"at H{h + 1}")
        for group, wanted in enumerate(found.data["StudDiscGroup"][s], start=1):
            mine = [d for d in disciplines if groups[d] == group]
            of_group = {duty_id(h, d, t): 1 for h in hospitals for d in mine for t in starts}
            yield Quota("rotation-quota", str(s), of_group, wanted, wanted, f"group {group}")


def _precedences(found: Instance) -> Iterator[Precedence]:
    for then in found.disciplines:
        for first in found.disciplines:
            if found.data["Precededby"][then][first]:
                duties = [
                    tuple(duty_id(h, d, t) for h in found.hospitals for t in found.starts)
                    for d in (first, then)
                ]
                for s in found.students:
                    yield Precedence(str(s), *duties, f"D{then + 1} before D{first + 1}")


def _preferences(found: Instance) -> Iterator[Preference]:
    for s in found.students:
        best = found.best_gain(s)
        for h, d in found.open_to(s):
            price = best - found.gain(s, h, d)
            if price:
                duties = tuple(duty_id(h, d, t) for t in found.starts)
                yield Preference(str(s), duties, price, label=f"D{d + 1} at H{h + 1}")


def answer_of(roster: Roster) -> list[tuple[int, int, int, int]]:
    """Student, hospital, discipline and first period of each assignment, counted from 0."""
    return [(int(student), *map(int, duty.split("-"))) for student, duty in roster.pairs]
