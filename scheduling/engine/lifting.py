"""The same constraints said more tightly: a relaxation of them bounds better, no answer is lost.

Of "not both" a solver's presolve makes "at most one of these" by itself; a first-order method and
prices on what people share work on the rows as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from scheduling.engine.compiled import row_sums
from scheduling.engine.derived import Ints
from scheduling.engine.facts import Flags
from scheduling.engine.limits import NO_HIGH, NO_LOW
from scheduling.engine.linear import Rows

MOST_NEIGHBORS = 4_000_000
"""Of all decisions together: with more of them, pairs stay pairs."""


def lifted(rows: Rows) -> Rows:
    """Bounds of sums rounded to what whole numbers can reach, and pairs grown into cliques."""
    rows = _rounded(rows)
    alone = _at_most_one(rows)
    sizes = np.diff(rows.starts)
    if (sizes[alone] ** 2).sum() > MOST_NEIGHBORS:
        return rows
    pairs = alone & (sizes == 2) & (rows.low <= 0)
    grown = list(_grown(rows, np.flatnonzero(alone), np.flatnonzero(pairs)))
    return _with_cliques(rows, ~pairs, grown)


def _rounded(rows: Rows) -> Rows:
    """Each row divided by what divides all its weights."""
    full = np.flatnonzero(np.diff(rows.starts))
    divisor = np.ones(len(rows.low), dtype=np.int64)
    divisor[full] = np.gcd.reduceat(np.abs(rows.weight), rows.starts[full])
    divisor = np.maximum(1, divisor)
    low = np.where(rows.low <= NO_LOW // 2, rows.low, -(-rows.low // divisor))
    high = np.where(rows.high >= NO_HIGH // 2, rows.high, rows.high // divisor)
    return replace(rows, weight=rows.weight // divisor[rows.row], low=low, high=high)


def _at_most_one(rows: Rows) -> Flags:
    """Rows of which at most one decision can be 1."""
    plain = (rows.weight == 1) & (rows.floor == 0)[rows.variable]
    plain &= (rows.ceiling <= 1)[rows.variable]
    sizes = np.diff(rows.starts)
    is_plain = row_sums(plain.astype(np.int64), rows.starts) == sizes
    return np.asarray(is_plain & (rows.high == 1) & (sizes > 1))


def _grown(rows: Rows, alone: Ints, pairs: Ints) -> Iterator[list[int]]:
    """Cliques that hold all the pairs, each as large as it can easily be made."""
    beside: dict[int, set[int]] = {}
    for row in alone.tolist():
        members = rows.terms(row)[0].tolist()
        for one in members:
            beside.setdefault(one, set()).update(members)
    for one, others in beside.items():
        others.discard(one)
    covered: set[tuple[int, int]] = set()
    for row in pairs.tolist():
        one, other = sorted(rows.terms(row)[0].tolist())
        if (one, other) in covered:
            continue
        clique = [one, other]
        common = beside[one] & beside[other]
        while common:
            best = max(common, key=lambda each: (len(beside[each] & common), -each))
            clique.append(best)
            common &= beside[best]
        clique.sort()
        covered.update((a, b) for i, a in enumerate(clique) for b in clique[i + 1 :])
        yield clique


def _with_cliques(rows: Rows, kept: Flags, cliques: Sequence[list[int]]) -> Rows:
    """The rows that are kept, and after them the cliques."""
    terms, more = kept[rows.row], [len(clique) for clique in cliques]
    sizes = np.concatenate([np.diff(rows.starts)[kept], np.array(more, dtype=np.int64)])
    members = np.array([one for clique in cliques for one in clique], dtype=np.int64)
    return replace(
        rows,
        row=np.repeat(np.arange(len(sizes)), sizes),
        variable=np.concatenate([rows.variable[terms], members]),
        weight=np.concatenate([rows.weight[terms], np.ones_like(members)]),
        starts=np.concatenate([[0], np.cumsum(sizes)]),
        low=np.concatenate([rows.low[kept], np.full(len(more), NO_LOW)]),
        high=np.concatenate([rows.high[kept], np.ones(len(more), dtype=np.int64)]),
    )
