"""The limits that a demand puts on those who can serve it; coverage and capacity share them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from scheduling.engine.facts import Facts
from scheduling.engine.limits import Limits, limits_of_rows
from scheduling.engine.problem import Demand


def demand_limits(facts: Facts, demands: Sequence[Demand], **bounds: Any) -> Limits:
    """One limit for each demand: how many of those it asks for do one of its duties."""
    index, duties = facts.problem.duty_index, facts.problem.duties
    rows, first, last = [], [], []
    for demand in demands:
        wanted = facts.tagged_any(demand.who)
        columns = np.concatenate([facts.of_duty(index[duty]) for duty in demand.duties])
        rows.append(columns[wanted[facts.person[columns]]])
        first.append(min(duties[index[d]].starts_at.toordinal() for d in demand.duties))
        last.append(max(duties[index[d]].starts_at.toordinal() for d in demand.duties))
    return limits_of_rows(
        rows,
        first_day=first,
        last_day=last,
        label=lambda row: demands[row].label,
        **bounds,
    )
