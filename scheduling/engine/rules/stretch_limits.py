"""Not all of a stretch: the limit that forbids a chain of intervals."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scheduling.engine.facts import Facts, Intervals
from scheduling.engine.limits import Limits, Spells, limits_of_rows
from scheduling.engine.rules.stretches import Stretch


def stretch_limits(
    facts: Facts, times: Intervals, found: Sequence[Stretch], *, label: str, spells: Spells
) -> Limits:
    """One limit for each stretch: not all of its intervals."""
    column = times.column
    return limits_of_rows(
        [column[[*stretch.chain, *stretch.unless]] for stretch in found],
        weight=[w for s in found for w in [1] * len(s.chain) + [-1] * len(s.unless)],
        high=[len(stretch.chain) - 1 for stretch in found],
        person=[stretch.person for stretch in found],
        first_day=facts.days(np.array([stretch.start for stretch in found], dtype=np.int64)),
        last_day=facts.days(np.array([stretch.end for stretch in found], dtype=np.int64)),
        label=lambda _: label,
        spells=spells,
    )
