"""The sum behind a limit, term by term: the arithmetic of a violation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from scheduling.engine.check import Standing
from scheduling.engine.derived import AnyOf, ClearDays, clear_days
from scheduling.engine.paths import Paths

from .rules.base import Broken


@dataclass(frozen=True, slots=True)
class Term:
    """What one thing adds to the sum: a duty that somebody does, or a free time."""

    person: str  # id
    name: str
    what: str
    starts_at: datetime
    ends_at: datetime
    weight: int
    amount: int


@dataclass(frozen=True, slots=True)
class Sum:
    """A limit with everything that adds to it; the amounts of the terms make the total."""

    broken: Broken
    terms: tuple[Term, ...]

    @property
    def total(self) -> int:
        return sum(term.amount for term in self.terms)


def sum_of(standing: Standing, row: int) -> Sum:
    """The sum of one limit as the roster stands."""
    compiled = standing.checker.compiled
    total = int(standing.totals[row])
    low, high = int(compiled.low[row]), int(compiled.high[row])
    terms = slice(int(compiled.starts[row]), int(compiled.starts[row + 1]))
    found: list[Term] = []
    for column, weight in zip(compiled.column[terms], compiled.weight[terms], strict=True):
        if standing.values[column]:
            found += _terms(standing, int(column), int(weight))
    found = _together(found)
    broken = compiled.broken(row, total, max(0, low - total, total - high))
    return Sum(broken, tuple(sorted(found, key=lambda t: (t.starts_at, t.name, t.what))))


def _together(terms: list[Term]) -> list[Term]:
    """What is worked in pieces, because something else lies on a part of it, is one term again."""
    found: dict[tuple[object, ...], Term] = {}
    for term in terms:
        key = term.person, term.what, term.starts_at, term.ends_at
        before = found.get(key)
        found[key] = replace(term, amount=term.amount + before.amount) if before else term
    return list(found.values())


def _terms(standing: Standing, column: int, weight: int) -> Iterator[Term]:
    facts = standing.checker.facts
    if column < facts.pairs:
        yield _duty(standing, column, weight, weight)
        return
    fact = next(f for f in facts.derived if f.first <= column < f.first + f.count)
    if isinstance(fact, AnyOf):
        # It counts once, however many of its duties are done; the first stands for it.
        done = [c for c in fact.group(column - fact.first).tolist() if standing.values[c]]
        for place, each in enumerate(done):
            yield _duty(standing, each, weight, 0 if place else weight)
    elif isinstance(fact, ClearDays):
        yield from _free_times(standing, fact, column - fact.first, weight)
    elif isinstance(fact, Paths):
        yield _step(standing, fact, column - fact.first, weight)
    else:
        raise TypeError(f"No terms for {type(fact).__name__}.")


def _step(standing: Standing, fact: Paths, row: int, weight: int) -> Term:
    """A period in which somebody is idle, or has moved to another place."""
    facts, (period, moved) = standing.checker.facts, divmod(row % (2 * fact.periods), 2)
    person = facts.problem.people[row // (2 * fact.periods)]
    duties = facts.duty[fact.pair[fact.period == period]]
    times = facts.local(facts.start[duties].min()), facts.local(facts.end[duties].max())
    what = "has moved to another place" if moved else "idle, with something still to come"
    return Term(person.id, person.name, what, *times, weight, weight)


def _duty(standing: Standing, column: int, weight: int, amount: int) -> Term:
    facts = standing.checker.facts
    person = facts.problem.people[facts.person[column]]
    duty = facts.problem.duties[facts.duty[column]]
    what = duty.label or duty.code
    return Term(person.id, person.name, what, duty.starts_at, duty.ends_at, weight, amount)


def _free_times(standing: Standing, fact: ClearDays, row: int, weight: int) -> Iterator[Term]:
    """Each time without duty, home call or leave in the span that is long enough to count."""
    facts, mine = standing.checker.facts, fact.duties(int(fact.person[row]))
    column, start, end = fact.column[mine], fact.start[mine], fact.end[mine]
    busy = (column < 0) | (standing.values[column] > 0)
    start, end = start[busy], end[busy]
    low, high = int(fact.low[row]), int(fact.high[row])
    until = np.maximum.accumulate(end) if len(end) else end
    person = facts.problem.people[fact.person[row]]
    gaps = zip([low, *until.tolist()], [*start.tolist(), high], strict=True)
    for begin, beyond in gaps:
        begin, beyond = max(begin, low), min(beyond, high)
        if begin >= beyond:
            continue
        edges = np.array([begin]), np.array([beyond])
        days = int(clear_days(start[:0], end[:0], *edges)[0])
        if days:
            what = f"free for {(beyond - begin) / 60:.1f} h"
            times = facts.local(begin), facts.local(beyond)
            yield Term(person.id, person.name, what, *times, weight, days * weight)
