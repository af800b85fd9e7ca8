"""The CP-SAT model of a problem: its decisions, limits and costs, and what a search asks of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np

from scheduling.engine.chains import chained
from scheduling.engine.cliques import Cliques
from scheduling.engine.compiled import Compiled
from scheduling.engine.cost import Cost
from scheduling.engine.derived import AnyOf, Ints
from scheduling.engine.facts import Facts, Flags
from scheduling.engine.limits import NO_LOW
from scheduling.engine.linear import Rows
from scheduling.engine.paths import Paths
from scheduling.engine.presence import counted, say_when_done
from scheduling.engine.pricing import Pricing
from scheduling.engine.problem import Problem, Roster
from scheduling.engine.settled import least_and_most
from scheduling.engine.stated import Stated
from scheduling.engine.terms import Terms

from .rules.base import Rule, Tier


class RosterModel(Stated):
    """Decisions for the pairs that are open, constraints for the limits that can be broken.

    What is settled is a number, not a variable, and a limit that holds whatever is decided is
    left out.
    """

    def __init__(self, problem: Problem, rules: Sequence[Rule]) -> None:
        facts = Facts(problem)
        super().__init__(facts, Compiled(facts, rules))
        self._pricing = Pricing(self.cp, self.says, self.compiled)
        self.costs = self._pricing.costs
        self.kept: list[int] = []  # constraints that keep the cost of a tier
        self.low, self.high = least_and_most(facts, self.compiled)
        self._create()
        self._constrain()

    def _create(self) -> None:
        """A variable for every open pair; there is none, -1, for a settled column."""
        pairs = self.facts.pairs
        self.open_pairs = np.flatnonzero(self.low[:pairs] < self.high[:pairs])
        self._variable = [-1] * len(self.low)
        for column in self.open_pairs.tolist():
            self._variable[column] = self.cp.new_bool_var("").index
        self.variable = np.array(self._variable[:pairs], dtype=np.int64)  # of the pairs

    # Limits

    def _constrain(self) -> None:
        compiled, terms = self.compiled, Terms.of(self.compiled, self.low, self.high)
        held = terms.least <= compiled.high
        self._cliques = Cliques(compiled, held)
        least, most = terms.least.tolist(), terms.most.tolist()
        follows = self._say_what_comes_first(held)
        for row in np.flatnonzero(terms.may_break & ~follows).tolist():
            self._constrain_row(terms, row, least[row], most[row])
        self._pricing.finish()
        for fact in self.facts.derived:
            if isinstance(fact, Paths):
                self._say_when_done(fact, held)

    def _say_what_comes_first(self, held: Flags) -> Flags:
        """The rows that follow from what is said."""
        said = np.zeros(len(held), dtype=bool)
        for follow, before, rows in chained(self.compiled, held, self._cliques):
            then, first = (self._open_of(sorted(pairs)) for pairs in (follow, before))
            if not self.low[[*follow, *before]].any() and then:
                weights = [1] * len(then) + [-1] * len(first)
                self.says.linear([*then, *first], weights, NO_LOW, 0)
                said[rows] = True
        return said

    def _say_when_done(self, paths: Paths, held: Flags) -> None:
        known = counted(self.compiled, held, paths, self.high, self._cliques)
        for person, count in known.items():
            pair, period, _ = paths.members(person)
            idle = [self._variable[column] for column in paths.idle(person).tolist()]
            if count and min(idle) >= 0 and not self.low[pair].any():
                there = [self._open_of(pair[period == t].tolist()) for t in range(paths.periods)]
                say_when_done(self.says, there, idle, count)

    def walked(self, paths: Paths, person: int) -> tuple[Ints, Ints] | None:
        """The variables of a person's idle periods and moves, if anything is asked of these."""
        columns = paths.idle(person), paths.moved(person)
        found = [[self._variable[column] for column in each.tolist()] for each in columns]
        idle, moved = (np.array(each, dtype=np.int64) for each in found)
        return None if (idle < 0).any() or (moved < 0).any() else (idle, moved)

    def _open_of(self, pairs: Iterable[int]) -> list[int]:
        """Variables of the pairs that are open."""
        return [self._variable[pair] for pair in pairs if self._variable[pair] >= 0]

    def _constrain_row(self, terms: Terms, row: int, least: int, most: int) -> None:
        compiled = self.compiled
        if compiled.hard[row]:
            self._hold(terms, row, least, most)
            return
        low, high = int(compiled.low[row]), int(compiled.high[row])
        variables, weights, settled = self._decisions(terms, row, low)
        worst = max(most - high, low - least)
        self._pricing.add(row, variables, weights, low - settled, high - settled, worst)

    # What solve() needs

    def groups(self) -> Iterator[tuple[int, Ints]]:
        """Variables for "any of some pairs", with those of the pairs that are open."""
        for fact in self.facts.derived:
            if isinstance(fact, AnyOf):
                for row in range(fact.count):
                    variable, members = self._variable[fact.first + row], fact.group(row)
                    if variable >= 0:
                        yield variable, members[self.variable[members] >= 0]

    def minimise(self, cost: Cost) -> None:
        self.cp.proto.objective.vars.clear()
        self.cp.proto.objective.coeffs.clear()
        self.cp.proto.objective.vars.extend(cost.variables)
        self.cp.proto.objective.coeffs.extend(cost.coefficients)
        self.cp.proto.objective.offset = cost.offset

    def whole_cost(self) -> Cost:
        """The costs of all tiers together."""
        whole = Cost()
        for cost in self.costs.values():
            whole.variables += cost.variables
            whole.coefficients += cost.coefficients
            whole.offset += cost.offset
        return whole

    def keep(self, cost: Cost, value: int, least: int = NO_LOW) -> int:
        """From now on this cost may not rise above `value`. Returns what `release` takes.

        That it is never below `least` must be known already.
        """
        low, high = (bound - cost.offset for bound in (least, value))
        self.kept.append(self.says.linear(cost.variables, cost.coefficients, low, high))
        return self.kept[-1]

    def release(self, kept: int) -> None:
        """Let a cost that was kept be what it may.

        What it was known to cost at least may have been known of what is no longer kept either.
        """
        self.says.loosen(kept)

    def rows(self) -> Rows:
        """All constraints, as they are now."""
        return self.says.rows()

    @contextmanager
    def narrowed(self, floor: Ints, ceiling: Ints) -> Iterator[None]:
        """For a while variables have no more than this range.

        One that is left no value at all says that nothing is possible; it is held at its least.
        """
        variables = self.cp.proto.variables
        before = [list(variable.domain) for variable in variables]
        most = np.maximum(floor, ceiling)
        for variable, low, high in zip(variables, floor.tolist(), most.tolist(), strict=True):
            variable.domain[0], variable.domain[1] = low, high
        yield
        for variable, domain in zip(variables, before, strict=True):
            variable.domain[0], variable.domain[1] = domain

    def hint(self, solution: Sequence[int]) -> None:
        """Start from these values of all variables."""
        self.cp.clear_hints()  # type: ignore[no-untyped-call]
        self.cp.proto.solution_hint.vars.extend(range(len(solution)))
        self.cp.proto.solution_hint.values.extend(solution)

    def hint_roster(self, roster: Roster) -> None:
        """Start from this roster, as far as it is about open pairs."""
        problem, columns = self.facts.problem, self.open_pairs
        people = [problem.people[person].id for person in self.facts.person[columns].tolist()]
        duties = [problem.duties[duty].id for duty in self.facts.duty[columns].tolist()]
        done = [int(pair in roster.pairs) for pair in zip(people, duties, strict=True)]
        self.cp.clear_hints()  # type: ignore[no-untyped-call]
        self.cp.proto.solution_hint.vars.extend(self.variable[columns].tolist())
        self.cp.proto.solution_hint.values.extend(done)

    def fix(self, roster: Roster) -> None:
        """Allow this roster only."""
        done = self.facts.vector(roster)
        for column in range(self.facts.pairs):
            variable = int(self.variable[column])
            if variable >= 0:
                self.says.linear([variable], [1], int(done[column]), int(done[column]))
            elif done[column] != self.low[column]:
                self.says.clause([])

    @property
    def slacks(self) -> list[int]:
        """Variables that say by how much a limit is broken."""
        return self._pricing.slacks

    @property
    def soft_terms(self) -> set[int]:
        """Variables of the limits that may be broken."""
        return self._pricing.terms

    def tightened(self, solution: Sequence[int]) -> list[int]:
        """The same answer with every slack as small as it can be."""
        return self._pricing.tightened(solution)

    def roster(self, solution: Sequence[int]) -> Roster:
        return self.facts.roster(self._done(solution))

    def true_costs(self, solution: Sequence[int]) -> dict[Tier, int]:
        """What its roster costs; the solver's own sums may be higher where it does not mind."""
        values = self.facts.values(self._done(solution))
        return self.compiled.costs(self.compiled.excess(self.compiled.totals(values)))

    def _done(self, solution: Sequence[int]) -> Ints:
        done = self.low[: self.facts.pairs].copy()
        done[self.open_pairs] = np.asarray(solution)[self.variable[self.open_pairs]]
        return done
