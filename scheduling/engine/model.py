"""The CP-SAT model of a problem. With `solve`, the only module that knows OR-Tools."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np
from ortools.sat.python import cp_model

from scheduling.engine.chains import chained
from scheduling.engine.cliques import Cliques
from scheduling.engine.compiled import Compiled
from scheduling.engine.derived import DAY, AnyOf, ClearDays, Ints
from scheduling.engine.facts import Facts, Flags
from scheduling.engine.limits import NO_HIGH, NO_LOW, Measure
from scheduling.engine.paths import Paths
from scheduling.engine.presence import counted, say_when_done
from scheduling.engine.problem import Problem, Roster
from scheduling.engine.statements import Statements, negated
from scheduling.engine.terms import Terms
from scheduling.engine.walks import Walk

from .rules.base import Rule, Tier


@dataclass
class Cost:
    """A linear cost: coefficients of variables, and what is paid in any case."""

    variables: list[int] = field(default_factory=list)
    coefficients: list[int] = field(default_factory=list)
    offset: int = 0

    @property
    def floor(self) -> int:
        """What it cannot go below: decisions are 0 or 1, and slacks cost nothing at 0."""
        return self.offset + sum(min(0, coefficient) for coefficient in self.coefficients)

    def of(self, solution: Sequence[int]) -> int:
        """What an answer costs."""
        terms = zip(self.variables, self.coefficients, strict=True)
        return self.offset + sum(
            coefficient * solution[variable] for variable, coefficient in terms
        )

    def prices(self, count: int) -> Ints:
        """What one unit of each of so many variables costs."""
        price = np.zeros(count, dtype=np.int64)
        np.add.at(price, self.variables, self.coefficients)
        return price

    def add(self, variable: int, coefficient: int) -> None:
        self.variables.append(variable)
        self.coefficients.append(coefficient)


class RosterModel:
    """Decisions for the pairs that are open, constraints for the limits that can be broken.

    What is settled is a number, not a variable, and a limit that holds whatever is decided is
    left out.
    """

    def __init__(self, problem: Problem, rules: Sequence[Rule]) -> None:
        facts = Facts(problem)
        self._begin(facts, Compiled(facts, rules))
        self.costs: dict[Tier, Cost] = {}
        self._slacks: list[tuple[int, list[int], list[int], int, int, int]] = []
        self.kept: list[int] = []  # constraints that keep the cost of a tier
        self._worst: dict[int, int] = {}  # the slack of each rule of which only the worst counts
        self._settle()
        self._create()
        self._constrain()

    def _begin(self, facts: Facts, compiled: Compiled) -> None:
        """What stating a row needs, be it one of all or, in a trial, one of a few."""
        self.facts, self.compiled = facts, compiled
        self.cp = cp_model.CpModel()
        self._says = Statements(self.cp)
        self.settled_faults: list[int] = []  # rows that what is fixed has broken already
        self.clear_periods: list[int] = []  # variables, of 24 hours that may be kept clear

    # What can still vary

    def _settle(self) -> None:
        """The least and the most that each column can be."""
        facts, compiled = self.facts, self.compiled
        low, high = np.zeros(facts.pairs, np.int64), np.zeros(facts.pairs, np.int64)
        for person, duty in facts.problem.candidates:
            high[facts.column(person, duty)] = 1
        low[facts.fixed], high[facts.fixed] = 1, 1
        for row in self._rows_allowing_nothing():
            column = compiled.column[compiled.starts[row] : compiled.starts[row + 1]]
            pair = column[column < facts.pairs]
            high[pair[~facts.fixed[pair]]] = 0
        self.low, self.high = self._with_derived(low, high)

    def _rows_allowing_nothing(self) -> Ints:
        """Hard rows of positive terms that add up to nothing: leave, levels, closed windows."""
        compiled = self.compiled
        candidates = np.flatnonzero(compiled.hard & (compiled.high <= 0))
        lightest = [
            compiled.weight[a:b].min(initial=1)
            for a, b in zip(
                compiled.starts[candidates], compiled.starts[candidates + 1], strict=True
            )
        ]
        return candidates[np.array(lightest, dtype=np.int64) > 0]

    def _with_derived(self, low: Ints, high: Ints) -> tuple[Ints, Ints]:
        """The same for derived facts: "any of" grows with its pairs, clear days shrink."""
        lows, highs = [low], [high]
        for fact in self.facts.derived:
            every = np.arange(fact.count)
            if isinstance(fact, Paths):
                # More work can end an idle time as well as begin one.
                least, most = np.zeros(fact.count, np.int64), np.ones(fact.count, np.int64)
            else:
                least, most = fact.values(low, every), fact.values(high, every)
            lows.append(np.minimum(least, most))
            highs.append(np.maximum(least, most))
        return np.concatenate(lows), np.concatenate(highs)

    def _create(self) -> None:
        """A variable for every open pair; there is none, -1, for a settled column."""
        pairs = self.facts.pairs
        self.open_pairs = np.flatnonzero(self.low[:pairs] < self.high[:pairs])
        self._variable: list[int] = [-1] * len(self.low)
        for column in self.open_pairs.tolist():
            self._variable[column] = self.cp.new_bool_var("").index
        self.variable = np.array(self._variable[:pairs], dtype=np.int64)  # of the pairs

    # Limits

    def _constrain(self) -> None:
        compiled, terms = self.compiled, self._terms_left()
        held = terms.least <= compiled.high
        self._cliques = Cliques(compiled, held)
        least, most = terms.least.tolist(), terms.most.tolist()
        follows = self._say_what_comes_first(held)
        for row in np.flatnonzero(terms.may_break & ~follows).tolist():
            self._constrain_row(terms, row, least[row], most[row])
        for index, slack in self._worst.items():
            rule = compiled.rules[index]
            self._cost(rule).add(slack, rule.weight or 0)
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
                self._says.linear([*then, *first], weights, NO_LOW, 0)
                said[rows] = True
        return said

    def _say_when_done(self, paths: Paths, held: Flags) -> None:
        known = counted(self.compiled, held, paths, self.high, self._cliques)
        for person, count in known.items():
            pair, period, _ = paths.members(person)
            idle = [self._variable[column] for column in paths.idle(person).tolist()]
            if count and min(idle) >= 0 and not self.low[pair].any():
                there = [self._open_of(pair[period == t].tolist()) for t in range(paths.periods)]
                say_when_done(self._says, there, idle, count)

    def _open_of(self, pairs: Iterable[int]) -> list[int]:
        """Variables of the pairs that are open."""
        return [self._variable[pair] for pair in pairs if self._variable[pair] >= 0]

    def _terms_left(self) -> Terms:
        days = np.zeros(len(self.low), dtype=bool)
        for fact in self.facts.derived:
            days[fact.first : fact.first + fact.count] = isinstance(fact, ClearDays)
        return Terms(self.compiled, self.low, self.high, days)

    def _constrain_row(self, terms: Terms, row: int, least: int, most: int) -> None:
        compiled = self.compiled
        low, high = int(compiled.low[row]), int(compiled.high[row])
        hard = compiled.hard[row]
        if hard:
            low, high = self._as_far_as_possible(terms, row, low, high, least, most)
        variables, weights, settled = self._decisions(terms, row, low)
        if hard:
            self._says.bound(variables, weights, low - settled, high - settled)
        else:
            worst = max(most - high, low - least)
            self._price(row, variables, weights, low - settled, high - settled, worst)

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
        walk = Walk(self._says, paths, person, self._some)
        columns = (*paths.idle(person).tolist(), *paths.moved(person).tolist())
        for column, variable in zip(columns, (*walk.idle, *walk.moved), strict=True):
            self._variable[column] = variable

    def _some(self, members: Ints) -> int:
        """Whether any of these pairs is done."""
        if (self.low[members] > 0).any():
            return self._says.constant(1)
        still_open = members[self.high[members] > 0]
        if not len(still_open):
            return self._says.constant(0)
        if len(still_open) == 1:
            return self._variable[int(still_open[0])]
        some = self.cp.new_bool_var("").index
        for part in self._cliques.parts(still_open):
            self._says.at_most_one([self._variable[c] for c in part] + [negated(some)])
        self._says.clause([negated(some), *(self._variable[c] for c in still_open.tolist())])
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
                self._says.at_most_one([self._variable[c] for c in part] + [negated(some)])
            self._says.clause([negated(some), *open_members])
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
        self.clear_periods += chosen
        for begin, period in zip(begins, chosen, strict=True):
            during = maybe & (start < begin + DAY) & (end > begin)
            for duty in column[during].tolist():
                self._says.clause([negated(period), negated(self._variable[duty])])
        for i, begin in enumerate(begins):
            clique = [v for b, v in zip(begins[i:], chosen[i:], strict=True) if b < begin + DAY]
            if len(clique) > 1:
                self._says.at_most_one(clique)
        return chosen

    # Costs

    def _cost(self, rule: Rule) -> Cost:
        return self.costs.setdefault(rule.tier, Cost())

    def _price(
        self, row: int, variables: list[int], weights: list[int], low: int, high: int, worst: int
    ) -> None:
        compiled = self.compiled
        rule, price = compiled.parts[int(compiled.part[row])].rule, int(compiled.price[row])
        step = 1
        if rule.measure == Measure.WORST:
            step = rule.step
            slack = self._shared_slack(rule, -(-price * worst // step))
            weights, low, high = [price * w for w in weights], price * low, price * high
        else:
            if self._price_directly(rule, price, variables, weights, low, high):
                return
            slack = self.cp.new_int_var(0, worst, "").index
            self._cost(rule).add(slack, price * (rule.weight or 0))
        self._slacks.append((slack, variables, weights, low, high, step))
        if high < NO_HIGH // 2:
            self._says.linear([*variables, slack], [*weights, -step], NO_LOW, high)
        if low > NO_LOW // 2:
            self._says.linear([*variables, slack], [*weights, step], low, NO_HIGH)

    def _price_directly(
        self,
        rule: Rule,
        price: int,
        variables: list[int],
        weights: list[int],
        low: int,
        high: int,
    ) -> bool:
        """A limit on a single decision needs no slack: the decision itself is the excess."""
        unit = price * (rule.weight or 0)
        if not variables:
            self._cost(rule).offset += unit * max(0, -high, low)
            return True
        if high <= 0 and low <= 0 and min(weights) > 0:
            # Whatever is done is too much: the sum itself is the excess.
            for variable, weight in zip(variables, weights, strict=True):
                self._cost(rule).add(variable, unit * weight)
            self._cost(rule).offset -= unit * high
            return True
        if len(variables) > 1 or weights != [1]:
            return False
        if low == 1 and high >= 1:
            self._cost(rule).add(variables[0], -unit)
            self._cost(rule).offset += unit
            return True
        return False

    def _shared_slack(self, rule: Rule, worst: int) -> int:
        index = next(i for i, one in enumerate(self.compiled.rules) if one is rule)
        if index not in self._worst:
            self._worst[index] = self.cp.new_int_var(0, worst, "").index
        domain = self.cp.proto.variables[self._worst[index]].domain
        domain[1] = max(domain[1], worst)
        return self._worst[index]

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
        self._says.linear(cost.variables, cost.coefficients, low, high)
        self.kept.append(len(self.cp.proto.constraints) - 1)
        return self.kept[-1]

    def release(self, kept: int) -> None:
        """Let a cost that was kept be what it may."""
        self.cp.proto.constraints[kept].linear.domain[1] = NO_HIGH

    @contextmanager
    def narrowed(self, floor: Ints, ceiling: Ints) -> Iterator[None]:
        """For a while variables have no more than this range."""
        variables = self.cp.proto.variables
        before = [list(variable.domain) for variable in variables]
        for variable, low, high in zip(variables, floor.tolist(), ceiling.tolist(), strict=True):
            variable.domain[0], variable.domain[-1] = low, high
        yield
        for variable, domain in zip(variables, before, strict=True):
            variable.domain[0], variable.domain[-1] = domain[0], domain[-1]

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
                self._says.linear([variable], [1], int(done[column]), int(done[column]))
            elif done[column] != self.low[column]:
                self._says.clause([])

    @property
    def slacks(self) -> list[int]:
        """Variables that say by how much a limit is broken."""
        return [slack for slack, *_ in self._slacks]

    def tightened(self, solution: Sequence[int]) -> list[int]:
        """The same answer with every slack as small as it can be.

        A tier leaves the slacks of later ones wherever they happen to be; a search that starts
        from there would first have to find out that they can go down.
        """
        values = list(solution)
        for slack, *_ in self._slacks:
            values[slack] = 0
        for slack, variables, weights, low, high, step in self._slacks:
            total = sum(w * values[v] for v, w in zip(variables, weights, strict=True))
            values[slack] = max(values[slack], -(-max(total - high, low - total) // step))
        return values

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
