"""Pairs of which only one can hold, as the hard limits say."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scheduling.engine.compiled import Compiled, row_sums
from scheduling.engine.derived import Ints
from scheduling.engine.facts import Flags


class Cliques:
    """The hard limits "at most one of these pairs" of which `held` says that they can be kept."""

    def __init__(self, compiled: Compiled, held: Flags) -> None:
        plain = (compiled.weight == 1) & (compiled.column < compiled.facts.pairs)
        sizes = np.diff(compiled.starts)
        only_plain = row_sums(plain.astype(np.int64), compiled.starts) == sizes
        rows = compiled.hard & held & (compiled.high == 1) & only_plain & (sizes > 1)
        terms = np.flatnonzero(rows[compiled.row])
        column, row = compiled.column[terms], compiled.row[terms]
        order = np.argsort(column, kind="stable")
        self._column, self._row = column[order], row[order]

    def parts(self, columns: Ints) -> Iterator[list[int]]:
        """The columns in groups; of each group only one can hold. Greedy: the largest ones first."""
        left = {column: self.rows_of(column) for column in columns.tolist()}
        while left:
            counts: dict[int, int] = {}
            for rows in left.values():
                for row in rows:
                    counts[row] = counts.get(row, 0) + 1
            best = max(counts, key=lambda row: (counts[row], -row), default=None)
            if best is None or counts[best] == 1:
                yield from ([column] for column in left)
                return
            part = [column for column, rows in left.items() if best in rows]
            yield part
            for column in part:
                del left[column]

    def rows_of(self, column: int) -> set[int]:
        """The limits that the column stands in."""
        first, beyond = np.searchsorted(self._column, [column, column + 1])
        return set(self._row[first:beyond].tolist())
