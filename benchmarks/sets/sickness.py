"""The roster-sickness instances of the MiniZinc Challenge 2022, as our problem.

What is assigned stays, shifts that nobody has are to be filled, and everybody should come close to
the hours of the contract: a repair after people have fallen ill. The time unit of a file is a
quarter of an hour, or what `time_units_per_hour` says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from benchmarks.sets import dzn
from scheduling.engine.problem import (
    Demand,
    Duty,
    Kind,
    Person,
    Problem,
    Quota,
    Roster,
    Staffing,
    Work,
)
from scheduling.engine.rules import Capacity, OneThing, PricedStaffing, Rule, Totals
from scheduling.engine.rules.quota import QuotaRule

FIRST = datetime(2027, 1, 4, tzinfo=ZoneInfo("UTC"))


@dataclass(frozen=True, kw_only=True)
class Around(QuotaRule):
    """The published model's own limit: of all shifts that overlap any one shift, one at most.

    It forbids two short shifts that both overlap a long one, although they do not overlap each
    other, and whether or not the long one is worked. What is assigned already may go beyond it.
    """

    code: ClassVar[str] = "around"
    title: ClassVar[str] = "Shifts around a shift"
    text: ClassVar[str] = "Of all shifts that overlap one shift a person does one at most."


RULES: tuple[Rule, ...] = (
    OneThing(),
    Capacity(),
    Around(),
    PricedStaffing(),
    Totals(weight=1),
)


def problem_of(text: str) -> Problem:
    data = dzn.read(text)
    people, shifts = range(data["n_employees"]), range(data["n_shifts"])
    assigned = data["is_assigned"]
    taken = {s for s in shifts if any(assigned[e][s] for e in people)}
    price = price_of_a_shift(data)
    return Problem(
        "UTC",
        tuple(Person(str(e), f"Employee {e + 1}") for e in people),
        tuple(_duty(data, s) for s in shifts),
        candidates=frozenset(
            (str(e), str(s))
            for e in people
            for s in shifts
            if s not in taken and data["req_expertise"][s] in data["employee_expertises"][e]
        ),
        fixed=frozenset((str(e), str(s)) for e in people for s in shifts if assigned[e][s]),
        demands=tuple(Demand((str(s),), 0, 1, label=f"shift {s + 1}") for s in shifts),
        quotas=(*_contracts(data), *_around(data)),
        staffings=tuple(Staffing((str(s),), 1, price, label=f"shift {s + 1}") for s in shifts),
    )


def price_of_a_shift(data: dict[str, Any]) -> int:
    """More than any one contract can be off by a shift, as the published model has it."""
    lengths = (b - a for a, b in zip(data["start_time"], data["stop_time"], strict=True))
    return 1 + max(*data["contract"], *lengths)


def _duty(data: dict[str, Any], shift: int) -> Duty:
    unit = timedelta(hours=1) / data.get("time_units_per_hour", 4)
    starts, ends = (FIRST + data[name][shift] * unit for name in ("start_time", "stop_time"))
    return Duty(str(shift), "shift", Kind.CALL, starts, ends, work=Work.CARE)


def _contracts(data: dict[str, Any]) -> Iterator[Quota]:
    lengths = {
        str(s): stop - start
        for s, (start, stop) in enumerate(zip(data["start_time"], data["stop_time"], strict=True))
    }
    for e, hours in enumerate(data["contract"]):
        yield Quota("totals", str(e), lengths, hours, hours, "time of the contract")


def _around(data: dict[str, Any]) -> Iterator[Quota]:
    starts, stops = data["start_time"], data["stop_time"]
    shifts = range(data["n_shifts"])
    for s in shifts:
        overlapping = [
            t for t in shifts if t != s and starts[t] < stops[s] and starts[s] < stops[t]
        ]
        weights = {str(t): 1 for t in overlapping}
        for e, mine in enumerate(data["is_assigned"]):
            most = max(1, sum(mine[t] for t in overlapping))
            yield Quota("around", str(e), weights, None, most, f"shifts around shift {s + 1}")


def answer_of(roster: Roster) -> list[tuple[int, int]]:
    """Employees and their shifts, both counted from 0."""
    return [(int(person), int(duty)) for person, duty in roster.pairs]
