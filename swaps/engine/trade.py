"""A trade: duties that change hands, all of them or none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from scheduling.engine.problem import Pair


class Manner(StrEnum):
    """How duties change hands."""

    GIFT = "gift"  # one takes it and gives nothing
    EXCHANGE = "exchange"  # two take from each other
    CYCLE = "cycle"  # three or four, each from the next


@dataclass(frozen=True, slots=True, order=True)
class Leg:
    """One duty that goes from one person to another."""

    giver: str
    taker: str
    duty: str


@dataclass(frozen=True)
class Trade:
    """Legs that happen together. Nobody gives to themselves, and no duty goes twice."""

    legs: tuple[Leg, ...]

    def __post_init__(self) -> None:
        if not self.legs:
            raise ValueError("A trade moves at least one duty.")
        if any(leg.giver == leg.taker for leg in self.legs):
            raise ValueError("Nobody trades with themselves.")
        if len({(leg.giver, leg.duty) for leg in self.legs}) < len(self.legs):
            raise ValueError("A duty of somebody goes to one person only.")

    @classmethod
    def gift(cls, holding: Pair, taker: str) -> Trade:
        return cls((Leg(holding[0], taker, holding[1]),))

    @classmethod
    def ring(cls, holdings: Sequence[Pair]) -> Trade:
        """Everybody takes what the next one holds, and the last what the first holds."""
        following = [*holdings[1:], holdings[0]]
        return cls(
            tuple(
                Leg(giver, taker, duty)
                for (taker, _), (giver, duty) in zip(holdings, following, strict=True)
            )
        )

    @property
    def manner(self) -> Manner:
        if len(self.legs) == 1:
            return Manner.GIFT
        return Manner.EXCHANGE if len(self.people) == 2 else Manner.CYCLE

    @cached_property
    def people(self) -> tuple[str, ...]:
        """Everybody who gives or takes, once, in the order of the legs."""
        return tuple(dict.fromkeys(who for leg in self.legs for who in (leg.giver, leg.taker)))

    def given_by(self, person: str) -> tuple[str, ...]:
        return self._given.get(person, ())

    def taken_by(self, person: str) -> tuple[str, ...]:
        return self._taken.get(person, ())

    @cached_property
    def _given(self) -> dict[str, tuple[str, ...]]:
        return _by((leg.giver, leg.duty) for leg in self.legs)

    @cached_property
    def _taken(self) -> dict[str, tuple[str, ...]]:
        return _by((leg.taker, leg.duty) for leg in self.legs)


def _by(rows: Iterable[Pair]) -> dict[str, tuple[str, ...]]:
    """The duties of each person, in the order of the legs."""
    found: dict[str, tuple[str, ...]] = {}
    for person, duty in rows:
        found[person] = (*found.get(person, ()), duty)
    return found
