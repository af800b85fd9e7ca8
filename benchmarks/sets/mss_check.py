"""Scores an answer to an MSS instance from its data; shares nothing with the engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from benchmarks.sets import dzn

Row = tuple[int, int, int, int]
"""Student, hospital, discipline and first period, counted from 0."""


def verify(text: str, answer: Iterable[Row]) -> tuple[int, list[str]]:
    """The published score (to be maximised: all students and the worst off), and what is broken."""
    data = dzn.read(text)
    rows = sorted(answer, key=lambda row: (row[0], row[3]))
    plans = [[row for row in rows if row[0] == s] for s in range(data["Students"])]
    scores = [_score(data, s, plan) for s, plan in enumerate(plans)]
    faults = [fault for s, plan in enumerate(plans) for fault in _faults(data, s, plan)]
    return sum(scores) + min(scores), faults + list(_wards(data, rows))


def _score(data: dict[str, Any], student: int, plan: list[Row]) -> int:
    discipline, hospital, change, wait = data["WeightPref"][student]
    score, free_from, last = 0, 0, None
    for _, h, d, start in plan:
        score += discipline * data["PrefStudDisc"][student][d]
        score += hospital * data["PrefStudHosp"][student][h] + data["ManPref"][d]
        score += wait * (start - free_from) + change * (last is not None and last != h)
        free_from, last = start + data["Duration"], h
    return score


def _faults(data: dict[str, Any], student: int, plan: list[Row]) -> Iterator[str]:
    duration, name = data["Duration"], f"student {student}"
    begun = {d: start for _, _, d, start in plan}
    if len(begun) < len(plan):
        yield f"{name} does a discipline twice"
    for group, wanted in enumerate(data["StudDiscGroup"][student], start=1):
        done = sum(data["DiscGroup"][d] == group for d in begun)
        if done != wanted:
            yield f"{name} does {done} of group {group}, not {wanted}"
    for hospital, count in Counter(h for _, h, _, _ in plan).items():
        if count > data["MaxDiscPerHosp"]:
            yield f"{name} is too often at hospital {hospital}"
    free_from = 0
    for _, h, d, start in plan:
        if start < free_from:
            yield f"{name} is in two places in period {start}"
        free_from = start + duration
        if not data["AllowedDisc"][student][d] or not data["Ability"][student][h][d]:
            yield f"{name} may not do discipline {d} at hospital {h}"
        periods = data["Availability"][student][start : start + duration]
        if len(periods) < duration or not all(periods):
            yield f"{name} is not available in period {start}"
        for first, needed in enumerate(data["Precededby"][d]):
            if needed and begun.get(first, start) >= start:
                yield f"{name} does {d} without {first} before it"


def _wards(data: dict[str, Any], rows: list[Row]) -> Iterator[str]:
    there = Counter(
        (h, d, period)
        for _, h, d, start in rows
        for period in range(start, start + data["Duration"])
    )
    for h in range(data["Hospitals"]):
        for d in range(data["Disciplines"]):
            for period in range(data["Horizon"]):
                low, high = data["MinPosHosp"][h][d][period], data["MaxPosHosp"][h][d][period]
                if not low <= there[h, d, period] <= high:
                    yield f"{there[h, d, period]} at hospital {h}, discipline {d}, period {period}"
