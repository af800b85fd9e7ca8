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
    """The stays that begin in a period and last equally long: which there are of each place and kind."""

    beyond: int
    stay: Ints
    place: Ints
    kind: Ints
    shape: tuple[int, int]
    steps: Steps

    def prices(self, cost: Ints) -> Ints:
        prices = np.full(self.shape, FAR)
        np.minimum.at(prices, (self.place, self.kind), cost[self.stay])
        return prices


class Itinerary:
    """All ways of one person, and the cheapest of them at any prices."""

    def __init__(self, stays: Stays, doings: Doings, rows: Rows, own: Ints, minded: Ints) -> None:
        self.stays, self._doings = stays, doings
        self._rows, self._own, self._minded = rows, own, minded
        self._stricter: dict[tuple[int, ...], Itinerary | None] = {}
        shape = (stays.places, int(doings.kind.max()) + 1)
        shortest = int((stays.beyond - stays.begin).min())
        self._enough = np.flatnonzero(doings.lacking == 0)
        self._begun: dict[int, list[_Begun]] = {}
        spans = zip(stays.begin.tolist(), stays.beyond.tolist(), strict=True)
        for begin, beyond in sorted(set(spans)):
            mine = np.flatnonzero((stays.begin == begin) & (stays.beyond == beyond))
            steps = doings.within(beyond // shortest, (stays.periods - beyond) // shortest)
            fields = beyond, mine, stays.place[mine] - 1, doings.kind[mine], shape
            if steps is not None:
                self._begun.setdefault(begin, []).append(_Begun(*fields, steps))

    def leaves_out(self, variables: Ints, price: Ints) -> bool:
        """Whether any of these variables has a price and is not part of a way."""
        return not np.isin(variables[price[variables] != 0], self.stays.known).all()

    def cheapest(self, price: Ints) -> tuple[int, Ints] | None:
        """What it costs, and its stays by their variables; None where none is found so."""
        stays = self.stays
        cost, wait, go = price[stays.variable], price[stays.idle], price[stays.moved]
        if (wait < 0).any() or (go < 0).any():
            return None  # it may pay then to call idle who is not
        least = self._least(cost, wait, go)
        ends = least[:, :, self._enough]
        period, place, end = map(int, np.unravel_index(np.argmin(ends), ends.shape))
        state = int(self._enough[end])
        if least[period, place, state] > FAR // 2:
            return None
        way = _Way(stays, self._doings, least, cost, wait, go).back_from(period, place, state)
        return int(least[period, place, state]), np.sort(stays.variable[way])

    def minding(self, done: Ints) -> Itinerary | None:
        """The same, with limits minded that had been left out and that these stays break."""
        rows = self._rows
        broken = [
            row
            for row in self._doings.left_out
            if np.isin(rows.terms(row)[0], done).sum() > rows.high[row]
        ]
        key = tuple(broken)
        if broken and key not in self._stricter:
            minded = np.append(self._minded, np.array(broken, dtype=np.int64))
            self._stricter[key] = _itinerary(self.stays, rows, self._own, minded)
        return self._stricter.get(key)

    def _least(self, cost: Ints, wait: Ints, go: Ints) -> Ints:
        """What it costs at least to be free in a period, by the last place and what is done."""
        periods = self.stays.periods
        shape = (periods + 1, self.stays.places + 1, len(self._doings.lacking))
        least = np.full(shape, FAR)
        least[0, 0, 0] = 0
        for period in range(periods):
            here = least[period]
            np.minimum(least[period + 1], here + wait[period], out=least[period + 1])
            arrived = _arrived(here, int(go[period]))
            for begun in self._begun.get(period, ()):
                steps, to = begun.steps, least[begun.beyond, 1:]
                whole = arrived[:, steps.before] + begun.prices(cost)[:, steps.by]
                reached = np.minimum.reduceat(whole, steps.starts, axis=1)
                to[:, steps.after] = np.minimum(to[:, steps.after], reached)
        return least


def _arrived(here: Ints, go: int) -> Ints:
    """The least to be at each place to begin something there, come from wherever that is cheapest."""
    arrived: Ints = np.minimum(np.minimum(here[1:], here[1:].min(axis=0) + go), here[0])
    return arrived


@dataclass(frozen=True, eq=False)
class _Way:
    """What leads to a state at the least cost."""

    stays: Stays
    doings: Doings
    least: Ints
    cost: Ints
    wait: Ints
    go: Ints

    def back_from(self, period: int, place: int, state: int) -> list[int]:
        """The stays, the last one first."""
        found = []
        while place:
            cost = int(self.least[period, place, state])
            while period and self.least[period - 1, place, state] + self.wait[period - 1] == cost:
                period -= 1
                cost = int(self.least[period, place, state])
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
            arrived = _arrived(self.least[begin][:, states], int(self.go[begin]))[place - 1]
            found = states[arrived + self.cost[stay] == cost]
            if len(found):
                return stay, int(found[0])
        raise AssertionError("Each state is reached from somewhere.")

    def _from(self, period: int, place: int, state: int) -> int:
        """The place from which it was cheapest to come."""
        here = self.least[period, :, state]
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
