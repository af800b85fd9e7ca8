"""Duties that somebody may not do at all, one limit for each."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from scheduling.engine.derived import Ints
from scheduling.engine.facts import Facts
from scheduling.engine.limits import Limits, Spells, limits


def forbidden(
    facts: Facts,
    pairs: Ints,
    *,
    on: Ints | None = None,
    label: Callable[[int], str] | None = None,
    spells: Spells | None = None,
) -> Limits:
    """None of these pairs of a person and a duty.

    `on` tells the day (ordinal) of each; without it that is the first of the duty. `label` gets
    the number of the limit; without it the duty's own label is told.
    """
    duty = facts.duty[pairs]
    day = facts.first_day[duty] if on is None else on
    return limits(
        len(pairs),
        np.arange(len(pairs)),
        pairs,
        high=0,
        person=facts.person[pairs],
        first_day=day,
        last_day=day,
        label=label or (lambda row: facts.problem.duties[duty[row]].label),
        spells=spells,
    )
