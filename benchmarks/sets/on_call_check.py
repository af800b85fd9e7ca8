"""Counts an on-call roster from its data; shares nothing with the engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, pairwise
from typing import Any

from benchmarks.sets import dzn


def verify(text: str, answer: Mapping[int, int]) -> tuple[int, list[str]]:
    """The published objective (to be minimised), and every constraint that is broken."""
    data = dzn.read(text)
    last = data["num_days"]
    missing = [f"nobody on day {day}" for day in range(1, last + 1) if day not in answer]
    if missing:
        return 0, missing
    who = [-1, *(answer[day] for day in range(1, last + 1))]
    weekends = list(range(data["weekend_offset"] + 1, last + 1, 5))
    adjacent = sum(who[day] == who[day + 1] for day in range(1, last - 1))
    wednesday = sum(day > 2 and who[day] == who[day - 2] for day in weekends)
    week = [day for day in range(1, last + 1) if day not in weekends]
    tolerance = _tolerance(data, who, week) + _tolerance(data, who, weekends)
    cost = adjacent * data["adj_days_str"] + wednesday * data["wed_before_weekend_str"] + tolerance
    return cost, list(_faults(data, who, weekends))


def _tolerance(data: dict[str, Any], who: list[int], days: list[int]) -> int:
    load = data["work_load"]
    counts = [sum(who[day] == one for day in days) for one in range(data["num_staff"])]
    worst = max(
        abs(load[i] * counts[j] - load[j] * counts[i])
        for i, j in combinations(range(len(counts)), 2)
    )
    return (worst + 99) // 100


def _faults(data: dict[str, Any], who: list[int], weekends: list[int]) -> Iterator[str]:
    last, fixed = data["num_days"], set().union(*data["fixed"])
    for one in range(data["num_staff"]):
        yield from (f"day {d} is not kept" for d in data["fixed"][one] if who[d] != one)
        yield from (f"{one} is away on day {d}" for d in data["unavailable"][one] if who[d] == one)
    for day in range(1, last - 1):
        if who[day] == who[day + 1] == who[day + 2] and not {day, day + 1, day + 2} <= fixed:
            yield f"three days in a row from day {day}"
    for day in weekends:
        near = [other for other in (day - 1, day + 1) if 1 <= other <= last]
        if any(who[other] == who[day] for other in near) and not {day, *near} <= fixed:
            yield f"call next to the weekend on day {day}"
    for day, after in pairwise(weekends):
        if who[day] == who[after] and not {day, after} <= fixed:
            yield f"two weekends in a row from day {day}"
