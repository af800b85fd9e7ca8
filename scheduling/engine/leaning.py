"""What a large tier leans to where lines are no small networks: a bound, and values near the best.

A relaxation prices what people share. Where that is little, everybody's lines are searched at such
prices, and a linear program mixes them: its bound is nearly exact. Where people share much, the
relaxation's own prices and values have to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from scheduling.engine.bound import lower_bound
from scheduling.engine.columns import Master, improved, without_lack
from scheduling.engine.cost import Cost
from scheduling.engine.derived import Ints
from scheduling.engine.facts import Flags
from scheduling.engine.itinerary import itineraries
from scheduling.engine.light import Light
from scheduling.engine.linear import Rows
from scheduling.engine.lines import MOST_SHARED, NOBODY
from scheduling.engine.relaxation import Relaxation
from scheduling.engine.search import Search
from scheduling.engine.searched import SearchedLines, Unplanned, parted

RELAXATION_SHARE, LINES_SHARE, BOUND_SHARE = 0.25, 0.6, 0.25
"""Of the time left, for the relaxation; then for lines, or for a bound that the relaxation gives."""
USUAL_ROUNDS = 10
"""In so many rounds the lines of a year of students come near the best; in twice as many prices stand still."""
REFUTATION_SHARE = 0.25
"""The same for proving that there is no roster, where lines cannot be mixed to one."""
SURE = 0.97
"""From which value on a decision is settled as the relaxation leans."""
MOST_ANSWERS = 8
"""How many lines of each person at the most are handed on to the next tier."""
SETTLED = 0.99
"""The share of a line in the mixture from which on a person is taken to have it."""
NEARLY = 0.01
"""What a mixture of lines may be off a whole number ..."""
UNCLEAR = 0.2
"""... and the share of what it pays for that may be farther off, if it is to be called clear."""


@dataclass(frozen=True, eq=False)
class Leaning:
    """Values of all variables that are as good as possible but not whole."""

    rows: Rows
    price: Ints
    values: NDArray[np.float64]
    is_mixture: bool  # of lines: then it holds also where something is not done
    settled: Flags  # of mixed lines, what those decide who have one as good as surely
    is_best: bool  # whether no better mixture is known to be missing

    @property
    def sure(self) -> Ints:
        """What costs something or spares a cost, and is done as good as surely."""
        return np.flatnonzero((self.price != 0) & (self.values >= SURE) & (self.rows.ceiling == 1))

    @property
    def is_clear(self) -> bool:
        """Whether little of what costs is left between whole numbers: the bound is likely to be had."""
        if not self.is_best:
            return False
        priced = self.values[(self.price != 0) & (self.values > NEARLY)]
        return bool((np.abs(priced - np.round(priced)) > NEARLY).sum() <= UNCLEAR * len(priced))

    @property
    def around(self) -> tuple[Ints, Ints]:
        """The range of each variable: of what costs something, the whole numbers around its value.

        What spares a cost is left open: a roster at the bound is sooner found so.
        """
        rows, priced = self.rows, self.price > 0
        below = np.floor(self.values + NEARLY).astype(np.int64)
        above = np.ceil(self.values - NEARLY).astype(np.int64)
        floor = np.where(priced, np.maximum(rows.floor, below), rows.floor)
        ceiling = np.where(priced, np.minimum(rows.ceiling, above), rows.ceiling)
        return floor, np.maximum(floor, ceiling)

    @property
    def held(self) -> tuple[Ints, Ints]:
        """The same, and those whose line is as good as settled have it: little is left to decide."""
        lines = np.round(self.values).astype(np.int64)
        floor, ceiling = self.around
        return np.where(self.settled, lines, floor), np.where(self.settled, lines, ceiling)


class Leaner:
    """Finds what a tier leans to, and tells of each bound as it is proven."""

    def __init__(
        self,
        search: Search,
        cost: Cost,
        left: Callable[[float], float],
        learn_bound: Callable[[int], None],
        *,
        is_relaxed: bool = True,
    ) -> None:
        """`left` tells how many seconds such a share of the tier's time is.

        Lines are searched for near the prices of a relaxation, unless that is not to be solved.
        """
        self.search, self.cost = search, cost
        self.left, self.learn_bound, self._is_relaxed = left, learn_bound, is_relaxed
        rows = search.model.rows().tightened()
        self.price = cost.prices(len(rows.floor))
        self.rows = Light(search.model, rows, self.price).rows
        self.owner, self.of_one = parted(search.model, self.rows, self.price)
        self.mixed: tuple[Master, SearchedLines] | None = None

    @property
    def shares_little(self) -> bool:
        """So that lines can be mixed; without their clear days they would be nobody's lines."""
        if self.search.model.clear_spans:
            return False
        return bool(np.count_nonzero(self.of_one == NOBODY) <= MOST_SHARED)

    def may_be_mixed(self) -> bool:
        """Whether lines of people are found so fast that their prices come to stand still in time."""
        if not self.shares_little:
            return False
        clock, lines = self.search.clock, self._lines
        try:
            began = clock.now()
            shares = lines.sample(self.price)
            seconds = (clock.now() - began) / shares
        except Unplanned:
            return False
        return USUAL_ROUNDS * seconds <= self.left(LINES_SHARE)

    @cached_property
    def _lines(self) -> SearchedLines:
        ways = itineraries(self.search.model, self.rows, self.of_one)
        workers = self.search.options.workers
        return SearchedLines(self.rows, self.owner, self.of_one, workers, ways)

    def is_possible(self) -> bool:
        """False only where somebody has no line at all: seen in a second, by a search of the whole hardly ever."""
        return self._lines.are_possible()

    @property
    def is_refuted(self) -> bool:
        """Whether it is proven that there is no roster, where the mixture of lines lacks something."""
        return self.mixed is not None and self.mixed[0].lacks and self._refutes

    @cached_property
    def _refutes(self) -> bool:
        """Whether it is proven that there is no roster by prices alone.

        If nothing has a price, every roster costs nothing; prices on what is shared that prove more refute them all.
        It is not asked where a roster is known.
        """
        if self.search.solution is not None:
            return False
        free = Leaner(self.search, Cost(), self.left, self.learn_bound)
        goes_on = free._going_on(REFUTATION_SHARE)
        try:
            return any(prices.value > 0 for prices in improved(free._master(free._lines), goes_on))
        except Unplanned:
            return False

    def bound(self) -> None:
        """Learn what a relaxation alone proves."""
        relaxation = self._relaxation()
        if relaxation is not None:
            self._bound(relaxation)

    def lean(self) -> Leaning | None:
        """None when nothing was learnt in the time given."""
        if self.shares_little:
            begins_near = self._is_relaxed and not self.search.lines
            return self._mixture(self._relaxation() if begins_near else None)
        relaxation = self._relaxation()
        if relaxation is None:
            return None
        self._bound(relaxation)
        return Leaning(
            self.rows,
            self.price,
            relaxation.values,
            is_mixture=False,
            settled=np.zeros(len(self.price), dtype=bool),
            is_best=False,
        )

    def _relaxation(self) -> Relaxation | None:
        """None when it cannot be solved in its time."""
        relaxation, search = Relaxation(self.rows, self.price), self.search
        seconds = self.left(RELAXATION_SHARE)
        is_solved = relaxation.solve(search.clock, seconds, search.control.watch)
        return relaxation if is_solved else None

    def _bound(self, relaxation: Relaxation) -> None:
        seconds, workers = self.left(BOUND_SHARE), self.search.options.workers
        bound = lower_bound(self.search.model, self.cost, relaxation, seconds, workers)
        self.learn_bound(bound)

    def _mixture(self, relaxation: Relaxation | None) -> Leaning | None:
        search, of_one, lines = self.search, self.of_one, self._lines
        master = self._master(lines)
        center = None if relaxation is None else np.where(of_one == NOBODY, relaxation.prices, 0)
        goes_on = self._going_on(LINES_SHARE)
        prices_in_turn = without_lack(master, goes_on, center=center, is_vain=lambda: self._refutes)
        try:
            for prices in prices_in_turn:
                self.learn_bound(prices.bound(self.cost.offset))
        except Unplanned:
            return None
        if master.solve() is None:
            return None
        is_best = goes_on()  # it came to its end by itself
        self.mixed = master, lines
        search.lines = list(islice(master.answers(), MOST_ANSWERS))
        return Leaning(
            self.rows,
            self.price,
            master.mixture,
            is_mixture=True,
            settled=master.settled(SETTLED),
            is_best=is_best,
        )

    def _master(self, lines: SearchedLines) -> Master:
        """Of the lines that are known already."""
        master = Master(self.rows, lines, self.of_one, self.price)
        for answer in self._answers():
            known = np.array(answer, dtype=np.int64)
            master.add_all(known, but=self._not_possible(known))
        return master

    def _going_on(self, share: float) -> Callable[[], bool]:
        """Whether there is something left of such a share of the time that is left now."""
        clock, until = self.search.clock, self.search.clock.now() + self.left(share)
        return lambda: clock.now() < until and not self.search.control.cancelled.is_set()

    def _not_possible(self, answer: Ints) -> set[int]:
        """Whose line does not keep what is theirs alone now; an earlier tier may have let it."""
        rows = self.rows
        outside = (answer < rows.floor) | (answer > rows.ceiling)
        return {*self.of_one[rows.broken(answer)].tolist(), *self.owner[outside].tolist()}

    def _answers(self) -> Iterator[list[int]]:
        """Lines to begin with: of the best roster, and those that were mixed for an earlier tier.

        What they have to pay now is worked out.
        """
        search = self.search
        if search.solution is not None:
            yield search.solution
        for answer in search.lines:
            yield search.model.tightened(answer)
