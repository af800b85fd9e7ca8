"""A model's decisions, with only those of its limits that speak of nothing else.

What follows from the decisions of a year, such as who moves or waits when, may be a quarter as many
variables again in five times as many rows. Where nobody minds how long that is, any roster is found
far sooner without it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scheduling.engine.light import Asked
from scheduling.engine.model import RosterModel
from scheduling.engine.written import written


class AskedBarely(Asked):
    """That for the solver. Where it has no solution, the whole has none."""

    def __init__(self, model: RosterModel) -> None:
        rows = model.rows().tightened()
        self._floor, self._free = rows.floor, model.variable[model.open_pairs]
        follows = rows.floor < rows.ceiling
        follows[self._free] = False
        self._rows = rows.without(np.flatnonzero(follows)).settled()
        self.cp = written(self._rows, np.zeros_like(rows.floor), self._free)

    @property
    def is_possible(self) -> bool:
        """Whether every variable and every row has a range; if not, there is no answer at all."""
        rows = self._rows
        return bool((rows.floor <= rows.ceiling).all() and (rows.low <= rows.high).all())

    def start_from(self, answer: Sequence[int]) -> None:
        """From nothing: whatever is known is to be bettered by something else."""

    def answer(self, solution: Sequence[int]) -> list[int]:
        """What follows from the decisions is at its least there, and has to be worked out."""
        values = self._floor.copy()
        values[self._free] = list(solution)
        answer: list[int] = values.tolist()
        return answer
