"""Counts an answer to a roster-sickness instance from its data; shares nothing with the engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from benchmarks.sets import dzn


def verify(text: str, answer: Iterable[tuple[int, int]]) -> tuple[int, list[str]]:
    """The score (to be maximised) as published, and every constraint that is broken."""
    data = dzn.read(text)
    pairs = set(answer)
    lengths = [b - a for a, b in zip(data["start_time"], data["stop_time"], strict=True)]
    weight = 1 + max(max(data["contract"]), max(lengths))
    worked = [0] * data["n_employees"]
    for employee, shift in pairs:
        worked[employee] += lengths[shift]
    off = sum(abs(w - c) for w, c in zip(worked, data["contract"], strict=True))
    return weight * len(pairs) - off, list(_faults(data, pairs))


def _faults(data: dict[str, Any], pairs: set[tuple[int, int]]) -> Iterator[str]:
    starts, stops, kept = data["start_time"], data["stop_time"], data["is_assigned"]
    shifts, people = range(data["n_shifts"]), range(data["n_employees"])
    for shift in shifts:
        there = {e for e in people if (e, shift) in pairs}
        before = {e for e in people if kept[e][shift]}
        if len(there) > 1:
            yield f"shift {shift} is done by {len(there)}"
        if before and before != there:
            yield f"shift {shift} is not kept"
        skilled = {
            e for e in people if data["req_expertise"][shift] in data["employee_expertises"][e]
        }
        if there - skilled - before:
            yield f"shift {shift} is done without the expertise"
    overlaps = {
        s: [t for t in shifts if t != s and starts[s] < stops[t] and starts[t] < stops[s]]
        for s in shifts
    }
    for e in people:
        for s in shifts:
            around = [t for t in overlaps[s] if (e, t) in pairs]
            if len(around) > max(1, sum(kept[e][t] for t in overlaps[s])):
                yield f"employee {e} does {len(around)} shifts around shift {s}"
            if (e, s) in pairs and any(not (kept[e][s] and kept[e][t]) for t in around):
                yield f"employee {e} does shifts that overlap shift {s}"
