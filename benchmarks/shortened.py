"""The first weeks of a year as a problem of its own, to see how much a longer one costs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

from scheduling.engine.problem import Pair, Problem, Quota, Roster

OF_DUTIES = (
    "demands", "quotas", "precedences", "gaps", "companies", "windows", "expectations",
    "preferences", "pools", "staffings",
)  # fmt: skip


def shortened(problem: Problem, weeks: int, roster: Roster) -> Problem:
    """Duties that end within the weeks, and what is asked about them.

    What a year asks of somebody at least is asked in proportion, rounded down, and no more than these
    weeks of a roster of the year have of it: who is away for most of them cannot have more.
    """
    beyond = min(duty.starts_at for duty in problem.duties) + timedelta(weeks=weeks)
    duties = tuple(duty for duty in problem.duties if duty.ends_at <= beyond)
    kept = {duty.id for duty in duties}
    left_out = {duty.id for duty in problem.duties} - kept
    things: dict[str, Any] = {
        name: tuple(_all_within(getattr(problem, name), left_out, roster)) for name in OF_DUTIES
    }
    return replace(
        problem,
        duties=duties,
        candidates=_pairs(problem.candidates, kept),
        fixed=_pairs(problem.fixed, kept),
        published=_pairs(problem.published, kept),
        **things,
    )


def _pairs(pairs: Iterable[Pair], kept: Collection[str]) -> frozenset[Pair]:
    return frozenset(pair for pair in pairs if pair[1] in kept)


def _all_within(things: Iterable[Any], left_out: Collection[str], roster: Roster) -> Iterator[Any]:
    """Without those that are left with nothing to be about."""
    for thing in things:
        parts = {each.name: _within(getattr(thing, each.name), left_out) for each in fields(thing)}
        emptied = [name for name in parts if getattr(thing, name) and not parts[name]]
        if emptied:
            continue
        if isinstance(thing, Quota) and thing.low is not None:
            parts["low"] = min(
                thing.low * len(parts["weights"]) // len(thing.weights),
                _had(roster, thing.person, parts["weights"]),
            )
        yield replace(thing, **parts)


def _had(roster: Roster, person: str, weights: Mapping[str, int]) -> int:
    return sum(weight for duty, weight in weights.items() if (person, duty) in roster.pairs)


def _within(value: Any, left_out: Collection[str]) -> Any:
    if isinstance(value, Mapping):
        return {key: each for key, each in value.items() if key not in left_out}
    if isinstance(value, tuple | frozenset):
        return type(value)(each for each in value if each not in left_out)
    return value
