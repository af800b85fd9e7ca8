"""Days of a kind that stand alone: the shape that rules on short runs share."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scheduling.engine.derived import Ints
from scheduling.engine.facts import Facts, Flags
from scheduling.engine.limits import Limits, limits

_SPAN = 10_000_000  # more than any ordinal of a day


def short_runs(facts: Facts, days: tuple[Ints, Ints, Ints], shortest: int) -> Iterator[Limits]:
    """A limit for each run of fewer than `shortest` days with nothing of the kind on either side.

    `days` are person, day and fact, in this order. The sum is the days of the run less those
    before and after it; it reaches the length only for a run that stands alone. Runs at the edge
    of what the problem knows are left out: nobody can say how they go on.
    """
    person, day, fact = days
    if not len(day):
        return
    first, last = int(facts.first_day.min()), int(facts.last_day.max())
    key = person * _SPAN + day
    for length in range(1, shortest):
        start = np.arange(len(key) - length + 1)
        whole = key[start + length - 1] - key[start] == length - 1
        inside = (day[start] > first) & (day[start] + length - 1 < last)
        yield _alone(key, fact, start[whole & inside], length, person, day)


def _alone(key: Ints, fact: Ints, start: Ints, length: int, person: Ints, day: Ints) -> Limits:
    row = np.arange(len(start))
    rows = [np.repeat(row, length)]
    columns = [fact[(start[:, None] + np.arange(length)).ravel()]]
    weights = [np.ones(len(rows[0]), dtype=np.int64)]
    for beside in (key[start] - 1, key[start] + length):
        found, there = _find(key, beside)
        rows.append(row[there])
        columns.append(fact[found[there]])
        weights.append(np.full(int(there.sum()), -1))
    return limits(
        len(start),
        np.concatenate(rows),
        np.concatenate(columns),
        np.concatenate(weights),
        high=length - 1,
        person=person[start],
        first_day=day[start],
        last_day=day[start] + length - 1,
    )


def _find(key: Ints, wanted: Ints) -> tuple[Ints, Flags]:
    """Where each wanted key stands in the sorted keys, and whether it does."""
    found = np.minimum(np.searchsorted(key, wanted), max(len(key) - 1, 0))
    return found, np.asarray(key[found] == wanted)
