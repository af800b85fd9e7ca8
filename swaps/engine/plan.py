"""What a trade changes besides the duties themselves: the half-days before and after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product

from scheduling.engine.problem import Kind, Pair
from swaps.engine.floor import Floor
from swaps.engine.trade import Leg, Trade

WAYS = 8
"""How many ways of filling the half-days of one trade are tried at most."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A half-day that is filled anew; the first option is tried first, None leaves it empty."""

    person: str
    cell: str
    stands: str | None
    options: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """One way to carry a trade out: the pairs that come and go."""

    add: frozenset[Pair]
    remove: frozenset[Pair]


@dataclass(frozen=True)
class Plan:
    """A trade with the half-days that follow from it."""

    trade: Trade
    add: frozenset[Pair]
    remove: frozenset[Pair]
    openings: tuple[Opening, ...]

    def ways(self) -> Iterator[Way]:
        choices = (opening.options for opening in self.openings)
        for chosen in islice(product(*choices), WAYS):
            add, remove = set(self.add), set(self.remove)
            for opening, duty in zip(self.openings, chosen, strict=True):
                if duty == opening.stands:
                    continue
                add |= {(opening.person, duty)} if duty else set()
                remove |= {(opening.person, opening.stands)} if opening.stands else set()
            yield Way(frozenset(add), frozenset(remove))

    @property
    def pairs(self) -> frozenset[Pair]:
        """Everything that any way may change."""
        return self.add | self.remove | self.openable

    @property
    def openable(self) -> frozenset[Pair]:
        return frozenset(
            (opening.person, duty)
            for opening in self.openings
            for duty in (opening.stands, *opening.options)
            if duty
        )


def plan_of(floor: Floor, trade: Trade) -> Plan:
    """The trade as changes of the roster. Half-days that are locked stay as they are."""
    legs = [
        Leg(leg.giver, leg.taker, duty) for leg in trade.legs for duty in floor.with_tied(leg.duty)
    ]
    filled: dict[tuple[str, str], tuple[str | None, ...]] = {}
    for leg in legs:
        filled |= dict(_vacated(floor, leg, legs))
    for leg in legs:
        filled |= dict(_taken_over(floor, leg))
    loose = [leg for leg in legs if not floor.cell_of(leg.duty)]
    return Plan(
        trade=trade,
        add=frozenset((leg.taker, leg.duty) for leg in loose),
        remove=frozenset((leg.giver, leg.duty) for leg in loose),
        openings=tuple(_openings(floor, filled)),
    )


def _openings(
    floor: Floor, filled: Mapping[tuple[str, str], tuple[str | None, ...]]
) -> Iterator[Opening]:
    for (person, cell), options in filled.items():
        stands = floor.standing.get((person, cell))
        if (person, stands) not in floor.locked and options != (stands,):
            yield Opening(person, cell, stands, options)


Filling = Iterator[tuple[tuple[str, str], tuple[str | None, ...]]]


def _vacated(floor: Floor, leg: Leg, legs: Iterable[Leg]) -> Filling:
    """Half-days that the giver has to fill again: what the taker did there comes first."""
    own = floor.cell_of(leg.duty)
    for cell in (own,) if own else _freed(floor, leg, legs):
        there = floor.standing.get((leg.taker, cell))
        usual = [name for name in _usual(floor, leg, cell, there) if name != leg.duty]
        usual.sort(key=lambda name: name != there)
        yield (leg.giver, cell), tuple(usual) or (None,)


def _usual(floor: Floor, leg: Leg, cell: str, there: str | None) -> tuple[str, ...]:
    """What the giver may do there: of rotations what the taker had, so that nobody is without."""
    if floor.duty(leg.duty).kind == Kind.ROTATION:
        return (there,) if there else ()
    half_day = floor.look(leg.giver, cell)
    return half_day.usual if half_day else ()


def _freed(floor: Floor, leg: Leg, legs: Iterable[Leg]) -> Iterator[str]:
    """Half-days that were free after the call, unless another call still frees them."""
    if floor.duty(leg.duty).kind != Kind.CALL:
        return
    given = {each.duty for each in legs if each.giver == leg.giver}
    kept = [call for call in floor.calls.get(leg.giver, ()) if call not in given]
    for cell in floor.cells_after(leg.duty):
        half_day = floor.look(leg.giver, cell)
        if half_day is None or leg.duty not in half_day.after:
            continue
        stands = floor.standing.get((leg.giver, cell))
        if stands == half_day.after[leg.duty] and not any(call in half_day.after for call in kept):
            yield cell


def _taken_over(floor: Floor, leg: Leg) -> Filling:
    """What the taker does there from now on, and what follows for them on the day after."""
    cell = floor.cell_of(leg.duty)
    if cell:
        yield (leg.taker, cell), (leg.duty,)
    elif floor.duty(leg.duty).kind == Kind.CALL:
        for cell in floor.cells_after(leg.duty):
            half_day = floor.look(leg.taker, cell)
            if half_day is not None and leg.duty in half_day.after:
                yield (leg.taker, cell), (half_day.after[leg.duty],)
