"""What has to come first, said of all that may follow at once.

"Not before one of these" is a limit on each chance to do something. Where a person does that thing
once at most, the limits on an earlier and a later chance hold together: whatever has been done of
it by a day, something of what comes first was done before. A linear relaxation sees that only when
it is said, and the limits on each chance follow from it: they need not be written down as well.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import numpy as np

from scheduling.engine.cliques import Cliques
from scheduling.engine.compiled import Compiled, row_sums
from scheduling.engine.facts import Flags
from scheduling.engine.limits import NO_LOW

Needs = dict[int, dict[frozenset[int], int]]
"""For pairs: sets of which one must be done before them, and the row that says so."""


def chained(
    compiled: Compiled, kept: Flags, cliques: Cliques
) -> Iterator[tuple[set[int], frozenset[int], list[int]]]:
    """Pairs that exclude each other, those of which one must be done before any, and rows that follow.

    `kept` are the rows that are kept whatever happens.
    """
    needs = _needs(compiled, kept)
    together: dict[int, list[int]] = {}
    for pair in needs:
        for clique in cliques.rows_of(pair):
            together.setdefault(clique, []).append(pair)
    said: set[tuple[int, frozenset[int]]] = set()
    for pairs in sorted(together.values(), key=len, reverse=True):
        for follow, before in _chained(pairs, needs):
            news = {(pair, before) for pair in follow} - said
            if news and len(follow) > 1:
                said |= news
                rows = [needs[pair][before] for pair in follow if before in needs[pair]]
                yield follow, before, rows


def _needs(compiled: Compiled, kept: Flags) -> Needs:
    """One pair on condition that some of others are done, as hard limits say it."""
    weight, starts = compiled.weight, compiled.starts
    is_pair = compiled.column < compiled.facts.pairs
    plain = row_sums((is_pair & (np.abs(weight) == 1)).astype(np.int64), starts)
    ones = row_sums((weight == 1).astype(np.int64), starts)
    rows = kept & compiled.hard & (compiled.high == 0) & (compiled.low <= NO_LOW)
    rows &= (plain == np.diff(starts)) & (ones == 1) & (plain > 1)
    needs: Needs = {}
    for row in np.flatnonzero(rows).tolist():
        mine = slice(starts[row], starts[row + 1])
        column, first = compiled.column[mine], compiled.weight[mine] < 0
        needs.setdefault(int(column[~first][0]), {})[frozenset(column[first].tolist())] = row
    return needs


def _chained(pairs: Collection[int], needs: Needs) -> Iterator[tuple[set[int], frozenset[int]]]:
    for chain in _nested({before for pair in pairs for before in needs[pair]}):
        follow: set[int] = set()
        for before in chain:
            follow |= {pair for pair in pairs if before in needs[pair]}
            yield set(follow), before


def _nested(sets: Iterable[frozenset[int]]) -> list[list[frozenset[int]]]:
    """In chains of which each holds the one before."""
    chains: list[list[frozenset[int]]] = []
    for one in sorted(sets, key=lambda each: (len(each), sorted(each))):
        chain = next((chain for chain in chains if chain[-1] <= one), None)
        if chain is None:
            chains.append([one])
        else:
            chain.append(one)
    return chains
