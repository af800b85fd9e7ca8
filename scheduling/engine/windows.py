"""Work within many windows of time at once."""

from __future__ import annotations

import numpy as np

from scheduling.engine.derived import Ints
from scheduling.engine.facts import Facts, Flags


def minutes_in(
    facts: Facts, which: Flags, person: Ints, start: Ints, end: Ints
) -> tuple[Ints, Ints, Ints]:
    """Window, pair and minutes inside, for pairs whose duty is in `which`.

    A window is a person and the minutes from `start` up to `end`.
    """
    column = np.flatnonzero(which[facts.duty])
    if not len(column) or not len(person):
        none = np.zeros(0, dtype=np.int64)
        return none, none, none
    duty = facts.duty[column]
    longest = int((facts.end[duty] - facts.start[duty]).max())
    since = min(int(facts.start[duty].min()), int(start.min()) - longest)
    minutes = max(int(facts.start[duty].max()), int(end.max())) - since + 1
    key = facts.person[column] * minutes + facts.start[duty] - since
    order = np.argsort(key, kind="stable")
    key, column, duty = key[order], column[order], duty[order]
    left = np.searchsorted(key, person * minutes + start - longest - since)
    right = np.searchsorted(key, person * minutes + end - since)
    window = np.repeat(np.arange(len(person)), right - left)
    steps = np.arange(len(window)) - np.repeat(
        np.cumsum(right - left) - (right - left), right - left
    )
    at = left[window] + steps
    inside = np.minimum(facts.end[duty[at]], end[window]) - np.maximum(
        facts.start[duty[at]], start[window]
    )
    some = inside > 0
    return window[some], column[at[some]], inside[some]
