"""Rows written as a model of the solver: clauses where they say the same as sums."""

from __future__ import annotations

from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from scheduling.engine.compiled import row_sums
from scheduling.engine.derived import Ints
from scheduling.engine.limits import NO_HIGH, NO_LOW
from scheduling.engine.linear import Rows


def written(rows: Rows, price: Ints, free: Ints) -> cp_model.CpModel:
    """A model of the variables `free`, in this order; in the rows there are no others."""
    model = cp_model.CpModel()
    proto = model.proto
    ends = rows.floor[free].tolist(), rows.ceiling[free].tolist()
    for low, high in zip(*ends, strict=True):
        proto.variables.add().domain.extend([low, high])
    place = np.full(len(rows.floor), -1, dtype=np.int64)
    place[free] = np.arange(len(free))
    _constrain(proto, rows, place[rows.variable])
    priced = np.flatnonzero(price[free])
    proto.objective.vars.extend(priced.tolist())
    proto.objective.coeffs.extend(price[free][priced].tolist())
    return model


def _constrain(proto: Any, rows: Rows, place: Ints) -> None:
    """The rows on variables at their places; those that hold in any case are left out."""
    weight, starts = rows.weight, rows.starts
    floor, ceiling = rows.floor[rows.variable], rows.ceiling[rows.variable]
    least = row_sums(weight * np.where(weight > 0, floor, ceiling), starts)
    most = row_sums(weight * np.where(weight > 0, ceiling, floor), starts)
    plain = (np.abs(weight) == 1) & (floor == 0) & (ceiling == 1)
    is_plain = row_sums((~plain).astype(np.int64), starts) == 0
    negated = row_sums((weight < 0).astype(np.int64), starts)
    only_one = is_plain & (rows.high + negated == 1) & (rows.low <= least)
    some = is_plain & (rows.low + negated == 1) & (rows.high >= most)
    literal, places = np.where(weight > 0, place, -place - 1).tolist(), place.tolist()
    weights, lows, highs = weight.tolist(), rows.low.tolist(), rows.high.tolist()
    for row in np.flatnonzero((least < rows.low) | (most > rows.high)).tolist():
        inside = slice(int(starts[row]), int(starts[row + 1]))
        constraint = proto.constraints.add()
        if only_one[row]:
            constraint.at_most_one.literals.extend(literal[inside])
        elif some[row]:
            constraint.bool_or.literals.extend(literal[inside])
        else:
            linear = constraint.linear
            linear.vars.extend(places[inside])
            linear.coeffs.extend(weights[inside])
            linear.domain.extend([max(lows[row], NO_LOW), min(highs[row], NO_HIGH)])


def start_from(model: cp_model.CpModel, values: Ints) -> None:
    """Hint at these values, of all variables in order."""
    model.clear_hints()  # type: ignore[no-untyped-call]
    model.proto.solution_hint.vars.extend(range(len(values)))
    model.proto.solution_hint.values.extend(values.tolist())
