"""Which of the decisions that an earlier tier pays for are taken: both ways are tried, the cheaper first.

A mixture of lines takes half of one and half of another. What every roster costs at least where a decision is
taken, and where it is not, is proven by prices; the lesser of the two is a bound for all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush
from math import inf

import numpy as np
from numpy.typing import NDArray

from scheduling.engine.columns import Master, without_lack
from scheduling.engine.derived import Ints
from scheduling.engine.dive import SOME
from scheduling.engine.facts import Flags
from scheduling.engine.limits import NO_LOW
from scheduling.engine.searched import SearchedLines, Unplanned

HALF = 0.5


@dataclass(frozen=True, order=True)
class Branch:
    """All rosters in which some decisions are as they are here."""

    bound: int
    number: int  # of two that cost the same, the one with more decided comes first
    decided: dict[int, bool] = field(compare=False)
    values: NDArray[np.float64] = field(compare=False)  # of all these decisions, in a mixture


class Branching:
    """Looks through the branches of a mixture for a roster that costs no more than the least of them."""

    def __init__(
        self,
        master: Master,
        lines: SearchedLines,
        first: Ints,
        *,
        offset: int,
        goes_on: Callable[[], bool],
        below: Callable[[], float],
        learn_bound: Callable[[int], None],
        is_found: Callable[[Ints, Flags], bool],
    ) -> None:
        """`first` are the decisions, all of them 0 or 1; a roster is of use that costs less than `below`.

        `is_found` tells whether there is a roster at the bound learnt last, with exactly these decisions.
        """
        self.master, self.lines, self.first, self.offset = master, lines, first, offset
        self.goes_on, self.below = goes_on, below
        self.learn_bound, self.is_found = learn_bound, is_found
        self._number, self._given_up = 0, inf

    def run(self) -> None:
        """Ends with a roster at the bound, where none is found at the bound, or when the time is up."""
        try:
            left = self._with({}, NO_LOW)
            while left and self.goes_on():
                branch = heappop(left)
                self.learn_bound(branch.bound)
                unsure = np.abs(branch.values - HALF)
                if unsure.min() < HALF - SOME:
                    for one in self._both_ways(branch, int(self.first[unsure.argmin()])):
                        heappush(left, one)
                elif self.is_found(self.first, branch.values > HALF):
                    return
                else:
                    self._given_up = min(self._given_up, branch.bound)
                if left and left[0].bound > self._given_up:
                    return
        except Unplanned:
            return
        if not left and self._given_up == inf > self.below():
            self.learn_bound(int(self.below()))  # nothing is left that costs less

    def _both_ways(self, branch: Branch, variable: int) -> Iterator[Branch]:
        for value in (True, False):
            yield from self._with({**branch.decided, variable: value}, branch.bound)

    def _with(self, decided: dict[int, bool], bound: int) -> list[Branch]:
        """What these decisions leave, if that is anything of use; it costs no less than it did without one of them."""
        self._settle(decided)
        try:
            bound = self._mixed(bound)
        except Unplanned:
            if self.lines.are_possible():
                raise
            return []
        if bound >= self.below():
            return []
        self._number -= 1
        return [Branch(bound, self._number, decided, self.master.mixture[self.first])]

    def _settle(self, decided: dict[int, bool]) -> None:
        self.lines.release()
        of_person: dict[int, list[int]] = {}
        for variable, value in decided.items():
            of_person.setdefault(self.lines.settle(variable, int(value)), []).append(variable)
        self.master.bar_only(
            [
                number
                for number, column in enumerate(self.master.columns)
                if any((v in column.sets) != decided[v] for v in of_person.get(column.person, ()))
            ]
        )

    def _mixed(self, bound: int) -> int:
        """The best bound of what is left as lines are mixed anew."""

        def goes_on() -> bool:
            return self.goes_on() and bound < self.below()

        for prices in without_lack(self.master, goes_on):
            bound = max(bound, prices.bound(self.offset))
        if self.master.solve() is None:
            raise Unplanned
        return bound
