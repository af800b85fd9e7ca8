"""Some of a problem's hard limits by themselves: can they all hold, and what does one cost?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from ortools.sat.python import cp_model

from scheduling.engine.cliques import Cliques
from scheduling.engine.compiled import Compiled
from scheduling.engine.derived import AnyOf, ClearDays, Ints
from scheduling.engine.facts import Facts, Flags
from scheduling.engine.model import RosterModel
from scheduling.engine.problem import Problem
from scheduling.engine.result import Status
from scheduling.engine.solve import Control
from scheduling.engine.terms import Terms

from .rules.base import Rule

STATUS = {
    cp_model.OPTIMAL: Status.OPTIMAL,
    cp_model.FEASIBLE: Status.FEASIBLE,
    cp_model.INFEASIBLE: Status.INFEASIBLE,
    cp_model.UNKNOWN: Status.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether the rows can hold; and the sums of the soft ones, broken as little as possible."""

    status: Status
    totals: Mapping[int, int] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        return self.status in (Status.OPTIMAL, Status.FEASIBLE)


class View:
    """What can still vary, and what each row can add up to, under some bounds of the pairs."""

    def __init__(self, compiled: Compiled, low: Ints, high: Ints) -> None:
        self.low, self.high = low, high
        days = np.zeros(len(low), dtype=bool)
        for fact in compiled.facts.derived:
            days[fact.first : fact.first + fact.count] = isinstance(fact, ClearDays)
        self.terms = Terms(compiled, low, high, days)
        self.least, self.most = self.terms.least.tolist(), self.terms.most.tolist()


class Whole(RosterModel):
    """All limits of a problem, compiled once, from which trials take the rows they are about.

    Most limits forbid a single pair: leave, levels, credentials. `settled` takes them as given,
    which leaves little to decide; in `loose` they are limits like any other.
    """

    def __init__(self, problem: Problem, rules: Sequence[Rule]) -> None:
        self.facts = Facts(problem)
        self.compiled = Compiled(self.facts, [rule for rule in rules if rule.weight is None])
        self._settle()
        self.settled = View(self.compiled, self.low, self.high)

    @cached_property
    def forbidding(self) -> Ints:
        """Rows that add up to nothing, whatever else holds."""
        return self._rows_allowing_nothing()

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

    @cached_property
    def loose(self) -> View:
        facts = self.facts
        high = np.zeros(facts.pairs, np.int64)
        for person, duty in facts.problem.candidates:
            high[facts.column(person, duty)] = 1
        high[facts.fixed] = 1
        return View(self.compiled, *self._with_derived(facts.fixed.astype(np.int64), high))

    def opened(self, rows: Sequence[int]) -> View:
        """As settled, but for what these rows alone forbid."""
        pairs, others = self.pairs_of(rows), np.setdiff1d(self.forbidding, rows)
        still = np.isin(self.compiled.column, pairs) & np.isin(self.compiled.row, others)
        low, high = (bound[: self.facts.pairs].copy() for bound in (self.low, self.high))
        high[np.setdiff1d(pairs, self.compiled.column[still])] = 1
        return View(self.compiled, *self._with_derived(low, high))

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
            parts += [_members(fact, int(column) - fact.first) for column in mine]
        return np.unique(np.concatenate(parts))

    @cached_property
    def owner(self) -> Ints:
        """The person that all pairs of a row belong to; -1 for several, or for none."""
        facts, compiled = self.facts, self.compiled
        parts = [facts.person, *(_owners(fact, facts) for fact in facts.derived)]
        owner = np.concatenate(parts)[compiled.column] + 1  # so that nobody is 0
        first, last = self._of_rows(np.minimum, owner), self._of_rows(np.maximum, owner)
        return np.where(first == last, first, 0) - 1


class Trial(RosterModel):
    """The model of a few rows. Those in `soft` may be broken; what is in excess is minimised."""

    def __init__(
        self, whole: Whole, rows: Iterable[int], view: View, *, soft: Collection[int] = ()
    ) -> None:
        self.facts, self.compiled = whole.facts, whole.compiled
        self.rows = sorted({int(row) for row in rows})
        self.low, self.high = view.low, view.high
        self.cp = cp_model.CpModel()
        self.settled_faults: list[int] = []
        self._proto = self.cp.proto
        self._cliques = whole.no_cliques
        self._variable = [-1] * len(self.low)
        self._soft: dict[int, tuple[list[int], list[int], int]] = {}
        self._excess: list[cp_model.IntVar] = []
        self.row_of: dict[int, int] = {}  # of each constraint that bounds a row
        pairs = whole.pairs_of(self.rows)
        self.open_pairs = pairs[self.low[pairs] < self.high[pairs]]
        for column in self.open_pairs.tolist():
            self._variable[column] = self.cp.new_bool_var("").index
        for row in self.rows:
            least, most = view.least[row], view.most[row]
            if row in soft:
                self._soften(view, row, least, most)
            else:
                # What a derived fact means comes first, and the bound on the row last.
                self._constrain_row(view.terms, row, least, most)
                self.row_of[len(self._proto.constraints) - 1] = row
        if self._excess:
            self.cp.minimize(cp_model.LinearExpr.sum(self._excess))

    def _soften(self, view: View, row: int, least: int, most: int) -> None:
        low, high = int(self.compiled.low[row]), int(self.compiled.high[row])
        low, high = self._as_far_as_possible(view.terms, row, low, high, least, most)
        variables, weights, settled = self._decisions(view.terms, row, low)
        self._soft[row] = variables, weights, settled
        slack = self.cp.new_int_var(0, max(0, most - high, low - least), "")
        self._linear([*variables, slack.index], [*weights, 1], low - settled, 2**40)
        self._linear([*variables, slack.index], [*weights, -1], -(2**40), high - settled)
        self._excess.append(slack)

    def solve(self, seconds: float, workers: int = 1, control: Control | None = None) -> Answer:
        """Try. Cancelling leaves it undecided."""
        solver, control = self._solver(seconds, workers), control or Control()
        control.watch(solver)
        if control.cancelled.is_set():
            return Answer(Status.UNKNOWN)
        status = STATUS[solver.solve(self.cp)]  # an invalid model is an error
        control.watch(None)
        if status not in (Status.OPTIMAL, Status.FEASIBLE) or not self._soft:
            return Answer(status)
        values = solver.response_proto.solution
        totals = {
            row: settled + sum(w * values[v] for v, w in zip(variables, weights, strict=True))
            for row, (variables, weights, settled) in self._soft.items()
        }
        return Answer(status, totals)

    def _solver(self, seconds: float, workers: int) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = max(0.05, seconds)
        solver.parameters.num_workers = workers
        solver.parameters.random_seed = 1
        if workers == 1:
            solver.parameters.linearization_level = 2
        return solver


def _members(fact: object, row: int) -> Ints:
    if isinstance(fact, AnyOf):
        return fact.group(row)
    if isinstance(fact, ClearDays):
        columns = fact.column[fact.duties(int(fact.person[row]))]
        return columns[columns >= 0]
    raise TypeError(f"No trial for {type(fact).__name__}.")


def _owners(fact: object, facts: Facts) -> Ints:
    if isinstance(fact, ClearDays):
        return fact.person
    if isinstance(fact, AnyOf):
        people = facts.person[fact.members]
        first = np.minimum.reduceat(people, fact.starts[:-1])
        return np.where(first == np.maximum.reduceat(people, fact.starts[:-1]), first, -1)
    raise TypeError(f"No trial for {type(fact).__name__}.")
