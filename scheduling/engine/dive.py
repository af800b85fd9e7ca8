"""From shares of lines to one line for each person: settle the surest, price anew, and so on."""

from __future__ import annotations

from collections.abc import Callable, Container
from math import inf

import numpy as np

from scheduling.engine.columns import Master, improved
from scheduling.engine.derived import Ints

SURE = 0.95
"""Whoever takes a line to such a share is settled along with the surest ..."""
AT_ONCE = 3
"""... but only one in so many of those who are left ..."""
SOON = 12
"""... and one in so many of them in any case."""
ROUNDS = 2
"""How often lines that pay are added before somebody else is settled ..."""
REGAINED = 1e-3
"""... and how much of the cost each further time has to win back, where there may be more of them."""
CALM_SHARE = 0.2
"""Of the seconds that are not needed for all further steps, what prices may take to become as good as
they can be, where there is patience."""
SOME = 1e-6
EASED = 0.4
"""What a round takes on the average, as a share of the dearest: with everybody settled less is left."""


def _nobody_asks(_person: int, _line: Ints) -> None:
    """The lines come from where nothing is spared by knowing it."""


def dive(
    master: Master,
    left: Callable[[], float],
    *,
    most: float = inf,
    rounds: int = ROUNDS,
    on_settled: Callable[[int, Ints], None] = _nobody_asks,
    is_patient: bool = False,
) -> Ints | None:
    """Variables that are set when everybody takes one line; None where the seconds left are too few.

    Also when all that is left costs more than `most`, with what is lacking. `is_patient`: before
    somebody else is settled prices become as good as they can be in a share of the seconds to
    spare. The lines must know then whose are settled.

    The master has been solved. What the lines lack in the limits that people share is not looked at
    here. All but the lines taken are barred in the end.
    """
    settled: dict[int, int] = {}
    dearest = 0.0
    while to_go := len(master.lines.people) - len(settled):
        now, duals = left(), master.duals
        if now <= EASED * dearest * to_go:
            return None
        is_whole = is_patient and np.count_nonzero(master.shares > 1 - SOME) == to_go + len(settled)
        for person, column in _surest(master, settled, all_at_once=is_whole):
            settled[person] = column
            on_settled(person, master.columns[column].sets)
        master.bar(_forgone(master, settled))
        is_solved = master.solve() is not None and priced_in(master, settled, rounds)
        if not is_solved or master.value > most:
            return None
        dearest = max(dearest, now - left())
        needed = EASED * dearest * (len(master.lines.people) - len(settled))
        if is_patient and not _calmed(master, duals, left, needed):
            return None
    return np.concatenate([master.columns[column].sets for column in settled.values()])


def _surest(master: Master, settled: dict[int, int], *, all_at_once: bool) -> list[tuple[int, int]]:
    """People and their lines: those with the largest shares, and some that are as good as sure."""
    best: dict[int, tuple[float, int]] = {}
    for number in np.flatnonzero(master.shares > SOME).tolist():
        person, share = master.columns[number].person, float(master.shares[number])
        if person not in settled and share > best.get(person, (0.0, 0))[0]:
            best[person] = share, number
    ranked = sorted(best.items(), key=lambda one: (-one[1][0], one[0]))
    sure = [one for one in ranked if one[1][0] >= SURE][: len(ranked) // AT_ONCE]
    largest = ranked if all_at_once else ranked[: max(1, len(ranked) // SOON, len(sure))]
    return [(person, number) for person, (_, number) in largest]


def _forgone(master: Master, settled: dict[int, int]) -> list[int]:
    """The other lines of those who are settled."""
    return [
        number
        for number, column in enumerate(master.columns)
        if settled.get(column.person, number) != number
    ]


def _calmed(master: Master, duals: Ints, left: Callable[[], float], needed: float) -> bool:
    """Better the prices, beginning near some, until they stand still; whether the master is solved."""
    least = (1 - CALM_SHARE) * left() + CALM_SHARE * needed
    for _ in improved(master, lambda: left() > least, center=duals):
        pass
    return master.solve() is not None


def priced_in(master: Master, settled: Container[int], rounds: int = ROUNDS) -> bool:
    """Add lines that pay for those who are not settled; whether the master is solved."""
    for number in range(rounds):
        before = master.value
        _, lines, costs = master.priced(master.duals)
        added = 0
        for person, sets in enumerate(lines):
            if person not in settled and master.pays(person, int(costs[person])):
                added += master.add(person, sets)
        if added and master.solve() is None:
            return False
        is_enough = number + 1 >= ROUNDS and before - master.value < REGAINED * abs(before)
        if not added or is_enough:
            break
    return True
