"""A model without what says nothing in the tier at work: far sooner read, and the same answers.

Most of the rows of a year of call are about which 24 hours of a resident are kept clear. They are
left out until an answer breaks one, and so is what only later tiers pay for. An answer is completed
and has to keep every row of the model.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from scheduling.engine.cost import Cost
from scheduling.engine.derived import Ints
from scheduling.engine.facts import Flags
from scheduling.engine.lifting import lifted
from scheduling.engine.linear import Rows
from scheduling.engine.model import RosterModel
from scheduling.engine.written import start_from, written

Spans = frozenset[int]
"""Numbers of spans with days to be kept clear."""


SHORT = 40
"""Periods of a span that is said from the beginning: calls may well take all of it."""


def spans_to_say(model: RosterModel) -> Spans:
    """Those that are short, and those in which days that are missing are paid for."""
    paid = model.soft_terms
    return frozenset(
        number
        for number, span in enumerate(model.clear_spans)
        if len(span.periods) <= SHORT or not paid.isdisjoint(span.periods)
    )


class Light:
    """What is left of the rows of a model for one cost."""

    def __init__(
        self, model: RosterModel, rows: Rows, price: Ints, said: Spans = frozenset()
    ) -> None:
        """Of days to be kept clear, only those in the spans that are `said`.

        They seldom stand in the way, and what is proven without them is true with them.
        """
        self.model, self.whole, self.price = model, rows, price
        self._said = said
        spans = enumerate(model.clear_spans)
        unsaid = [one for number, span in spans if number not in said for one in span.periods]
        left = rows.without(np.array(unsaid, dtype=np.int64)).settled()
        self._freed = left.freed(price)
        self.rows = lifted(left.without(self._freed).merged())

    def completed(self, free: Ints, solution: Ints) -> list[int]:
        """Values of some variables with all that follows: as many days kept clear as they leave."""
        values = self.rows.floor.copy()
        values[self._freed] = self.rows.ceiling[self._freed]
        values[free] = solution
        answer = np.array(self.model.tightened(values.tolist()), dtype=np.int64)
        taken = np.zeros(len(answer), dtype=bool)
        period, duty = self._in_the_way
        taken[period[answer[duty] > 0]] = True
        for span in self.model.clear_spans:
            span.keep(answer, taken)
        return [int(value) for value in answer]

    @cached_property
    def _in_the_way(self) -> tuple[Ints, Ints]:
        """Of each "not both" of a clear period and a duty, the two."""
        rows, is_clear = self.whole, self._flags(self.model.clear_periods)
        first = rows.starts[:-1][np.diff(rows.starts) == 2]
        one, other = rows.variable[first], rows.variable[first + 1]
        mixed = is_clear[one] & ~is_clear[other]
        return one[mixed], other[mixed]

    def _flags(self, variables: Ints) -> Flags:
        flags = np.zeros(len(self.price), dtype=bool)
        flags[variables] = True
        return flags

    def lacking(self, answer: Sequence[int]) -> Spans | None:
        """The spans that have to be said since a completed answer keeps too few days clear in them.

        None where it breaks something else.
        """
        rows = self.whole.numbered(self.whole.broken(np.array(answer, dtype=np.int64)))
        if not self._flags(self.model.clear_periods)[rows.variable].all():
            return None
        named = set(rows.variable.tolist())
        spans = enumerate(self.model.clear_spans)
        return self._said | {number for number, span in spans if named & set(span.periods)}


class Asked:
    """A model for the solver, and what its solutions are as answers of the whole."""

    def __init__(self, model: RosterModel, cost: Cost) -> None:
        model.minimise(cost)
        self.model, self.cp = model, model.cp

    def start_from(self, answer: Sequence[int]) -> None:
        self.model.hint(answer)

    def answer(self, solution: Sequence[int]) -> list[int] | None:
        """None where it does not hold."""
        return list(solution)


class AskedLightly(Asked):
    """The same of what is left of the rows for this cost."""

    lacking: Spans | None = frozenset()  # what has to be said as well, if an answer did not hold

    def __init__(self, light: Light, offset: int) -> None:
        self.light = light
        asked = light.price != 0
        asked[light.rows.variable] = True
        self.free = np.flatnonzero(asked)
        self.cp = written(light.rows, light.price, self.free)
        self.cp.proto.objective.offset = offset

    @property
    def is_possible(self) -> bool:
        """Whether every variable and every row has a range; if not, there is no answer at all."""
        rows = self.light.rows
        return bool((rows.floor <= rows.ceiling).all() and (rows.low <= rows.high).all())

    def start_from(self, answer: Sequence[int]) -> None:
        start_from(self.cp, np.array(answer, dtype=np.int64)[self.free])

    def answer(self, solution: Sequence[int]) -> list[int] | None:
        values = np.array(list(solution), dtype=np.int64)
        answer = self.light.completed(self.free, values)
        if self.light.whole.holds(np.array(answer, dtype=np.int64)):
            return answer
        self.lacking = self.light.lacking(answer)
        return None
