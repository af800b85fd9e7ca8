"""What is left to decide in each limit, once everything that is settled has been counted."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scheduling.engine.compiled import Compiled, row_sums
from scheduling.engine.derived import ClearDays, Ints
from scheduling.engine.facts import Flags


class Terms:
    """Rows of the compiled limits with the columns that can still vary; lists, as a model reads them.

    `low` and `high` say what each column can be at least and at most, `days` which columns count
    clear days. `least` and `most` are what a row can add up to, `settled` what its settled terms do.
    """

    def __init__(self, compiled: Compiled, low: Ints, high: Ints, days: Flags) -> None:
        column, weight, starts = compiled.column, compiled.weight, compiled.starts
        floor = np.where(weight > 0, low[column], high[column])
        ceiling = np.where(weight > 0, high[column], low[column])
        self.least, self.most = row_sums(weight * floor, starts), row_sums(weight * ceiling, starts)
        self.may_break = (self.most > compiled.high) | (self.least < compiled.low)
        is_open = low[column] < high[column]
        self.settled = row_sums(np.where(is_open, 0, weight * low[column]), starts).tolist()
        self.of_days = (row_sums(days[column].astype(np.int64), starts) > 0).tolist()
        self._columns, self._weights = column[is_open].tolist(), weight[is_open].tolist()
        self._starts = np.concatenate([[0], np.cumsum(is_open)])[starts].tolist()

    @classmethod
    def of(cls, compiled: Compiled, low: Ints, high: Ints) -> Terms:
        """The same, with the columns looked up that count clear days."""
        days = np.zeros(len(low), dtype=bool)
        for fact in compiled.facts.derived:
            days[fact.first : fact.first + fact.count] = isinstance(fact, ClearDays)
        return cls(compiled, low, high, days)

    def open(self, row: int) -> Iterator[tuple[int, int]]:
        """Columns that can still vary, with their weights."""
        mine = slice(self._starts[row], self._starts[row + 1])
        return zip(self._columns[mine], self._weights[mine], strict=True)
