"""Everybody's cheapest line where networks would be too large: a small search for each person.

A person's part of a model has a few hundred decisions, so a solver finds the best of them within
hundredths of a second, whatever prices it is given. Where the cheapest way through rotations is
known without a search (`itinerary.py`), the solver only says what follows from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from math import floor
from types import MappingProxyType

import numpy as np
from ortools.sat.python import cp_model

from scheduling.engine.derived import Ints
from scheduling.engine.itinerary import Itinerary
from scheduling.engine.linear import Rows
from scheduling.engine.lines import NOBODY
from scheduling.engine.model import RosterModel
from scheduling.engine.stays import Stays

MANY = 10**9
FOUND = (cp_model.OPTIMAL, cp_model.FEASIBLE)
FIRST_EFFORT, PERSON_EFFORT = 0.05, 2.0
"""The solver's own time for one person, and the most that it grows to when it finds nothing new:
a few people would take half of the time of all, for a line that is hardly any cheaper."""
PERSON_SECONDS = 30.0
"""The same on the clock, on however busy a machine."""
SAMPLE = 8
"""People whose lines are searched for to see how long all take."""


def parted(model: RosterModel, rows: Rows, price: Ints) -> tuple[Ints, Ints]:
    """Whose each variable is, and whose each row; nobody's where people share it.

    Where they share what is paid for, as the worst-off person's cost, they share the row.
    """
    owner = _owners(model, rows)
    of_one = _own_rows(rows, owner)
    of_one[rows.row[((owner == NOBODY) & (price != 0))[rows.variable]]] = NOBODY
    return owner, of_one


def _owners(model: RosterModel, rows: Rows) -> Ints:
    """Whose each variable is: the person of its pair, or of all the limits it stands in."""
    owner = np.full(len(rows.floor), NOBODY, dtype=np.int64)
    owner[model.variable[model.open_pairs]] = model.facts.person[model.open_pairs]
    while True:  # facts that follow from pairs, facts that follow from these, the slacks of limits
        of_row = _own_rows(rows, owner)[rows.row]
        known = of_row != NOBODY  # a slack is somebody's, even where all pay for theirs together
        low, high = np.full(len(owner), MANY), np.full(len(owner), NOBODY)
        np.minimum.at(low, rows.variable[known], of_row[known])
        np.maximum.at(high, rows.variable[known], of_row[known])
        news = (owner == NOBODY) & (low == high)
        if not news.any():
            return owner
        owner = np.where(news, high, owner)


def _own_rows(rows: Rows, owner: Ints) -> Ints:
    """Whose each row is; nobody's when people share it."""
    of_term = owner[rows.variable]
    known = of_term != NOBODY
    low, high = np.full(len(rows.low), MANY), np.full(len(rows.low), NOBODY)
    np.minimum.at(low, rows.row[known], of_term[known])
    np.maximum.at(high, rows.row[known], of_term[known])
    return np.where(low == high, high, NOBODY)


class Person:
    """One person's part of a model: their variables, and the rows that are theirs alone."""

    def __init__(
        self,
        rows: Rows,
        owner: Ints,
        of_one: Ints,
        who: int,
        itinerary: Itinerary | None = None,
    ) -> None:
        self.who, self.variables = who, np.flatnonzero(owner == who)
        self._itinerary = itinerary
        self._last: Ints | None = None  # of the lines found
        self._lines: dict[bytes, Ints | None] = {}
        self._index = {variable: i for i, variable in enumerate(self.variables.tolist())}
        self.cp, self._effort = cp_model.CpModel(), FIRST_EFFORT
        self._known: set[bytes] = set()
        floor, ceiling = rows.floor[self.variables], rows.ceiling[self.variables]
        self._ranges = np.stack([floor, ceiling], axis=1).tolist()
        self._settled: set[int] = set()
        for domain in self._ranges:
            self.cp.proto.variables.add().domain.extend(domain)
        for row in np.flatnonzero(of_one == who).tolist():
            self._constrain(rows, row)

    def _constrain(self, rows: Rows, row: int) -> None:
        """What others have in the row, such as a slack that is shared, is as good as it can be."""
        columns, weights = rows.terms(row)
        mine = np.array([column in self._index for column in columns.tolist()], dtype=bool)
        ends = weights * rows.floor[columns], weights * rows.ceiling[columns]
        low = int(rows.low[row] - np.maximum(*ends)[~mine].sum())
        high = int(rows.high[row] - np.minimum(*ends)[~mine].sum())
        own = [self._index[column] for column in columns[mine].tolist()]
        if high == 1 and low <= 1 and (weights[mine] == 1).all():
            target = self.cp.proto.constraints.add()
            kind = target.exactly_one if low == 1 else target.at_most_one
            kind.literals.extend(own)
            return
        linear = self.cp.proto.constraints.add().linear
        linear.vars.extend(own)
        linear.coeffs.extend(weights[mine].tolist())
        linear.domain.extend([low, high])

    def has(self, variable: int) -> bool:
        return variable in self._index

    def settle(self, variable: int, value: int) -> None:
        index = self._index[variable]
        self._settled.add(index)
        self._limit(index, value, value)

    def release(self) -> None:
        """Nothing is settled any more."""
        for index in self._settled:
            self._limit(index, *self._ranges[index])
        self._settled.clear()

    def _limit(self, index: int, floor: int, ceiling: int) -> None:
        domain = self.cp.proto.variables[index].domain
        domain[0], domain[1] = floor, ceiling

    def cheapest(self, price: Ints, seconds: float) -> tuple[int | None, Ints | None]:
        """What the person's variables cost at least at these prices, and a line that costs little.

        It costs as much as that, unless the time was too short: then it is the best that was found,
        or the last that was known. None for what is not known at all. A line names a variable as
        often as its value says.
        """
        at_least, line = self._by_itinerary(price)
        if line is not None and price[line].sum() == at_least:
            return at_least, line
        cost, line = self._searched(price, seconds)
        if at_least is None or self._last is None:
            return cost, line
        at_least = at_least if cost is None else max(cost, at_least)
        return at_least, self._last if line is None else line

    def _by_itinerary(self, price: Ints) -> tuple[int | None, Ints | None]:
        """A bound of what the variables cost, and the line that costs as much where one does."""
        itinerary, cost = self._itinerary, None
        if itinerary is None or self._settled or itinerary.leaves_out(self.variables, price):
            return None, None
        while itinerary is not None:
            found = itinerary.cheapest(price)
            if found is None:
                break
            self._itinerary, (cost, stays) = itinerary, found
            line = self._completed(itinerary.stays, stays)
            if line is not None:
                return cost, line
            itinerary = itinerary.minding(stays)
        return cost, None

    def _completed(self, stays: Stays, done: Ints) -> Ints | None:
        """The line that does exactly this; None where none is found.

        As a rule one of the person's own limits forbids it. What the way costs is a bound all the same.
        """
        key = done.tobytes()
        if key not in self._lines:
            self._lines[key] = self._with_what_follows(stays, done)
        return self._lines[key]

    def _with_what_follows(self, stays: Stays, done: Ints) -> Ints | None:
        mine = [self._index[variable] for variable in stays.variable.tolist()]
        for index, value in zip(mine, np.isin(stays.variable, done).tolist(), strict=True):
            self._limit(index, int(value), int(value))
        follows = [self._index[int(one)] for one in (*stays.idle, *stays.moved)]
        self._price(follows, [1] * len(follows))
        solver = _solver(PERSON_SECONDS, PERSON_EFFORT)
        solver.parameters.linearization_level = 0  # nothing is left to choose
        solver.parameters.cp_model_presolve = True
        status = solver.solve(self.cp)
        for index in mine:
            self._limit(index, *self._ranges[index])
        if status != cp_model.OPTIMAL:
            return None
        return self._found(solver)

    def _price(self, indices: list[int], prices: list[int]) -> None:
        objective = self.cp.proto.objective
        objective.vars.clear()
        objective.coeffs.clear()
        objective.vars.extend(indices)
        objective.coeffs.extend(prices)

    def _searched(self, price: Ints, seconds: float) -> tuple[int | None, Ints | None]:
        prices = price[self.variables]
        priced = np.flatnonzero(prices)
        self._price(priced.tolist(), prices[priced].tolist())
        solver, status = self._solved(seconds)
        if status not in FOUND:
            return None, None
        line = self._found(solver)
        return floor(solver.best_objective_bound + 1e-6), line

    def _found(self, solver: cp_model.CpSolver) -> Ints:
        """The line found; the next search begins with it."""
        solution = np.array(list(solver.response_proto.solution), dtype=np.int64)
        self._known.add(solution.tobytes())
        self.cp.clear_hints()  # type: ignore[no-untyped-call]
        self.cp.proto.solution_hint.vars.extend(range(len(solution)))
        self.cp.proto.solution_hint.values.extend(solution.tolist())
        self._last = np.repeat(self.variables, solution)
        return self._last

    def _solved(self, seconds: float) -> tuple[cp_model.CpSolver, object]:
        """With more effort, from now on, as long as nothing is found or nothing new that might not be the best."""
        while True:
            solver = _solver(seconds, self._effort)
            status = solver.solve(self.cp)
            is_known = False
            if status == cp_model.FEASIBLE:
                solution = np.array(list(solver.response_proto.solution), dtype=np.int64)
                is_known = solution.tobytes() in self._known
            is_done = status != cp_model.UNKNOWN and not is_known
            if is_done or self._effort >= PERSON_EFFORT:
                return solver, status
            self._effort = min(PERSON_EFFORT, 2 * self._effort)

    def is_possible(self) -> bool:
        """False only where it is proven that the person has no line at all."""
        self.cp.clear_objective()  # type: ignore[no-untyped-call]
        return _solver(PERSON_SECONDS, PERSON_EFFORT).solve(self.cp) != cp_model.INFEASIBLE


def _solver(seconds: float, effort: float) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.num_workers = 1
    parameters.max_deterministic_time = effort
    parameters.max_time_in_seconds = seconds
    parameters.linearization_level = 2
    parameters.symmetry_level = parameters.cp_model_probing_level = 0
    # So little is sooner solved than made ready, and its whole relaxation than parts of it.
    parameters.cp_model_presolve = parameters.add_lp_constraints_lazily = False
    parameters.cut_level = 0
    return solver


class Unplanned(Exception):
    """Somebody's part could not be searched through in its time."""


class SearchedLines:
    """The parts of all people of a model, as a master of lines wants them."""

    def __init__(
        self,
        rows: Rows,
        owner: Ints,
        of_one: Ints,
        workers: int,
        itineraries: Mapping[int, Itinerary] = MappingProxyType({}),
    ) -> None:
        self.people: Sequence[int] = np.unique(owner[owner != NOBODY]).tolist()
        self._parts = [
            Person(rows, owner, of_one, who, itineraries.get(who)) for who in self.people
        ]
        self._workers = workers
        self.taken: dict[int, Ints] = {}  # lines of people for whom no other is searched

    @property
    def of_each(self) -> list[Ints]:
        """The variables that the lines of each person decide."""
        return [part.variables for part in self._parts]

    def are_possible(self) -> bool:
        """False only where it is proven that somebody has no line at all."""
        return all(part.is_possible() for part in self._parts)

    def take(self, person: int, line: Ints) -> None:
        """This person has this line."""
        self.taken[person] = line

    def settle(self, variable: int, value: int) -> int:
        """From now on the variable has this value; tells whose it is."""
        person = next(n for n, part in enumerate(self._parts) if part.has(variable))
        self._parts[person].settle(variable, value)
        return person

    def release(self) -> None:
        """Everybody may have any line again."""
        self.taken.clear()
        for part in self._parts:
            part.release()

    def best(self, price: Ints) -> tuple[Ints, list[Ints]]:
        """What the cheapest line of each person costs at least, and which variables it sets."""
        return self._best(range(len(self._parts)), price)

    def sample(self, price: Ints) -> float:
        """Do that for some people only, to see how long it takes; tells for what share of all."""
        some = range(0, len(self._parts), max(1, len(self._parts) // SAMPLE))
        self._best(some, price)
        return len(some) / len(self._parts)

    def _best(self, people: Sequence[int], price: Ints) -> tuple[Ints, list[Ints]]:
        def cheapest(person: int) -> tuple[int | None, Ints | None]:
            if person in self.taken:
                return int(price[self.taken[person]].sum()), self.taken[person]
            return self._parts[person].cheapest(price, PERSON_SECONDS)

        with ThreadPoolExecutor(self._workers) as pool:
            found = list(pool.map(cheapest, people))
        costs = [cost for cost, _ in found if cost is not None]
        lines = [line for _, line in found if line is not None]
        if len(costs) < len(found):
            raise Unplanned
        return np.array(costs, dtype=np.int64), lines
