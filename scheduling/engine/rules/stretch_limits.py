"""Not all of a stretch: the limit that forbids a chain of intervals, or a chain and what follows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scheduling.engine.facts import Facts
from scheduling.engine.limits import Limits, limits_of_rows
from scheduling.engine.rules.stretches import Stretch


def stretch_limits(
    facts: Facts, found: Sequence[Stretch], *, then: Sequence[int] = (), label: str
) -> Limits:
    """One limit for each stretch: not all its intervals, with interval then[i] if there is one."""
    column = facts.intervals.column
    rows = [column[[*stretch.chain, *then[i : i + 1]]] for i, stretch in enumerate(found)]
    return limits_of_rows(
        rows,
        high=[len(row) - 1 for row in rows],
        person=[stretch.person for stretch in found],
        first_day=facts.days(np.array([stretch.start for stretch in found], dtype=np.int64)),
        last_day=facts.days(np.array([stretch.end for stretch in found], dtype=np.int64)),
        label=lambda _: label,
    )
