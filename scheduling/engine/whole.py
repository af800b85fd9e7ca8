"""All hard limits of a problem, and what is still open in them. Needs no solver."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np

from scheduling.engine.cliques import Cliques
from scheduling.engine.compiled import Compiled
from scheduling.engine.derived import AnyOf, ClearDays, Ints
from scheduling.engine.facts import Facts, Flags
from scheduling.engine.paths import Paths
from scheduling.engine.problem import Problem
from scheduling.engine.settled import (
    least_and_most,
    rows_allowing_nothing,
    whatever_is_allowed,
    with_derived,
)
from scheduling.engine.terms import Terms

from .rules.base import Rule


class View:
    """What can still vary, and what each row can add up to, under some bounds of the pairs."""

    def __init__(self, compiled: Compiled, low: Ints, high: Ints) -> None:
        self.low, self.high = low, high
        self.terms = Terms.of(compiled, low, high)
        self.least, self.most = self.terms.least.tolist(), self.terms.most.tolist()


class Whole:
    """All limits of a problem, compiled once, from which trials take the rows they are about.

    Most limits forbid a single pair: leave, levels, credentials. `settled` takes them as given,
    which leaves little to decide; in `loose` they are limits like any other.
    """

    def __init__(self, problem: Problem, rules: Sequence[Rule]) -> None:
        self.facts = Facts(problem)
        self.compiled = Compiled(self.facts, [rule for rule in rules if rule.weight is None])

    @cached_property
    def forbidding(self) -> Ints:
        """Rows of positive terms that add up to nothing, whatever else holds."""
        return rows_allowing_nothing(self.compiled)

    @cached_property
    def settled(self) -> View:
        return View(self.compiled, *least_and_most(self.facts, self.compiled))

    @cached_property
    def loose(self) -> View:
        return self.view(*whatever_is_allowed(self.facts))

    def view(self, low: Ints, high: Ints) -> View:
        """Under bounds of the pairs."""
        return View(self.compiled, *with_derived(self.facts, low, high))

    @cached_property
    def no_cliques(self) -> Cliques:
        """What follows from some rows must not hold in trials from which they are left out."""
        return Cliques(self.compiled, np.zeros(self.compiled.rows, dtype=bool))

    @cached_property
    def forbids(self) -> Flags:
        """The same as flags, one for each row."""
        result = np.zeros(self.compiled.rows, dtype=bool)
        result[self.forbidding] = True
        return result

    def opened(self, rows: Sequence[int]) -> View:
        """As settled, but for what these rows alone forbid."""
        pairs, others = self.pairs_of(rows), np.setdiff1d(self.forbidding, rows)
        still = np.isin(self.compiled.column, pairs) & np.isin(self.compiled.row, others)
        settled = self.settled
        low, high = (bound[: self.facts.pairs].copy() for bound in (settled.low, settled.high))
        high[np.setdiff1d(pairs, self.compiled.column[still])] = 1
        return self.view(low, high)

    @cached_property
    def days(self) -> tuple[Ints, Ints]:
        """The first and the last day that each row is about; 0 for none."""
        facts, compiled = self.facts, self.compiled
        firsts, lasts = [facts.first_day[facts.duty]], [facts.last_day[facts.duty]]
        for fact in facts.derived:
            if isinstance(fact, AnyOf):
                starts = fact.starts[:-1]
                firsts.append(np.minimum.reduceat(firsts[0][fact.members], starts))
                lasts.append(np.maximum.reduceat(lasts[0][fact.members], starts))
            elif isinstance(fact, ClearDays):
                firsts.append(facts.days(fact.low))
                lasts.append(facts.days(fact.high - 1))
            elif isinstance(fact, Paths):
                firsts.append(np.full(fact.count, firsts[0].min(initial=0)))
                lasts.append(np.full(fact.count, lasts[0].max(initial=0)))
            else:
                raise TypeError(f"No days for {type(fact).__name__}.")
        first, last = (np.concatenate(days)[compiled.column] for days in (firsts, lasts))
        return self._of_rows(np.minimum, first), self._of_rows(np.maximum, last)

    def _of_rows(self, least_or_most: np.ufunc, of_term: Ints) -> Ints:
        """The least or the most of the terms of each row; 0 for a row of none."""
        starts = self.compiled.starts
        filled, result = starts[1:] > starts[:-1], np.zeros(self.compiled.rows, dtype=np.int64)
        if len(of_term):
            result[filled] = least_or_most.reduceat(of_term, starts[:-1][filled])
        return result

    def binding_in(self, view: View) -> Ints:
        """Rows that may be broken by what is left to decide, but for those that forbid."""
        return np.flatnonzero(view.terms.may_break & ~self.forbids)

    @cached_property
    def binding(self) -> Ints:
        return self.binding_in(self.settled)

    def columns(self, row: int) -> Ints:
        return self.compiled.column[self.compiled.starts[row] : self.compiled.starts[row + 1]]

    def pairs_of(self, rows: Iterable[int]) -> Ints:
        """Every pair that these rows are about, through derived facts as well."""
        found = [self.columns(row) for row in rows]
        columns = np.unique(np.concatenate(found)) if found else np.zeros(0, np.int64)
        parts = [columns[columns < self.facts.pairs]]
        for fact in self.facts.derived:
            mine = columns[(columns >= fact.first) & (columns < fact.first + fact.count)]
            if len(mine):
                parts.append(fact.pairs_of(mine - fact.first))
        return np.unique(np.concatenate(parts))

    @cached_property
    def owner(self) -> Ints:
        """The person that all pairs of a row belong to; -1 for several, or for none."""
        facts, compiled = self.facts, self.compiled
        parts = [facts.person, *(_owners(fact, facts) for fact in facts.derived)]
        owner = np.concatenate(parts)[compiled.column] + 1  # so that nobody is 0
        first, last = self._of_rows(np.minimum, owner), self._of_rows(np.maximum, owner)
        return np.where(first == last, first, 0) - 1


def _owners(fact: object, facts: Facts) -> Ints:
    if isinstance(fact, ClearDays):
        return fact.person
    if isinstance(fact, Paths):
        return np.arange(fact.count) // (2 * fact.periods)
    if isinstance(fact, AnyOf):
        people = facts.person[fact.members]
        first = np.minimum.reduceat(people, fact.starts[:-1])
        return np.where(first == np.maximum.reduceat(people, fact.starts[:-1]), first, -1)
    raise TypeError(f"No trial for {type(fact).__name__}.")
