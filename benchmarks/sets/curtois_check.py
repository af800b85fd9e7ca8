"""Counts a Curtois-Qu roster from the file itself; shares nothing with the engine or the reader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

Answer = Mapping[str, Mapping[int, str]]


def verify(text: str, answer: Answer) -> tuple[int, list[str]]:
    """The objective in the set's own terms, and every hard constraint that is broken."""
    sections = _sections(text)
    days = int(sections["HORIZON"][0])
    lines = [line.split(",") for line in sections["STAFF"]]
    faults = [f"{who} is not on the staff" for who in answer.keys() - {line[0] for line in lines}]
    for line in lines:
        plan = answer.get(line[0], {})
        faults += [f"{line[0]}: {fault}" for fault in _faults(sections, days, line, plan)]
    return _wishes(sections, answer) + _cover(sections, answer), faults


def _sections(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    name = ""
    for line in text.splitlines():
        if line.startswith("SECTION_"):
            name = line.strip().removeprefix("SECTION_")
            found[name] = []
        elif line.strip() and line[0] != "#":
            found[name].append(line.strip())
    return found


def _faults(
    sections: dict[str, list[str]], days: int, line: list[str], plan: Mapping[int, str]
) -> Iterator[str]:
    who, most_each = line[0], dict(part.split("=") for part in line[1].split("|"))
    most, least, most_run, least_run, least_rest, weekends = map(int, line[2:])
    shifts = {row.split(",")[0]: row.split(",") for row in sections["SHIFTS"]}
    if any(not 0 <= day < days or shift not in shifts for day, shift in plan.items()):
        yield "a day or shift that does not exist"
        return
    off = [row.split(",")[1:] for row in sections["DAYS_OFF"] if row.split(",")[0] == who]
    yield from (f"works on day off {day}" for row in off for day in row if int(day) in plan)
    for day, shift in plan.items():
        if plan.get(day + 1) in shifts[shift][2].split("|"):
            yield f"{plan[day + 1]} after {shift} on day {day}"
    for shift in shifts:
        if sum(1 for done in plan.values() if done == shift) > int(most_each.get(shift, 0)):
            yield f"too many shifts {shift}"
    minutes = sum(int(shifts[shift][1]) for shift in plan.values())
    if not least <= minutes <= most:
        yield f"{minutes} minutes"
    yield from _runs(days, plan, most_run, least_run, least_rest)
    worked = sum(1 for sat in range(5, days + 1, 7) if sat in plan or sat + 1 in plan)
    if worked > weekends:
        yield f"{worked} weekends"


def _runs(
    days: int, plan: Mapping[int, str], most_run: int, least_run: int, least_rest: int
) -> Iterator[str]:
    """Runs at either end of the horizon are never too short."""
    start = 0
    for works, run in groupby(day in plan for day in range(days)):
        length = len(list(run))
        inside = start > 0 and start + length < days
        if works and length > most_run:
            yield f"{length} days in a row from day {start}"
        if inside and length < (least_run if works else least_rest):
            yield f"only {length} days {'of work' if works else 'off'} from day {start}"
        start += length


def _wishes(sections: dict[str, list[str]], answer: Answer) -> int:
    cost = 0
    for name, wants in (("SHIFT_ON_REQUESTS", True), ("SHIFT_OFF_REQUESTS", False)):
        for who, day, shift, weight in (row.split(",") for row in sections.get(name, [])):
            if (answer.get(who, {}).get(int(day)) == shift) != wants:
                cost += int(weight)
    return cost


def _cover(sections: dict[str, list[str]], answer: Answer) -> int:
    cost = 0
    for day, shift, wanted, under, over in (row.split(",") for row in sections["COVER"]):
        there = sum(1 for plan in answer.values() if plan.get(int(day)) == shift)
        missing = int(wanted) - there
        cost += missing * int(under) if missing > 0 else -missing * int(over)
    return cost
