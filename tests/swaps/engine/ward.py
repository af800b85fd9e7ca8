"""A ward to trade on: call every night, clinic in the days, free after call."""

from collections.abc import Iterable

from scheduling.engine.problem import (
    Away,
    Demand,
    Duty,
    Expectation,
    Gap,
    Person,
    Pool,
    Preference,
    Problem,
    Span,
    Work,
)
from scheduling.engine.rules import (
    CallEquity,
    Coverage,
    Eligibility,
    Leave,
    OneThing,
    PostCall,
    RankPreferences,
    Sequence,
    WeeklyHours,
    WeeklyPattern,
)
from swaps.engine.floor import Floor, HalfDay
from tests.scheduling.engine.builders import call, clinic, day, duty, moment, problem

RULES = (
    Eligibility(),
    OneThing(),
    Leave(),
    Coverage(),
    WeeklyPattern(),
    WeeklyHours(),
    PostCall(),
    Sequence(),
    CallEquity(),
    RankPreferences(),
)
SLOTS = ("AM", "PM")


def night(number: int) -> Duty:
    return call(
        number,
        label=f"call on day {number}",
        frees_until=moment(number + 2, 0),
        open_to=frozenset({"resident"}),
    )


def half(number: int, slot: str, code: str = "C") -> Duty:
    work = Work.NONE if code == "PC" else Work.CARE
    return clinic(number, slot, code, cell=f"{day(number)} {slot}", work=work)


def floor(
    people: Iterable[Person],
    calls: dict[int, Person],
    *,
    days: Iterable[int] = range(14),
    away: Iterable[Away] = (),
    preferences: Iterable[Preference] = (),
    gap: int = 1,
    admin: frozenset[str] = frozenset(),
) -> Floor:
    """Calls by night; all others have clinic on weekdays, or administration if they may choose."""
    people, days = tuple(people), tuple(days)
    nights = [night(number) for number in calls]
    weekdays = [number for number in days if number % 7 < 5]
    codes = ("C", "PC", "ADM")
    halves = {
        (n, slot, code): half(n, slot, code) for n in weekdays for slot in SLOTS for code in codes
    }
    fixed = {(person.id, night(number).id) for number, person in calls.items()}
    expected = []
    for person in people:
        for number in weekdays:
            after_call = calls.get(number - 1) == person
            for slot in SLOTS:
                code = "PC" if after_call else "C"
                stands = halves[number, slot, code].id
                fixed.add((person.id, stands))
                expected.append(Expectation(person.id, (stands,), label=f"day {number} {slot}"))
    ids = tuple(each.id for each in nights)
    asked = problem(
        people,
        [*nights, *halves.values()],
        candidates=frozenset(),
        fixed=frozenset(fixed),
        demands=[Demand((each,), 1, 1, label=each) for each in ids],
        gaps=[Gap(person.id, ids, gap, "calls too close") for person in people],
        spans=[Span(p.id, day(min(days)), day(max(days)), "the rotation") for p in people],
        pools=[Pool("nights", ids, len(ids), {person.id: 1 for person in people})],
        away=tuple(away),
        preferences=tuple(preferences),
    )

    def look(person: str, cell: str) -> HalfDay | None:
        number, slot = (int(_days_since(cell)), cell[-2:])
        if number % 7 > 4 or number not in days:
            return None
        usual = [halves[number, slot, "C"].id]
        usual += [halves[number, slot, "ADM"].id] if person in admin else []
        after = dict.fromkeys([night(number - 1).id], halves[number, slot, "PC"].id)
        return HalfDay(tuple(usual), after)

    return Floor(asked, look)


def _days_since(cell: str) -> int:
    from datetime import date  # noqa: PLC0415

    return (date.fromisoformat(cell[:10]) - day(0)).days


def evening(number: int) -> Duty:
    """Something else in the evening, which a call cannot be taken with."""
    return duty(f"late-{number}", "LATE", number, 18, 20)


__all__ = ["RULES", "Problem", "evening", "floor", "half", "night"]
