"""What a cost must come to at least, proven without searching for a roster.

A linear relaxation prices the limits that people share. With these prices everybody is planned
apart, each as well as the limits of their own allow, and what they cost together is a bound for
all. It holds whatever the prices are, so the relaxation may be solved roughly; the sums are whole
numbers, so that no rounding can make the bound too high.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from scheduling.engine.cost import Cost
from scheduling.engine.derived import Ints
from scheduling.engine.linear import Rows
from scheduling.engine.lines import NOBODY
from scheduling.engine.model import RosterModel
from scheduling.engine.relaxation import SCALE, Relaxation
from scheduling.engine.searched import Person, parted


def lower_bound(
    model: RosterModel, cost: Cost, relaxation: Relaxation, seconds: float, workers: int = 1
) -> int:
    """What the cost is at least in every roster of the model, at the prices of a relaxation.

    Whoever cannot be planned in time is taken at what the relaxation says of them.
    """
    until = time.monotonic() + seconds
    rows, price, prices = relaxation.rows, relaxation.price, relaxation.prices
    owner, of_one = parted(model, rows, price)
    is_shared = (of_one == NOBODY)[rows.row]
    known = _worth(rows, prices)[of_one == NOBODY].sum()
    reduced = SCALE * price
    np.subtract.at(reduced, rows.variable[is_shared], (prices[rows.row] * rows.weight)[is_shared])
    free = owner == NOBODY
    known += np.minimum(reduced * rows.floor, reduced * rows.ceiling)[free].sum()
    people = [Person(rows, owner, of_one, who) for who in np.unique(owner[~free]).tolist()]
    relaxed = _relaxed(relaxation, owner, of_one, reduced)

    def least(person: Person) -> int:
        left, at_least = until - time.monotonic(), int(relaxed[person.who])
        found = person.cheapest(reduced, left)[0] if left > 0 else None
        return at_least if found is None else max(found, at_least)

    with ThreadPoolExecutor(workers) as pool:
        apart = sum(pool.map(least, people))
    return int(cost.offset - (-(int(known) + apart) // SCALE))


def _worth(rows: Rows, prices: Ints) -> Ints:
    """What the bound of each row counts for."""
    return np.where(prices > 0, prices * rows.low, np.where(prices < 0, prices * rows.high, 0))


def _relaxed(relaxation: Relaxation, owner: Ints, of_one: Ints, reduced: Ints) -> Ints:
    """What each person's part costs at least when their own limits are priced as well."""
    rows, prices = relaxation.rows, relaxation.prices
    least = np.zeros(owner.max() + 2, dtype=np.int64)  # the last is for nobody
    np.add.at(least, of_one, _worth(rows, prices))
    paid = -(prices[rows.row] * rows.weight)
    is_own = of_one[rows.row] != NOBODY
    of_others = is_own & (owner[rows.variable] == NOBODY)
    ends = paid * rows.floor[rows.variable], paid * rows.ceiling[rows.variable]
    np.add.at(least, of_one[rows.row[of_others]], np.minimum(*ends)[of_others])
    rest = reduced.copy()
    mine = is_own & ~of_others
    np.add.at(rest, rows.variable[mine], paid[mine])
    np.add.at(least, owner, np.minimum(rest * rows.floor, rest * rows.ceiling))
    return least
