"""Numbers about a roster: how much is covered, how call is shared, how long people work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scheduling.engine.derived import Ints
from scheduling.engine.facts import COUNTED, Facts
from scheduling.engine.problem import Kind, Pair, Pool, Problem, Roster
from scheduling.engine.worked import worked_in_spans


@dataclass(frozen=True, slots=True)
class Coverage:
    """People needed by demands, and how many of those places are filled; never more than needed."""

    needed: int
    filled: int

    @property
    def share(self) -> float:
        return self.filled / self.needed if self.needed else 1.0


@dataclass(frozen=True, slots=True)
class Shares:
    """How often each person of a pool does its duties."""

    pool: Pool
    counts: dict[str, int]

    @property
    def spread(self) -> int:
        """Most less fewest among people of equal weight, with what they carry over."""
        groups: dict[int, list[int]] = {}
        for person, weight in self.pool.weights.items():
            whole = self.counts[person] + self.pool.carried.get(person, 0)
            groups.setdefault(weight, []).append(whole)
        return max((max(group) - min(group) for group in groups.values()), default=0)


@dataclass(frozen=True, slots=True)
class Hours:
    """Work of one person in one span, as it counts against the limit."""

    person: str
    label: str
    minutes: int
    weeks: float  # present

    @property
    def weekly(self) -> float:
        """Hours a week."""
        return self.minutes / 60 / self.weeks if self.weeks else 0.0


def coverage(problem: Problem, roster: Roster) -> Coverage:
    """How much of what the demands need is there."""
    doing = _doing(roster)
    tags = {person.id: person.tags for person in problem.people}
    needed = filled = 0
    for demand in problem.demands:
        people = {p for duty in demand.duties for p in doing.get(duty, ())}
        serving = sum(1 for p in people if not demand.who or demand.who & tags[p])
        needed += demand.low
        filled += min(demand.low, serving)
    return Coverage(needed, filled)


def shares(problem: Problem, roster: Roster) -> list[Shares]:
    """How each pool shares its duties."""
    doing = _doing(roster)
    return [Shares(pool, _counts(pool, doing)) for pool in problem.pools]


def _counts(pool: Pool, doing: Mapping[str, Sequence[str]]) -> dict[str, int]:
    done = Counter(person for duty in set(pool.duties) for person in doing.get(duty, ()))
    return {person: done[person] for person in pool.weights}


def _doing(roster: Roster) -> dict[str, list[str]]:
    """Who does each duty."""
    found: dict[str, list[str]] = {}
    for person, duty in roster.pairs:
        found.setdefault(duty, []).append(person)
    return found


class Worked:
    """The work of a problem's spans, looked up once for several rosters."""

    def __init__(self, problem: Problem, also: Iterable[Pair] = ()) -> None:
        self.facts = Facts(problem, also)
        self.span, self.column, self.minutes = worked_in_spans(self.facts, *COUNTED)

    def hours(self, roster: Roster) -> Iterator[Hours]:
        """Work in every span."""
        return self.hours_of(self.facts.vector(roster))

    def hours_of(self, vector: Ints) -> Iterator[Hours]:
        """The same of a roster as a vector."""
        facts, spans = self.facts, self.facts.problem.spans
        done = facts.values(vector)[self.column]
        worked = np.bincount(self.span, self.minutes * done, minlength=len(spans))
        for row, asked in enumerate(spans):
            weeks = facts.present_halves[row] / 14
            yield Hours(asked.person, asked.label, int(worked[row]), weeks)


def hours(problem: Problem, roster: Roster) -> Iterator[Hours]:
    """Work in every span."""
    return Worked(problem, roster.pairs).hours(roster)


def rotation_changes(problem: Problem, roster: Roster) -> Counter[str]:
    """How many different rotations each person has."""
    rotations = {duty.id: duty.code for duty in problem.duties if duty.kind == Kind.ROTATION}
    seen = {(person, rotations[duty]) for person, duty in roster.pairs if duty in rotations}
    return Counter(person for person, _ in seen)
