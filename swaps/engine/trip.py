"""Days that somebody would like to be free: what stands in the way, and swaps that clear it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from scheduling.engine.facts import ON_DUTY
from scheduling.engine.problem import Duty, Kind
from scheduling.engine.rules.base import Rule
from swaps.engine.floor import Floor
from swaps.engine.judge import Judge
from swaps.engine.matching import Match
from swaps.engine.trade import Trade

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class InTheWay:
    """What somebody does in a time: calls can be swapped, other work needs leave."""

    calls: tuple[str, ...]
    work: tuple[str, ...]

    @property
    def is_free(self) -> bool:
        return not self.calls and not self.work


def in_the_way(floor: Floor, person: str, starts_at: datetime, ends_at: datetime) -> InTheWay:
    """Duties that overlap the time, in its order; a call that ends in it is one of them."""
    found = sorted(
        (
            duty
            for who, name in floor.problem.fixed
            if who == person
            for duty in [floor.duty(name)]
            if _is_duty(duty) and duty.starts_at < ends_at and starts_at < duty.ends_at
        ),
        key=lambda duty: (duty.starts_at, duty.id),
    )
    calls = tuple(duty.id for duty in found if duty.kind == Kind.CALL)
    return InTheWay(calls, tuple(duty.id for duty in found if duty.kind != Kind.CALL))


def _is_duty(duty: Duty) -> bool:
    return duty.kind == Kind.CALL or duty.work in ON_DUTY


def outside(
    floor: Floor, duties: Iterable[str], starts_at: datetime, ends_at: datetime
) -> Iterator[str]:
    """Those that leave the time alone."""
    for name in duties:
        duty = floor.duty(name)
        if duty.ends_at <= starts_at or ends_at <= duty.starts_at:
            yield name


def weekends(first: date, last: date) -> Iterator[date]:
    """The Saturdays from a day on, as long as their Sunday is within."""
    day = first + timedelta(days=(SATURDAY - first.weekday()) % 7)
    while day + timedelta(days=1) <= last:
        yield day
        day += timedelta(weeks=1)


def together(
    floor: Floor, rules: Sequence[Rule], choices: Sequence[Sequence[Match]]
) -> tuple[Match, ...]:
    """One match for each duty, such that all of them can be done together; empty when none can.

    The best match of each is tried first, and of the next one the best that goes with those chosen.
    """
    chosen: list[Match] = []
    for matches in choices:
        fitting = next((m for m in matches if _go_together(floor, rules, [*chosen, m])), None)
        if fitting is None:
            return ()
        chosen.append(fitting)
    return tuple(chosen)


def _go_together(floor: Floor, rules: Sequence[Rule], matches: Sequence[Match]) -> bool:
    if len(matches) == 1:
        return True
    legs = tuple(leg for match in matches for leg in match.trade.legs)
    if len({(leg.giver, leg.duty) for leg in legs}) < len(legs):
        return False
    trade = Trade(legs)
    return Judge(floor, rules, [trade]).judge(trade).allowed
