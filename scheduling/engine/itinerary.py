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
from scheduling.engine.doings import Doings, doings_of
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

    def prices(self, cost: Ints) -> Ints:
        prices = np.full(self.shape, FAR)
        np.minimum.at(prices, (self.place, self.kind), cost[self.stay])
        return prices


class Itinerary:
    """All ways of one person, and the cheapest of them at any prices."""

    def __init__(self, stays: Stays, doings: Doings) -> None:
        self.stays, self._doings = stays, doings
        shape = (stays.places, int(doings.kind.max()) + 1)
        self._begun: dict[int, list[_Begun]] = {}
        spans = zip(stays.begin.tolist(), stays.beyond.tolist(), strict=True)
        for begin, beyond in sorted(set(spans)):
            mine = np.flatnonzero((stays.begin == begin) & (stays.beyond == beyond))
            begun = _Begun(beyond, mine, stays.place[mine] - 1, doings.kind[mine], shape)
            self._begun.setdefault(begin, []).append(begun)

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
        ends = np.where(self._doings.is_enough, least, FAR)
        period, place, state = map(int, np.unravel_index(np.argmin(ends), ends.shape))
        if ends[period, place, state] > FAR // 2:
            return None
        way = _Way(stays, self._doings, least, cost, wait, go).back_from(period, place, state)
        return int(ends[period, place, state]), np.sort(stays.variable[way])

    def _least(self, cost: Ints, wait: Ints, go: Ints) -> Ints:
        """What it costs at least to be free in a period, by the last place and what is done."""
        doings, periods = self._doings, self.stays.periods
        shape = (periods + 1, self.stays.places + 1, len(doings.is_enough))
        least = np.full(shape, FAR)
        least[0, 0, 0] = 0
        for period in range(periods):
            here = least[period]
            np.minimum(least[period + 1], here + wait[period], out=least[period + 1])
            arrived = _arrived(here, int(go[period]))
            for begun in self._begun.get(period, ()):
                whole = arrived[:, doings.before] + begun.prices(cost)[:, doings.by]
                reached = np.minimum.reduceat(whole, doings.starts, axis=1)
                to = least[begun.beyond, 1:]
                to[:, doings.after] = np.minimum(to[:, doings.after], reached)
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
        stays, doings = self.stays, self.doings
        of_kind = doings.steps_to(state)
        for stay in stays.ending(period, place):
            before = of_kind.get(int(doings.kind[stay]))
            if before is not None:
                begin = int(stays.begin[stay])
                arrived = _arrived(self.least[begin][:, before], int(self.go[begin]))[place - 1]
                if arrived + self.cost[stay] == cost:
                    return stay, before
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
        doings = None if stays is None else doings_of(stays, rows, own)
        if stays is not None and doings is not None:
            found[person] = Itinerary(stays, doings)
    return found
