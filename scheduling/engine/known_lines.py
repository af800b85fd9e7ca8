"""The best roster of lines that are known already: one of each person, as the shared limits allow."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from ortools.sat.python import cp_model

from scheduling.engine.columns import Master
from scheduling.engine.control import Clock
from scheduling.engine.derived import Ints, ranges
from scheduling.engine.linear import Rows
from scheduling.engine.written import written


def best_of_known(master: Master, clock: Clock, seconds: float, workers: int) -> Ints | None:
    """What lines set, a variable as often as its value says; None when nothing was found in time."""
    rows, columns = _rows(master), master.columns
    costs = [column.cost for column in columns]
    price = np.concatenate([np.array(costs, dtype=np.int64), master.price[master.free]])
    model = written(rows, price, np.arange(len(price)))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.linearization_level = 2
    if not clock.of_processor:
        solver.parameters.max_time_in_seconds = seconds
    with clock.ending(solver, seconds):
        status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    taken = np.flatnonzero(np.array(list(solver.response_proto.solution)[: len(columns)]))
    return np.concatenate([columns[number].sets for number in taken.tolist()])


def _rows(master: Master) -> Rows:
    """The shared limits on lines and on what stands in no line, and that everybody has one line."""
    shared, columns = master.rows.numbered(master.shared), master.columns
    place = np.argsort(shared.variable, kind="stable")
    starts = np.searchsorted(shared.variable[place], np.arange(len(shared.floor) + 1))
    of_each = [*(column.sets for column in columns), *master.free[:, None]]
    sizes = [int((starts[sets + 1] - starts[sets]).sum()) for sets in of_each]
    variables = np.concatenate(of_each)
    terms = place[ranges(starts[variables], starts[variables + 1])]
    one = np.array([column.person for column in columns], dtype=np.int64)
    row = np.concatenate([shared.row[terms], len(shared.low) + one])
    variable = np.concatenate([np.repeat(np.arange(len(of_each)), sizes), np.arange(len(columns))])
    weight = np.concatenate([shared.weight[terms], np.ones(len(columns), dtype=np.int64)])
    people = np.ones(len(master.lines.people), dtype=np.int64)
    zero, ones = np.zeros(len(columns), dtype=np.int64), np.ones(len(columns), dtype=np.int64)
    known = Rows(
        *_summed(row, variable, weight, len(of_each)),
        starts=np.zeros(0, dtype=np.int64),
        low=np.concatenate([shared.low, people]),
        high=np.concatenate([shared.high, people]),
        floor=np.concatenate([zero, shared.floor[master.free]]),
        ceiling=np.concatenate([ones, shared.ceiling[master.free]]),
    )
    return replace(known, starts=np.searchsorted(known.row, np.arange(len(known.low) + 1)))


def _summed(row: Ints, variable: Ints, weight: Ints, count: int) -> tuple[Ints, Ints, Ints]:
    """Terms row by row, those of a line in the same row as one."""
    at, number = np.unique(row * count + variable, return_inverse=True)
    sums = np.zeros(len(at), dtype=np.int64)
    np.add.at(sums, number, weight)
    said = sums != 0
    return at[said] // count, at[said] % count, sums[said]
