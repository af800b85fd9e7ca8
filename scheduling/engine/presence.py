"""When somebody is done, where it is known in how many periods they are somewhere.

The last of these periods and their number tell how many periods are idle. A linear relaxation of
the walk alone sees nobody wait who is half there all year.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from scheduling.engine.cliques import Cliques
from scheduling.engine.compiled import Compiled
from scheduling.engine.derived import Ints
from scheduling.engine.facts import Flags
from scheduling.engine.limits import NO_HIGH
from scheduling.engine.paths import Paths
from scheduling.engine.statements import Statements, negated


def counted(
    compiled: Compiled, kept: Flags, paths: Paths, high: Ints, cliques: Cliques
) -> dict[int, int]:
    """In how many periods people are somewhere, if hard limits tell of all that they may do.

    Of people who may be in one place at a time only.
    """
    length = np.bincount(paths.pair, minlength=compiled.facts.pairs)
    told = np.zeros(len(length), dtype=bool)
    count: dict[int, int] = {}
    for columns, number in _exact(compiled, kept):
        lengths, person = length[columns], compiled.facts.person[columns]
        if lengths.min() and np.ptp(lengths) == 0 == np.ptp(person) and not told[columns].any():
            told[columns] = True
            count[int(person[0])] = count.get(int(person[0]), 0) + number * int(lengths[0])
    return {
        person: number
        for person, number in count.items()
        if _is_all(paths, person, told, high) and _is_one_place(paths, person, high, cliques)
    }


def _exact(compiled: Compiled, kept: Flags) -> Iterator[tuple[Ints, int]]:
    """Pairs of which exactly so many are done."""
    rows = kept & compiled.hard & (compiled.low == compiled.high) & (np.diff(compiled.starts) > 0)
    for row in np.flatnonzero(rows).tolist():
        mine = slice(compiled.starts[row], compiled.starts[row + 1])
        column = compiled.column[mine]
        if (compiled.weight[mine] == 1).all() and column.max() < compiled.facts.pairs:
            yield column, int(compiled.low[row])


def _is_all(paths: Paths, person: int, told: Flags, high: Ints) -> bool:
    pair, *_ = paths.members(person)
    return bool((told[pair] | (high[pair] == 0)).all())


def _is_one_place(paths: Paths, person: int, high: Ints, cliques: Cliques) -> bool:
    pair, period, _ = paths.members(person)
    possible = high[pair] > 0
    return all(
        len(list(cliques.parts(pair[possible & (period == t)]))) <= 1 for t in range(paths.periods)
    )


def say_when_done(
    says: Statements, there: Sequence[Sequence[int]], idle: Sequence[int], count: int
) -> None:
    """`there` are the variables of which one is true when the person is there, period by period.

    A period at which they are there belongs to a last one: as many belong to it as there are in
    all, if it is the last, and none if it is not.
    """
    last = {end: says.decision() for end in range(count - 1, len(there)) if there[end]}
    belongs: list[list[int]] = [[] for _ in there]
    for end, is_last in last.items():
        mine = [is_last]  # at the end itself they are there
        for period in range(end):
            if there[period]:
                mine.append(says.decision())
                belongs[period].append(mine[-1])
                says.clause([negated(mine[-1]), is_last])
        belongs[end].append(is_last)
        says.linear([*mine[1:], is_last], [1] * (len(mine) - 1) + [1 - count], 0, 0)
    says.bound(list(last.values()), [1] * len(last), 1, 1)
    for here, of_ends in zip(there, belongs, strict=True):
        if here:
            says.linear([*here, *of_ends], [1] * len(here) + [-1] * len(of_ends), 0, 0)
    weights = [1] * len(idle) + [-(end + 1) for end in last]
    says.linear([*idle, *last.values()], weights, -count, NO_HIGH)
