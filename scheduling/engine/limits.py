"""Limits: bounds on weighted sums of facts, many at a time, as arrays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scheduling.engine.breaches import Spell, merged
from scheduling.engine.derived import Ints

NO_LOW = -(2**40)
NO_HIGH = 2**40
"""Bounds that no sum reaches."""


class Measure(StrEnum):
    """How the excesses of a soft rule's limits add up to its cost."""

    SUM = "sum"
    WORST = "worst"  # only the largest counts


def no_label(_row: int) -> str:
    return ""


@dataclass(frozen=True, eq=False)
class Spells:
    """From where to where the breach of each limit would last: see `breaches`.

    `until` says how far it really goes on, given the value of every column, where a limit names only
    as many duties as it takes to break it; and then how far it is broken twice over, and so on.
    """

    begin: Ints
    beyond: Ints
    of: str = ""
    until: Callable[[int, Ints], tuple[int, ...]] | None = None

    def of_row(self, row: int, values: Ints) -> Spell:
        known = self.until(row, values) if self.until else (int(self.beyond[row]),)
        return Spell(int(self.begin[row]), known[0], self.of, known[1:])

    def inside(self, broken: NDArray[np.bool_], person: Ints) -> NDArray[np.bool_]:
        """Limits that may break where others are broken: what is broken lasts no longer by that.

        Not known of those that say only from the values how far they go on.
        """
        known = np.zeros(len(broken), dtype=bool)
        if self.until:
            return known
        for who in np.unique(person[broken]):
            mine = person == who
            old = mine & broken
            for begin, beyond in merged(zip(self.begin[old], self.beyond[old], strict=True)):
                known |= mine & (begin <= self.begin) & (self.beyond <= beyond)
        return known

    def chosen(self, kept: Ints) -> Spells:
        until = self.until
        return Spells(
            self.begin[kept],
            self.beyond[kept],
            self.of,
            until and (lambda row, values: until(int(kept[row]), values)),
        )


def spells(begin: ArrayLike, beyond: ArrayLike, of: str = "") -> Spells:
    """Spells that say all there is to say before anybody does anything."""
    return Spells(np.asarray(begin, dtype=np.int64), np.asarray(beyond, dtype=np.int64), of)


@dataclass(frozen=True, eq=False)
class Limits:
    """low[i] <= sum of weight * fact over the terms of row i <= high[i].

    Terms stand in `row`, `column`, `weight` (any order); the other arrays have one entry for each
    limit. `person` is an index (-1: nobody in particular), the days are ordinals (0: none).
    """

    row: Ints
    column: Ints
    weight: Ints
    low: Ints
    high: Ints
    person: Ints
    first_day: Ints
    last_day: Ints
    price: Ints
    label: Callable[[int], str] = field(default=no_label)
    spells: Spells | None = None

    def __len__(self) -> int:
        return len(self.low)

    def chosen(self, rows: NDArray[np.bool_]) -> Limits:
        """These limits only."""
        kept, terms = np.flatnonzero(rows), rows[self.row]
        number = np.cumsum(rows) - 1
        return Limits(
            row=number[self.row[terms]],
            column=self.column[terms],
            weight=self.weight[terms],
            low=self.low[kept],
            high=self.high[kept],
            person=self.person[kept],
            first_day=self.first_day[kept],
            last_day=self.last_day[kept],
            price=self.price[kept],
            label=lambda row: self.label(int(kept[row])),
            spells=self.spells and self.spells.chosen(kept),
        )


def limits(
    count: int,
    row: ArrayLike,
    column: ArrayLike,
    weight: ArrayLike = 1,
    *,
    low: ArrayLike = NO_LOW,
    high: ArrayLike = NO_HIGH,
    person: ArrayLike = -1,
    first_day: ArrayLike = 0,
    last_day: ArrayLike = 0,
    price: ArrayLike = 1,
    label: Callable[[int], str] = no_label,
    spells: Spells | None = None,
) -> Limits:
    """`count` limits; whatever is given as one number holds for all of them."""
    rows = np.asarray(row, dtype=np.int64)

    def each(value: ArrayLike, length: int) -> Ints:
        return np.broadcast_to(np.asarray(value, dtype=np.int64), (length,))

    return Limits(
        row=rows,
        column=np.asarray(column, dtype=np.int64),
        weight=each(weight, len(rows)),
        low=each(low, count),
        high=each(high, count),
        person=each(person, count),
        first_day=each(first_day, count),
        last_day=each(last_day, count),
        price=each(price, count),
        label=label,
        spells=spells,
    )


def limits_of_rows(rows: Sequence[Sequence[int] | Ints], **bounds: object) -> Limits:
    """One limit for each list of columns, every term with weight 1 unless `weight` is given."""
    sizes = [len(columns) for columns in rows]
    return limits(
        len(rows),
        np.repeat(np.arange(len(rows)), sizes),
        [column for columns in rows for column in columns],
        **bounds,  # type: ignore[arg-type]
    )
