"""What a tier of goals costs: a sum over the variables of a model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from scheduling.engine.derived import Ints


@dataclass
class Cost:
    """A linear cost: coefficients of variables, and what is paid in any case."""

    variables: list[int] = field(default_factory=list)
    coefficients: list[int] = field(default_factory=list)
    offset: int = 0

    @property
    def floor(self) -> int:
        """What it cannot go below: decisions are 0 or 1, and slacks cost nothing at 0."""
        return self.offset + sum(min(0, coefficient) for coefficient in self.coefficients)

    def of(self, solution: Sequence[int]) -> int:
        """What an answer costs."""
        terms = zip(self.variables, self.coefficients, strict=True)
        return self.offset + sum(
            coefficient * solution[variable] for variable, coefficient in terms
        )

    def prices(self, count: int) -> Ints:
        """What one unit of each of so many variables costs."""
        price = np.zeros(count, dtype=np.int64)
        np.add.at(price, self.variables, self.coefficients)
        return price

    def add(self, variable: int, coefficient: int) -> None:
        self.variables.append(variable)
        self.coefficients.append(coefficient)
