"""What is settled before anything is decided: the least and the most that each column can be."""

from __future__ import annotations

import numpy as np

from scheduling.engine.compiled import Compiled
from scheduling.engine.derived import Ints
from scheduling.engine.facts import Facts
from scheduling.engine.paths import Paths


def least_and_most(facts: Facts, compiled: Compiled) -> tuple[Ints, Ints]:
    """The least and the most that each column can be."""
    low, high = whatever_is_allowed(facts)
    for row in rows_allowing_nothing(compiled):
        column = compiled.column[compiled.starts[row] : compiled.starts[row + 1]]
        pair = column[column < facts.pairs]
        high[pair[~facts.fixed[pair]]] = 0
    return with_derived(facts, low, high)


def whatever_is_allowed(facts: Facts) -> tuple[Ints, Ints]:
    """Every candidate may be done or not; what is fixed is done; all else is not."""
    low = facts.fixed.astype(np.int64)
    high = low.copy()
    for person, duty in facts.problem.candidates:
        high[facts.column(person, duty)] = 1
    return low, high


def rows_allowing_nothing(compiled: Compiled) -> Ints:
    """Hard rows of positive terms that add up to nothing: leave, levels, closed windows."""
    candidates = np.flatnonzero(compiled.hard & (compiled.high <= 0))
    lightest = [
        compiled.weight[a:b].min(initial=1)
        for a, b in zip(compiled.starts[candidates], compiled.starts[candidates + 1], strict=True)
    ]
    return candidates[np.array(lightest, dtype=np.int64) > 0]


def with_derived(facts: Facts, low: Ints, high: Ints) -> tuple[Ints, Ints]:
    """The same for derived facts: "any of" grows with its pairs, clear days shrink."""
    lows, highs = [low], [high]
    for fact in facts.derived:
        every = np.arange(fact.count)
        if isinstance(fact, Paths):
            # More work can end an idle time as well as begin one.
            least, most = np.zeros(fact.count, np.int64), np.ones(fact.count, np.int64)
        else:
            least, most = fact.values(low, every), fact.values(high, every)
        lows.append(np.minimum(least, most))
        highs.append(np.maximum(least, most))
    return np.concatenate(lows), np.concatenate(highs)
