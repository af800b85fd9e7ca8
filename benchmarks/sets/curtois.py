"""The shift scheduling instances of Curtois and Qu (schedulingbenchmarks.org), as our problem.

A day of the format is a day of ours, from Monday 4 January 2027 in a zone without changes of
clocks. The format gives lengths of shifts and no times, so every shift starts at midnight; rest
between shifts is said by the list of shifts that may not follow, never by hours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduling.engine.problem import (
    Away,
    Duty,
    Kind,
    Pair,
    Person,
    Preference,
    Problem,
    Quota,
    Rhythm,
    Roster,
    Staffing,
    Succession,
    Work,
)
from scheduling.engine.rules import (
    FreeWeekends,
    Leave,
    OneThing,
    PricedStaffing,
    RankPreferences,
    RestRun,
    Rule,
    ShiftSuccession,
    Tier,
    Totals,
    WorkRun,
)

FIRST = datetime(2027, 1, 4, tzinfo=UTC).date()


class Requests(RankPreferences):
    """Wishes in one sum with staffing, as the set's objective has them."""

    tier = Tier.EDUCATION


RULES: tuple[Rule, ...] = (
    OneThing(),
    Leave(),
    ShiftSuccession(),
    Totals(),
    WorkRun(),
    RestRun(),
    FreeWeekends(),
    PricedStaffing(),
    Requests(),
)


@dataclass(frozen=True)
class Shift:
    minutes: int
    not_before: frozenset[str]  # shifts that may not follow on the next day


@dataclass(frozen=True)
class Member:
    """One of the staff, with the limits in the order of the format."""

    most_shifts: Mapping[str, int]
    most_minutes: int
    least_minutes: int
    most_work: int
    least_work: int
    least_rest: int
    most_weekends: int


@dataclass
class Instance:
    days: int = 0
    shifts: dict[str, Shift] = field(default_factory=dict)
    staff: dict[str, Member] = field(default_factory=dict)
    days_off: set[tuple[str, int]] = field(default_factory=set)
    wishes: list[tuple[str, int, str, int, bool]] = field(default_factory=list)
    cover: list[tuple[int, str, int, int, int]] = field(default_factory=list)


def read(text: str) -> Instance:
    """Raises ValueError for a section that is not known."""
    found = Instance()
    for section, row in _rows(text):
        _take(found, section, row)
    if not (found.days and found.shifts and found.staff):
        raise ValueError("No days, shifts or staff are given: this is not a file of the format.")
    return found


def _rows(text: str) -> Iterator[tuple[str, list[str]]]:
    section = ""
    for line in (line.strip() for line in text.splitlines()):
        if line.startswith("SECTION_"):
            section = line
        elif line and not line.startswith("#"):
            yield section, [cell.strip() for cell in line.split(",")]


def _take(found: Instance, section: str, row: list[str]) -> None:
    match section:
        case "SECTION_HORIZON":
            found.days = int(row[0])
        case "SECTION_SHIFTS":
            found.shifts[row[0]] = Shift(int(row[1]), frozenset(filter(None, row[2].split("|"))))
        case "SECTION_STAFF":
            most = dict(part.split("=") for part in row[1].split("|"))
            shifts = {shift: int(count) for shift, count in most.items()}
            found.staff[row[0]] = Member(shifts, *map(int, row[2:]))
        case "SECTION_DAYS_OFF":
            found.days_off |= {(row[0], int(day)) for day in row[1:]}
        case "SECTION_SHIFT_ON_REQUESTS" | "SECTION_SHIFT_OFF_REQUESTS":
            is_on = section == "SECTION_SHIFT_ON_REQUESTS"
            found.wishes.append((row[0], int(row[1]), row[2], int(row[3]), is_on))
        case "SECTION_COVER":
            found.cover.append((int(row[0]), row[1], *map(int, row[2:])))
        case _:
            raise ValueError(f"The section {section or 'before the first'} is not known.")


def duty_id(day: int, shift: str) -> str:
    return f"{day}-{shift}"


def problem_of(found: Instance) -> Problem:
    return Problem(
        "UTC",
        tuple(Person(name, name) for name in found.staff),
        tuple(_duty(found, day, shift) for day in range(found.days) for shift in found.shifts),
        frozenset(_candidates(found)),
        away=tuple(
            Away(name, _moment(day), _moment(day + 1), planned=False)
            for name, day in sorted(found.days_off)
        ),
        quotas=tuple(_quotas(found)),
        preferences=tuple(
            Preference(who, (duty_id(day, shift),), price, is_on, f"{shift} on day {day}")
            for who, day, shift, price, is_on in found.wishes
        ),
        rhythms=tuple(_rhythms(found)),
        successions=tuple(_successions(found)),
        staffings=tuple(
            Staffing((duty_id(day, shift),), wanted, under, over, label=f"{shift} on day {day}")
            for day, shift, wanted, under, over in found.cover
        ),
    )


def _duty(found: Instance, day: int, shift: str) -> Duty:
    starts = _moment(day)
    ends = starts + timedelta(minutes=found.shifts[shift].minutes)
    return Duty(duty_id(day, shift), shift, Kind.CALL, starts, ends, work=Work.CARE)


def _date(day: int) -> date:
    return FIRST + timedelta(days=day)


def _moment(day: int) -> datetime:
    return datetime.combine(_date(day), datetime.min.time(), ZoneInfo("UTC"))


def _candidates(found: Instance) -> Iterator[Pair]:
    """Days off and shifts that somebody never does are no candidates."""
    for name, member in found.staff.items():
        for day in range(found.days):
            if (name, day) not in found.days_off:
                for shift in found.shifts:
                    if member.most_shifts.get(shift, 0):
                        yield name, duty_id(day, shift)


def _quotas(found: Instance) -> Iterator[Quota]:
    days = range(found.days)
    for name, member in found.staff.items():
        minutes = {duty_id(day, s): row.minutes for day in days for s, row in found.shifts.items()}
        yield Quota(
            "totals", name, minutes, member.least_minutes, member.most_minutes, "minutes in all"
        )
        for shift, most in member.most_shifts.items():
            if most < found.days:
                one = {duty_id(day, shift): 1 for day in days}
                yield Quota("totals", name, one, None, most, f"{shift} in all")


def _rhythms(found: Instance) -> Iterator[Rhythm]:
    for name, member in found.staff.items():
        yield Rhythm(
            name,
            _date(0),
            _date(found.days - 1),
            member.most_work,
            member.least_work,
            member.least_rest,
            member.most_weekends,
        )


def _successions(found: Instance) -> Iterator[Succession]:
    """For each list of shifts that may not follow: after all shifts that have at least that list."""
    for then in sorted(
        {row.not_before for row in found.shifts.values() if row.not_before}, key=sorted
    ):
        first = frozenset(s for s, row in found.shifts.items() if row.not_before >= then)
        yield Succession(first, then)


def answer_of(roster: Roster) -> dict[str, dict[int, str]]:
    """Who does which shift on which day."""
    answer: dict[str, dict[int, str]] = {}
    for person, duty in roster.pairs:
        day, shift = duty.split("-", 1)
        answer.setdefault(person, {})[int(day)] = shift
    return answer
