"""Who should take which line: a linear program over lines, and the prices that it puts on duties.

The limits that people share are its rows, lines of people its columns. There are far too many lines
to write them all down, so those that pay at the present prices are added, round after round. What
everybody's cheapest line costs at any prices is a bound for every roster. All of it is counted in
whole numbers, so that no rounding can make the bound too high.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import pywraplp  # type: ignore[attr-defined]

from scheduling.engine.derived import Ints
from scheduling.engine.facts import Flags
from scheduling.engine.limits import NO_HIGH, NO_LOW
from scheduling.engine.linear import Rows
from scheduling.engine.lines import NOBODY, Lines

SCALE = 4096
"""Prices are multiples of one part in so many."""
LACKING = 100
"""What a unit lacking in a shared limit, or a person without a line, costs, in the dearest decision ..."""
DEARER = 10
"""... and how many times as much when it turns out that this was too cheap ..."""
DEARER_TIMES = 3
"""... which is done so often at the most."""
BARRED = 10
"""How many times as much a line costs that is not to be taken."""
CALM = 0.7
"""How much of the best prices so far goes into the next ones: they would swing to and fro."""
FAR_OFF = 2
"""How many times the cost of the lines prices may be off it, to be called near."""
FEW = 40
"""When no more than one person in so many gets a new line, the prices have calmed down."""
METHODS = "use_dual_simplex: false", "use_dual_simplex: true", "use_preprocessing: false"
"""How the solver goes about it. With lines that are barred it was lost in its own preparations once."""
CLOSE = 1e-3
"""Objective and bound that are as near as this are the same."""


class Offers(Protocol):
    """Where the cheapest line of everybody comes from: networks, or a search for each."""

    @property
    def people(self) -> Sequence[int]: ...
    @property
    def of_each(self) -> list[Ints]: ...
    def best(self, price: Ints) -> tuple[Ints, list[Ints]]: ...


@dataclass(frozen=True, eq=False)
class Column:
    person: int  # as numbered in the lines
    sets: Ints  # a variable stands here as often as its value says
    cost: int


@dataclass(frozen=True, eq=False)
class Prices:
    """Prices on the shared limits: what all variables cost with them, and what that proves."""

    reduced: Ints  # scaled, as all that follows
    value: int  # what every roster costs at least
    free: Ints  # the variables that stand in no line, whose part of the value is known

    def bound(self, offset: int) -> int:
        return offset - (-self.value // SCALE)

    def spare(self, cost: int) -> int:
        """What may be wasted in all, where no more than so much may be paid in the end."""
        return SCALE * cost - self.value


class Master:
    """The linear program over the lines that are known so far."""

    def __init__(self, rows: Rows, lines: Offers, kept_by: Ints, price: Ints) -> None:
        self.rows, self.lines, self.price = rows, lines, price
        self.columns: list[Column] = []
        self.shares = np.zeros(0)  # of each column, in the last answer
        self.value = 0.0  # what the last answer costs
        self.worth = np.zeros(len(lines.people))  # what the last answer pays for each person
        self._known: set[tuple[int, bytes]] = set()
        self._glop = pywraplp.Solver.CreateSolver("GLOP")
        self._variables: list[pywraplp.Variable] = []
        self._duals = np.zeros(len(rows.low))
        self.shared = np.flatnonzero(kept_by == NOBODY)
        in_lines = np.zeros(len(rows.floor), dtype=bool)
        in_lines[np.concatenate(lines.of_each)] = True
        self.free = np.flatnonzero(~in_lines)
        self._build()

    def _build(self) -> None:
        rows, glop = self.rows, self._glop
        infinite, place = glop.infinity(), np.full(len(rows.low), -1)
        place[self.shared] = np.arange(len(self.shared))
        low = np.where(rows.low > NO_LOW // 2, rows.low, -infinite)[self.shared]
        high = np.where(rows.high < NO_HIGH // 2, rows.high, infinite)[self.shared]
        self._limits = [
            glop.Constraint(a, b) for a, b in zip(low.tolist(), high.tolist(), strict=True)
        ]
        self._one_line = [glop.Constraint(1.0, 1.0) for _ in self.lines.people]
        self._goal = glop.Objective()
        self._goal.SetMinimization()
        terms = np.flatnonzero(place[rows.row] >= 0)
        terms = terms[np.argsort(rows.variable[terms], kind="stable")]
        self._places, self._weights = place[rows.row[terms]], rows.weight[terms]
        self._from = np.searchsorted(rows.variable[terms], np.arange(len(rows.floor) + 1))
        for variable in self.free.tolist():
            bounds = float(rows.floor[variable]), float(rows.ceiling[variable])
            self._put(np.array([variable]), bounds, float(self.price[variable]))
        self._lacking = float(LACKING * max(1, int(np.abs(self.price).max(initial=0))))
        self._helpers = []
        for limit in (*self._limits, *self._one_line):
            for sign in (1.0, -1.0):
                helper = glop.NumVar(0.0, infinite, "")
                limit.SetCoefficient(helper, sign)
                self._goal.SetCoefficient(helper, self._lacking)
                self._helpers.append(helper)

    def _put(self, sets: Ints, bounds: tuple[float, float], cost: float) -> pywraplp.Variable:
        variable = self._glop.NumVar(*bounds, "")
        self._goal.SetCoefficient(variable, cost)
        terms = np.concatenate(
            [np.arange(self._from[v], self._from[v + 1]) for v in sets.tolist()]
            or [np.zeros(0, dtype=np.int64)]
        )
        total = np.bincount(self._places[terms], self._weights[terms], len(self._limits))
        for place in np.flatnonzero(total).tolist():
            self._limits[place].SetCoefficient(variable, float(total[place]))
        return variable

    def add(self, person: int, sets: Ints) -> bool:
        """Whether the line is new."""
        key = person, sets.tobytes()
        if key in self._known:
            return False
        self._known.add(key)
        column = Column(person, sets, int(self.price[sets].sum()))
        variable = self._put(sets, (0.0, self._glop.infinity()), float(column.cost))
        self._one_line[person].SetCoefficient(variable, 1.0)
        self.columns.append(column)
        self._variables.append(variable)
        return True

    def add_all(self, answer: Ints, but: Collection[int] = ()) -> None:
        """Everybody's line in an answer of the model, but for some people."""
        of_each = zip(self.lines.people, self.lines.of_each, strict=True)
        for number, (person, variables) in enumerate(of_each):
            if person not in but:
                self.add(number, np.repeat(variables, answer[variables]))

    @property
    def mixture(self) -> NDArray[np.float64]:
        """The value of each variable in the last answer, as far as it stands in lines."""
        values = np.zeros(len(self.rows.floor))
        for column, share in zip(self.columns, self.shares.tolist(), strict=True):
            if share:
                np.add.at(values, column.sets, share)
        return values

    def make_lacking_dearer(self) -> None:
        """Where an answer rather lacks a little than pays for a limit, its prices prove too little."""
        self._lacking *= DEARER
        for helper in self._helpers:
            self._goal.SetCoefficient(helper, self._lacking)

    def answers(self) -> Iterator[list[int]]:
        """The lines known, one of each person in an answer; the largest shares come first."""
        of_each: list[list[int]] = [[] for _ in self.lines.people]
        for number in np.argsort(-self.shares, kind="stable").tolist():
            of_each[self.columns[number].person].append(number)
        for place in range(max(map(len, of_each), default=0)):
            answer = self.rows.floor.copy()
            for variables, numbers in zip(self.lines.of_each, of_each, strict=True):
                answer[variables] = 0
                for number in numbers[place : place + 1] or numbers[:1]:
                    np.add.at(answer, self.columns[number].sets, 1)
            yield answer.tolist()

    def answer(self, sets: Ints) -> Ints:
        """The values of all variables when lines set these, a variable as often as its value says."""
        values = self.rows.floor.copy()
        values[np.concatenate(self.lines.of_each)] = 0
        np.add.at(values, sets, 1)
        return values

    def settled(self, share: float) -> Flags:
        """The variables of people of whom one line has such a share of the last answer."""
        found = np.zeros(len(self.rows.floor), dtype=bool)
        for number in np.flatnonzero(self.shares >= share).tolist():
            found[self.lines.of_each[self.columns[number].person]] = True
        return found

    def pays(self, person: int, cost: int) -> bool:
        """Whether a line of such a reduced cost would better the last answer."""
        return cost < SCALE * (float(self.worth[person]) - CLOSE)

    def bar(self, columns: Sequence[int]) -> None:
        """These lines are not to be taken any more: their cost forbids it.

        A bound would forbid it as well, but the last answer would break it, and the solver would
        need ten times as long to get from there to the next.
        """
        for column in columns:
            self._goal.SetCoefficient(self._variables[column], BARRED * self._lacking)

    def bar_only(self, columns: Sequence[int]) -> None:
        """All others may be taken again."""
        for column, variable in zip(self.columns, self._variables, strict=True):
            self._goal.SetCoefficient(variable, float(column.cost))
        self.bar(columns)

    def solve(self) -> float | None:
        """What the best mixture of known lines costs; what is lacking is dear.

        None when the numbers got the better of the solver, whichever method it tried.
        """
        for method in METHODS:
            self._glop.SetSolverSpecificParametersAsString(method)
            if self._glop.Solve() == pywraplp.Solver.OPTIMAL:
                break
        else:
            return None
        self.shares = np.array([variable.solution_value() for variable in self._variables])
        self._duals[self.shared] = [limit.dual_value() for limit in self._limits]
        self.worth = np.array([limit.dual_value() for limit in self._one_line])
        self.value = float(self._goal.Value())
        return self.value

    @property
    def lacks(self) -> bool:
        """Whether the last answer keeps shared limits, or gives everybody a line, in part only."""
        return bool(sum(helper.solution_value() for helper in self._helpers) > CLOSE)

    @property
    def duals(self) -> Ints:
        """What one unit of each row is worth, scaled, with the signs that the bounds allow."""
        duals = np.round(SCALE * self._duals).astype(np.int64)
        duals = np.where(self.rows.low <= NO_LOW // 2, np.minimum(duals, 0), duals)
        return np.where(self.rows.high >= NO_HIGH // 2, np.maximum(duals, 0), duals)

    def priced(self, duals: Ints) -> tuple[Prices, list[Ints], Ints]:
        """What these prices prove, and the cheapest line of each person with what it costs."""
        rows, free = self.rows, self.free
        reduced = SCALE * self.price
        np.subtract.at(reduced, rows.variable, duals[rows.row] * rows.weight)
        value = int(np.where(duals > 0, duals * rows.low, duals * rows.high)[duals != 0].sum())
        ends = reduced[free] * rows.floor[free], reduced[free] * rows.ceiling[free]
        costs, lines = self.lines.best(reduced)
        value += int(np.minimum(*ends).sum() + costs.sum())
        return Prices(reduced, value, free), lines, costs


def improved(
    master: Master,
    goes_on: Callable[[], bool],
    *,
    center: Ints | None = None,
    bound_will_do: bool = False,
) -> Iterator[Prices]:
    """Better and better prices, one for each round, until none are better or it shall not go on.

    `center` are prices to begin near. If the bound will do, nothing is done for better prices that
    prove no more.
    """
    calm, best = CALM, None
    if center is not None:
        best, lines, _ = master.priced(center)
        _add(master, lines)
        yield best
    while goes_on():
        cost, added = master.solve(), 0
        if cost is None:
            return
        duals = master.duals
        while not added and goes_on():
            mixed = (
                duals if center is None or not _is_near(best, cost) else _mixed(center, duals, calm)
            )
            prices, lines, _ = master.priced(mixed)
            added = _add(master, lines)
            if best is None or prices.value > best.value:
                best, center = prices, mixed
                yield prices
            if not added and not calm:
                break
            if added <= len(master.lines.people) // FEW:
                calm = calm / 2 if calm > 0.1 else 0.0
            if bound_will_do and best and best.bound(0) >= ceil(cost - CLOSE):
                return
        if not added or (best and SCALE * (cost - CLOSE) <= best.value):
            return


def without_lack(
    master: Master,
    goes_on: Callable[[], bool],
    *,
    center: Ints | None = None,
    is_vain: Callable[[], bool] = lambda: False,
) -> Iterator[Prices]:
    """The same until lines are mixed so that nothing is lacking, unless that is vain.

    To lack a little may have been cheaper than what it takes to lack nothing; so it becomes dearer.
    """
    for _ in range(DEARER_TIMES + 1):
        yield from improved(master, goes_on, center=center, bound_will_do=True)
        if master.solve() is None or not master.lacks or not goes_on() or is_vain():
            return
        center = None
        master.make_lacking_dearer()


def _add(master: Master, lines: Sequence[Ints]) -> int:
    """How many of these lines, one of each person, are new."""
    return sum(master.add(person, sets) for person, sets in enumerate(lines))


def _is_near(best: Prices | None, cost: float) -> bool:
    """Whether the best prices prove anything like what lines cost: if not, they are not worth staying near."""
    return best is not None and SCALE * cost - best.value <= SCALE * FAR_OFF * max(1.0, abs(cost))


def _mixed(center: Ints, duals: Ints, calm: float) -> Ints:
    return np.round(calm * center + (1 - calm) * duals).astype(np.int64)


def narrowed(master: Master, lines: Lines, prices: Prices, spare: int) -> tuple[Ints, Ints]:
    """The least and the most that each variable can be where so little may be wasted."""
    rows, floor, ceiling = master.rows, master.rows.floor.copy(), master.rows.ceiling.copy()
    can_be_0, can_be_1 = lines.within(prices.reduced, spare, len(floor))
    floor[~can_be_0], ceiling[~can_be_1] = 1, 0
    for variable in prices.free.tolist():
        step = int(prices.reduced[variable])
        if step:
            reach = spare // abs(step)
            if step > 0:
                ceiling[variable] = min(ceiling[variable], rows.floor[variable] + reach)
            else:
                floor[variable] = max(floor[variable], rows.ceiling[variable] - reach)
    return floor, ceiling
