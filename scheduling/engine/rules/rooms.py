"""Rooms in use at a place, at every moment: the shape that the most and the target share."""

from __future__ import annotations

import numpy as np

from people.wording import said
from scheduling.engine.derived import Ints
from scheduling.engine.facts import Facts
from scheduling.engine.limits import Limits, limits
from scheduling.engine.moments import at_moments


def room_limits(facts: Facts, place: str, most: int) -> Limits:
    """One limit for each moment at which somebody begins something in a room of the place."""
    duty, fact = _in_rooms(facts, place)
    at, row, term = at_moments(facts, np.zeros_like(fact), np.arange(len(fact)), duty=duty)
    units = np.array([d.room_units for d in facts.problem.duties], dtype=np.int64)
    return limits(
        len(at.minute),
        row,
        fact[term],
        units[duty[term]],
        high=most,
        first_day=at.day,
        last_day=at.day,
        label=lambda i: said("Rooms at {place}, {clock}", place=place, clock=at.clock(i)),
    )


def _in_rooms(facts: Facts, place: str) -> tuple[Ints, Ints]:
    """Duty and fact of what takes rooms: "anybody does it" for what takes them once."""
    duties = facts.problem.duties
    takes = np.array([d.place == place and d.room_units > 0 for d in duties], dtype=bool)
    once = np.array([d.room_once for d in duties], dtype=bool)
    each = np.flatnonzero((takes & ~once)[facts.duty])
    shared = np.flatnonzero((takes & once)[facts.duty])
    if not len(shared):
        return facts.duty[each], each
    duty, fact = facts.any_of(facts.duty[shared], shared)
    return np.concatenate([facts.duty[each], duty]), np.concatenate([each, fact])
