"""A person's cheapest way through rotations, found period by period without a search.

Where somebody is in one place at a time, what is still to be had depends on the period, on the place
where they were last, and on what they have done so far, in whatever order. Whatever else is
asked of them is not looked at here. So what a way costs is a bound in any case, and a way that
keeps all that is asked is the person's cheapest line.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scheduling.engine.derived import Ints
from scheduling.engine.doings import Doings, Steps, doings_of
from scheduling.engine.linear import Rows
from scheduling.engine.model import RosterModel
from scheduling.engine.stays import Stays, stays_of

FAR = 1 << 60


@dataclass(frozen=True, eq=False)
class _Begun:
    """The stays at a place that begin in a period and last equally long, and the steps that they take."""

    beyond: int
    place: int
    stay: Ints
    kind: Ints
    kinds: int
    steps: Steps

    def prices(self, cost: Ints) -> Ints:
        prices = np.full(self.kinds, FAR)
        np.minimum.at(prices, self.kind, cost[self.stay])
        return prices


class _Table:
    """What it costs at least to be free in a period, by the last place and what is done.

    In each period only of states that can matter then; whatever else is asked for is far.
    """

    def __init__(self, spans: list[tuple[int, int]], places: int) -> None:
        self.spans = spans
        self.cells = [np.full((places + 1, high - low + 1), FAR) for low, high in spans]

    def at(self, period: int, states: Ints) -> Ints:
        """Where these states stand."""
        low, high = self.spans[period]
        return np.where((states >= low) & (states < high), states - low, high - low)

    def of(self, period: int, states: Ints) -> Ints:
        """Place by place; 0 is that one was nowhere yet."""
        return self.cells[period][:, self.at(period, states)]

    def cost(self, period: int, place: int, state: int) -> int:
        return int(self.of(period, np.array([state]))[place, 0])

    def wait(self, period: int, price: int) -> None:
        (low, high), (low_after, high_after) = self.spans[period : period + 2]
        first, beyond = max(low, low_after), min(high, high_after)
        if first < beyond:
            here = self.cells[period][:, first - low : beyond - low]
            after = self.cells[period + 1][:, first - low_after : beyond - low_after]
            np.minimum(after, here + price, out=after)

    def reach(self, period: int, place: int, states: Ints, costs: Ints) -> None:
        at, cells = self.at(period, states), self.cells[period][place]
        cells[at] = np.minimum(cells[at], costs)


class Itinerary:
    """All ways of one person, and the cheapest of them at any prices."""

    def __init__(self, stays: Stays, doings: Doings, rows: Rows, own: Ints, minded: Ints) -> None:
        self.stays, self._doings = stays, doings
        self._rows, self._own, self._minded = rows, own, minded
        self._stricter: dict[tuple[int, ...], Itinerary | None] = {}
        self._enough = np.flatnonzero(doings.lacking == 0)
        shortest = int((stays.beyond - stays.begin).min())
        self._spans = [
            doings.span(period // shortest, (stays.periods - period) // shortest)
            for period in range(stays.periods + 1)
        ]
        self._begun = self._beginnings()

    def _beginnings(self) -> dict[int, list[_Begun]]:
        """By the period."""
        stays, doings = self.stays, self._doings
        kinds, found = int(doings.kind.max()) + 1, dict[int, list[_Begun]]()
        for place in range(1, stays.places + 1):
            steps = doings.steps.of_kinds(np.unique(doings.kind[stays.place == place]))
            fitting = {span: steps.within(*span) for span in set(self._spans)}
            for begin, beyond, mine in stays.alike(place):
                begun = _Begun(
                    *(beyond, place, mine, doings.kind[mine], kinds), fitting[self._spans[beyond]]
                )
                found.setdefault(begin, []).append(begun)
        return found

    def leaves_out(self, variables: Ints, price: Ints) -> bool:
        """Whether any of these variables has a price and is not part of a way."""
        return not np.isin(variables[price[variables] != 0], self.stays.known).all()

    def cheapest(self, price: Ints) -> tuple[int, Ints] | None:
        """What it costs, and its stays by their variables; None where none is found so."""
        stays = self.stays
        cost, wait, go = price[stays.variable], price[stays.idle], price[stays.moved]
        if (wait < 0).any() or (go < 0).any():
            return None  # it may pay then to call idle who is not
        if self._spans[0] == (0, 0):
            return None  # there is no time to do enough
        table = self._filled(cost, wait, go)
        ends = [table.of(period, self._enough) for period in range(stays.periods + 1)]
        period = int(np.argmin([end.min() for end in ends]))
        place, end = map(int, np.unravel_index(np.argmin(ends[period]), ends[period].shape))
        least = int(ends[period][place, end])
        if least > FAR // 2:
            return None
        way = _Way(stays, self._doings, table, cost, wait, go)
        found = way.back_from(period, place, int(self._enough[end]))
        return least, np.sort(stays.variable[found])

    def minding(self, done: Ints) -> Itinerary | None:
        """The same, with limits minded that had been left out and that these stays break."""
        rows = self._rows
        broken = tuple(
            row
            for row in self._doings.left_out
            if np.isin(rows.terms(row)[0], done).sum() > rows.high[row]
        )
        if broken and broken not in self._stricter:
            minded = np.append(self._minded, np.array(broken, dtype=np.int64))
            self._stricter[broken] = _itinerary(self.stays, rows, self._own, minded)
        return self._stricter.get(broken)

    def _filled(self, cost: Ints, wait: Ints, go: Ints) -> _Table:
        table = _Table(self._spans, self.stays.places)
        table.cells[0][0, 0] = 0
        for period in range(self.stays.periods):
            table.wait(period, int(wait[period]))
            arrived = _arrived(table.cells[period], int(go[period]))
            for begun in self._begun.get(period, ()):
                steps = begun.steps
                if len(steps.by):
                    whole = arrived[begun.place - 1].take(table.at(period, steps.before))
                    whole += begun.prices(cost).take(steps.by)
                    reached = np.minimum.reduceat(whole, steps.starts)
                    table.reach(begun.beyond, begun.place, steps.after, reached)
        return table


def _arrived(here: Ints, go: int) -> Ints:
    """The least to be at each place to begin something there, come from wherever that is cheapest."""
    arrived: Ints = np.minimum(np.minimum(here[1:], here[1:].min(axis=0) + go), here[0])
    return arrived


@dataclass(frozen=True, eq=False)
class _Way:
    """What leads to a state at the least cost."""

    stays: Stays
    doings: Doings
    table: _Table
    cost: Ints
    wait: Ints
    go: Ints

    def back_from(self, period: int, place: int, state: int) -> list[int]:
        """The stays, the last one first."""
        found = []
        while place:
            cost = self.table.cost(period, place, state)
            while period and (
                self.table.cost(period - 1, place, state) + self.wait[period - 1] == cost
            ):
                period -= 1
                cost = self.table.cost(period, place, state)
            stay, before = self._last(period, place, state, cost)
            found.append(stay)
            period, state = int(self.stays.begin[stay]), before
            place = self._from(period, place, state)
        return found

    def _last(self, period: int, place: int, state: int, cost: int) -> tuple[int, int]:
        """The stay that ends in this state, and what was done before it."""
        by, before = self.doings.steps.to(state)
        for stay in self.stays.ending(period, place):
            states, begin = before[by == self.doings.kind[stay]], int(self.stays.begin[stay])
            arrived = _arrived(self.table.of(begin, states), int(self.go[begin]))[place - 1]
            found = states[arrived + self.cost[stay] == cost]
            if len(found):
                return stay, int(found[0])
        raise AssertionError("Each state is reached from somewhere.")

    def _from(self, period: int, place: int, state: int) -> int:
        """The place from which it was cheapest to come."""
        here = self.table.of(period, np.array([state]))[:, 0]
        go = np.where(np.arange(len(here)) == place, 0, self.go[period])
        go[0] = 0
        return int(np.argmin(here + go))


def itineraries(model: RosterModel, rows: Rows, of_one: Ints) -> dict[int, Itinerary]:
    """Of everybody whose ways are of such a kind and not too many."""
    found = {}
    for person in range(len(model.facts.problem.people)):
        own = np.flatnonzero(of_one == person)
        stays = stays_of(model, rows, own, person)
        itinerary = None if stays is None else _itinerary(stays, rows, own, own[:0])
        if itinerary is not None:
            found[person] = itinerary
    return found


def _itinerary(stays: Stays, rows: Rows, own: Ints, minded: Ints) -> Itinerary | None:
    doings = doings_of(stays, rows, own, minded)
    return None if doings is None else Itinerary(stays, doings, rows, own, minded)
