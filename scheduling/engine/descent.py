"""From mixed lines to a roster: what earlier tiers pay for is decided first, then everybody's line.

What was reached in an earlier tier has to add up again. Lines that do so on the average only leave
no line for whoever comes last, so these decisions become whole while there is a choice of lines.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from math import inf

import numpy as np

from scheduling.engine.columns import Column, Master
from scheduling.engine.derived import Ints
from scheduling.engine.dive import SOME, dive, priced_in
from scheduling.engine.searched import SearchedLines, Unplanned

ROUNDS = 8
"""How often lines that pay are added before the next are settled, while that wins back what settling cost."""
SURELY = 0.65
"""Of all people, how many keep their lines where the last of a dive found none."""
LONG = 1e9
"""A dive ends when it is told to, not when it seems too slow: its first rounds are its dearest."""


class Descent:
    """Settles a solved master of searched lines, decision by decision and then line by line."""

    def __init__(
        self,
        master: Master,
        lines: SearchedLines,
        first: Ints,
        goes_on: Callable[[], bool],
        most: float = inf,
    ) -> None:
        """`first` are the decisions that earlier tiers pay for, all of them 0 or 1.

        What costs more than `most` is of no use, and is a sign that something is lacking.
        """
        self.master, self.lines, self.goes_on = master, lines, goes_on
        self.most = most
        self.of_each = [np.intersect1d(variables, first) for variables in lines.of_each]
        self.first = np.concatenate(self.of_each)
        self.done: list[int] = []  # of these, what is settled to be done

    def run(self) -> Ints | None:
        """An answer of which every line is known; None when there is none, or no time."""
        try:
            if not self._decide():
                return None
            left = self._left
            sets = dive(
                self.master, left, most=self.most, rounds=ROUNDS, on_settled=self.lines.take
            )
        except Unplanned:
            return None
        return None if sets is None else self.master.answer(sets)

    @property
    def surest(self) -> dict[int, Ints]:
        """The lines that were settled first, also where a dive ended without a roster."""
        taken = self.lines.taken.items()
        return dict(islice(taken, int(SURELY * len(self.lines.people))))

    def _left(self) -> float:
        return LONG if self.goes_on() else 0.0

    def _decide(self) -> bool:
        """Whether all that is to be decided first is decided."""
        while self.goes_on() and self.master.value <= self.most:
            values = self.master.mixture[self.first]
            values[np.isin(self.first, self.done)] = 1  # even where a line is lacking in part
            unsure = np.flatnonzero((values > SOME) & (values < 1 - SOME))
            if not len(unsure):
                self._hold(self.first[values > SOME])
                return True
            self._settle(int(self.first[unsure[np.argmax(values[unsure])]]))
            if self.master.solve() is None or not self._price():
                return False
        return False

    def _settle(self, variable: int) -> None:
        """From now on this is done."""
        self.done.append(variable)
        person = self.lines.settle(variable, 1)
        self._bar(lambda column: column.person == person and variable not in column.sets)

    def _hold(self, done: Ints) -> None:
        """From now on of all that is decided first exactly this is done."""
        for variable in self.first.tolist():
            self.lines.settle(variable, int(variable in done))
        wanted = [np.intersect1d(variables, done) for variables in self.of_each]
        self._bar(
            lambda column: (
                not np.array_equal(
                    np.intersect1d(column.sets, self.of_each[column.person]), wanted[column.person]
                )
            )
        )

    def _bar(self, is_out: Callable[[Column], bool]) -> None:
        columns = self.master.columns
        self.master.bar([number for number, column in enumerate(columns) if is_out(column)])

    def _price(self) -> bool:
        """Those who have one line anyway are not asked for others."""
        self.lines.taken = {
            column.person: column.sets
            for column, share in zip(self.master.columns, self.master.shares, strict=True)
            if share >= 1 - SOME
        }
        is_solved = priced_in(self.master, set())
        self.lines.taken = {}
        return is_solved
