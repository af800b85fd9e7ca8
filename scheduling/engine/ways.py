"""Ways to mend a roster that has lost something: what each changes, and how good it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from scheduling.engine.problem import Pair
from scheduling.engine.rules.base import Tier


class Manner(StrEnum):
    """How a repair goes about it."""

    NOTHING = "nothing"  # nobody can help
    DIRECT = "direct"  # one person takes over
    BACKUP = "backup"  # the person on backup takes over
    SEVERAL = "several"  # each of several people takes some of it over
    CHAIN = "chain"  # somebody takes over, and hands on what is then too much
    SWAP = "swap"  # somebody takes over, and gives as much in return


@dataclass(frozen=True)
class Repair:
    """One way to mend the hole. `remove` holds what was lost as well."""

    add: frozenset[Pair]
    remove: frozenset[Pair]
    manner: Manner
    shortage: int  # the price of what stays open
    late: int  # changes at short notice
    touched: tuple[str, ...]  # people who lost nothing and yet are changed
    changes: int
    costs: dict[Tier, int]  # of the soft rules, near the hole, in the order in which they count
    proven: bool  # nothing better near the hole

    @property
    def rank(self) -> tuple[int, ...]:
        return (
            *(self.shortage, self.late, len(self.touched), self.changes),
            *self.costs.values(),
        )


@dataclass(frozen=True)
class Repairs:
    """The ways found, best first, and what is known of those not found."""

    ways: tuple[Repair, ...]
    reach: timedelta | None  # how far was looked
    least_shortage: int  # whatever is done within reach
    least_touched: int
    proven: bool  # the first is the best of all, not only of those within reach
    cancelled: bool
    seconds: float
