"""What a person may do in a year of rotations that have a place: from when to when, and where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scheduling.engine.compiled import row_sums
from scheduling.engine.derived import Ints
from scheduling.engine.linear import Rows
from scheduling.engine.model import RosterModel
from scheduling.engine.paths import Paths


@dataclass(frozen=True, eq=False)
class Stays:
    """What one person may do, a variable each, in the order of these."""

    variable: Ints
    begin: Ints  # the first period
    beyond: Ints  # the one after the last
    place: Ints  # counted from 1: at 0 nobody was anywhere yet
    impossible: Ints  # variables of what can never be done
    idle: Ints  # of each period, the variable of being idle in it ...
    moved: Ints  # ... and of having come from another place

    @property
    def periods(self) -> int:
        return len(self.idle)

    @property
    def places(self) -> int:
        return int(self.place.max())

    @cached_property
    def known(self) -> Ints:
        """The variables of all that a way decides."""
        return np.concatenate([self.variable, self.impossible, self.idle, self.moved])

    def alone(self, rows: Rows, own: Ints) -> Ints:
        """The rows in which nothing else stands."""
        is_other = np.ones(len(rows.floor), dtype=np.int64)
        is_other[self.variable] = is_other[self.impossible] = 0
        chosen = rows.numbered(own)
        others = row_sums(is_other[chosen.variable], chosen.starts)
        return own[np.flatnonzero(others == 0)]

    def terms(self, rows: Rows, row: int) -> tuple[Ints, Ints]:
        """The stays in such a row and their weights."""
        variables, weights = rows.terms(row)
        at = np.minimum(np.searchsorted(self.variable, variables), len(self.variable) - 1)
        is_stay = self.variable[at] == variables
        return at[is_stay], weights[is_stay]

    def meet(self, stays: Ints) -> bool:
        """Whether they all have a period in common."""
        return bool(self.begin[stays].max() < self.beyond[stays].min())

    def alike(self, place: int) -> Iterator[tuple[int, int, Ints]]:
        """The stays at a place that begin and end together, with the periods."""
        here = np.flatnonzero(self.place == place)
        spans = np.stack([self.begin[here], self.beyond[here]], axis=1)
        for begin, beyond in np.unique(spans, axis=0).tolist():
            yield begin, beyond, here[(spans == (begin, beyond)).all(axis=1)]

    @cached_property
    def _ending(self) -> dict[tuple[int, int], list[int]]:
        ending: dict[tuple[int, int], list[int]] = {}
        for stay, key in enumerate(zip(self.beyond.tolist(), self.place.tolist(), strict=True)):
            ending.setdefault(key, []).append(stay)
        return ending

    def ending(self, period: int, place: int) -> list[int]:
        """The stays at a place after which one is free in this period."""
        return self._ending.get((period, place), [])


def stays_of(model: RosterModel, rows: Rows, own: Ints, person: int) -> Stays | None:
    """None where the person might be in two places at once, or something is settled already."""
    paths = next((fact for fact in model.facts.derived if isinstance(fact, Paths)), None)
    walked = None if paths is None else model.walked(paths, person)
    if paths is None or walked is None:
        return None
    pair, period, place = paths.members(person)
    of_pair = model.variable[pair]
    if model.low[pair].any() or rows.floor[of_pair[of_pair >= 0]].any():
        return None
    variable, first = np.unique(of_pair, return_index=True)
    is_possible = (variable >= 0) & (rows.ceiling[variable] > 0)
    if not is_possible.any():
        return None
    begin, beyond = np.full(len(variable), paths.periods), np.zeros(len(variable), dtype=np.int64)
    number = np.searchsorted(variable, of_pair)
    np.minimum.at(begin, number, period)
    np.maximum.at(beyond, number, period + 1)
    found = Stays(
        variable=variable[is_possible],
        begin=begin[is_possible],
        beyond=beyond[is_possible],
        place=place[first][is_possible] + 1,
        impossible=variable[~is_possible & (variable >= 0)],
        idle=walked[0],
        moved=walked[1],
    )
    return found if _one_at_a_time(found, rows, own) else None


def _one_at_a_time(stays: Stays, rows: Rows, own: Ints) -> bool:
    """Whether of all that covers a period only one can be done, as one row says."""
    alone = stays.alone(rows, own[rows.high[own] == 1])
    terms = [stays.terms(rows, row) for row in alone.tolist()]
    exclusive = [set(of_row.tolist()) for of_row, weights in terms if (weights == 1).all()]
    for period in range(stays.periods):
        here = np.flatnonzero((stays.begin <= period) & (period < stays.beyond))
        if len(here) > 1 and not any(row.issuperset(here.tolist()) for row in exclusive):
            return False
    return True
