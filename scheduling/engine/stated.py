"""Limits as constraints of the solver: what a row and the derived facts in it mean to variables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from scheduling.engine.cliques import Cliques
from scheduling.engine.compiled import Compiled
from scheduling.engine.derived import DAY, AnyOf, ClearDays, Ints
from scheduling.engine.facts import Facts, Flags
from scheduling.engine.limits import NO_LOW
from scheduling.engine.paths import Paths
from scheduling.engine.statements import Statements, negated
from scheduling.engine.terms import Terms
from scheduling.engine.walks import Walk


@dataclass(frozen=True)
class ClearSpan:
    """The periods of 24 hours that may be kept clear in one span of a person."""

    begins: list[int]  # in order
    periods: list[int]  # their variables

    def keep(self, answer: Ints, taken: Flags) -> None:
        """As many of them as what is taken leaves, each begun as soon as it can be."""
        answer[self.periods] = 0
        free_from = self.begins[0]
        for begin, period in zip(self.begins, self.periods, strict=True):
            if begin >= free_from and not taken[period]:
                answer[period], free_from = 1, begin + DAY


class Stated:
    """A model that states rows, be they all of a problem's or, in a trial, a few.

    Whoever states them says what can vary (`low`, `high`) and which decisions exclude each other.
    """

    low: Ints
    high: Ints
    _variable: list[int]  # of each column; there is none, -1, for what is settled or not met yet
    _cliques: Cliques

    def __init__(self, facts: Facts, compiled: Compiled) -> None:
        self.facts, self.compiled = facts, compiled
        self.cp = cp_model.CpModel()
        self.says = Statements(self.cp)
        self.settled_faults: list[int] = []  # rows that what is fixed has broken already
        self.clear_spans: list[ClearSpan] = []

    @property
    def clear_periods(self) -> Ints:
        """Variables, of all the periods of 24 hours that may be kept clear."""
        return np.array([one for span in self.clear_spans for one in span.periods], dtype=np.int64)

    # Rows

    def _hold(self, terms: Terms, row: int, least: int, most: int) -> None:
        """A row that must hold, as far as what is settled leaves it possible."""
        low, high = int(self.compiled.low[row]), int(self.compiled.high[row])
        low, high = self._as_far_as_possible(terms, row, low, high, least, most)
        variables, weights, settled = self._decisions(terms, row, low)
        self.says.bound(variables, weights, low - settled, high - settled)

    def _as_far_as_possible(
        self, terms: Terms, row: int, low: int, high: int, least: int, most: int
    ) -> tuple[int, int]:
        """The bounds of a hard row, loosened to what its fixed part leaves possible.

        What history or a locked cell has broken must not stop everything else from being solved;
        the check still reports it. Too few people for a demand is no such fault.
        """
        of_days = terms.of_days[row]
        if least > high or (of_days and most < low):
            self.settled_faults.append(row)
            return (min(low, most) if of_days else low), max(high, least)
        return low, high

    def _decisions(self, terms: Terms, row: int, low: int) -> tuple[list[int], list[int], int]:
        """Variables and weights of a row, and what its settled terms add up to."""
        variables: list[int] = []
        factors: list[int] = []
        for column, weight in terms.open(row):
            known = self._variable[column]
            found = (known,) if known >= 0 else self._expressed(column, weight, low)
            variables.extend(found)
            factors.extend([weight] * len(found))
        return variables, factors, terms.settled[row]

    # Derived facts

    def _expressed(self, column: int, weight: int, low: int) -> list[int]:
        """The variables of which a derived fact is the sum."""
        fact = next(f for f in self.facts.derived if f.first <= column < f.first + f.count)
        if isinstance(fact, AnyOf):
            return [self._any_of(column, fact.group(column - fact.first))]
        if isinstance(fact, ClearDays):
            if weight < 0 or low <= NO_LOW:
                raise ValueError("Clear days can only be bounded from below.")
            return self._clear_days(fact, column - fact.first)
        if isinstance(fact, Paths):
            if weight < 0 or low > NO_LOW:
                raise ValueError("Idle periods and moves can only be bounded from above.")
            self._walk(fact, (column - fact.first) // (2 * fact.periods))
            return [self._variable[column]]
        raise TypeError(f"No model for {type(fact).__name__}.")

    def _walk(self, paths: Paths, person: int) -> None:
        """A person's way from period to period, as far as idle times and moves follow from it."""
        walk = Walk(self.says, paths, person, self._some)
        columns = (*paths.idle(person).tolist(), *paths.moved(person).tolist())
        for column, variable in zip(columns, (*walk.idle, *walk.moved), strict=True):
            self._variable[column] = variable

    def _some(self, members: Ints) -> int:
        """Whether any of these pairs is done."""
        if (self.low[members] > 0).any():
            return self.says.constant(1)
        still_open = members[self.high[members] > 0]
        if not len(still_open):
            return self.says.constant(0)
        if len(still_open) == 1:
            return self._variable[int(still_open[0])]
        some = self.cp.new_bool_var("").index
        for part in self._cliques.parts(still_open):
            self.says.at_most_one([self._variable[c] for c in part] + [negated(some)])
        self.says.clause([negated(some), *(self._variable[c] for c in still_open.tolist())])
        return some

    def _any_of(self, column: int, members: Ints) -> int:
        of_members = (self._variable[member] for member in members.tolist())
        open_members: list[int] = [variable for variable in of_members if variable >= 0]
        if len(open_members) == 1:
            some = open_members[0]
        else:
            some = self.cp.new_bool_var("").index
            for part in self._cliques.parts(members[self.low[members] < self.high[members]]):
                # Of these only one can hold: together they imply the fact, which says more to
                # a relaxation than each of them for itself.
                self.says.at_most_one([self._variable[c] for c in part] + [negated(some)])
            self.says.clause([negated(some), *open_members])
        self._variable[column] = some
        return some

    def _clear_days(self, fact: ClearDays, row: int) -> list[int]:
        """A variable for each period of 24 hours that may be kept clear, none overlapping another.

        Free time can be cut into most periods by starting each at the end of a duty or of the
        period before, so only such starts are tried.
        """
        mine = fact.duties(int(fact.person[row]))
        column, start, end = fact.column[mine], fact.start[mine], fact.end[mine]
        inside = (start < fact.high[row]) & (end > fact.low[row])
        column, start, end = column[inside], start[inside], end[inside]
        taken = (column < 0) | (self.low[column] > 0)
        maybe = ~taken & (self.high[column] > 0)
        begins = _begins(
            int(fact.low[row]), int(fact.high[row]), end[taken | maybe], start[taken], end[taken]
        )
        chosen = [self.cp.new_bool_var("").index for _ in begins]
        self.clear_spans.append(ClearSpan(begins, chosen))
        for begin, period in zip(begins, chosen, strict=True):
            during = maybe & (start < begin + DAY) & (end > begin)
            for duty in column[during].tolist():
                self.says.clause([negated(period), negated(self._variable[duty])])
        for i, begin in enumerate(begins):
            clique = [v for b, v in zip(begins[i:], chosen[i:], strict=True) if b < begin + DAY]
            if len(clique) > 1:
                self.says.at_most_one(clique)
        return chosen


def _begins(
    low: int, high: int, ends: Iterable[int], taken_start: Ints, taken_end: Ints
) -> list[int]:
    """Moments in [low, high - 24 h] at which a clear period may begin."""
    found: set[int] = set()
    for end in {low, *(int(e) for e in ends)}:
        begin = end
        while begin not in found and low <= begin <= high - DAY:
            if ((taken_start < begin + DAY) & (taken_end > begin)).any():
                break
            found.add(begin)
            begin += DAY
    return sorted(found)
