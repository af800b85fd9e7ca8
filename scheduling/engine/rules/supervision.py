"""Enough attendings wherever residents need them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from people.wording import counted, joined
from scheduling.engine.derived import Ints
from scheduling.engine.facts import Facts
from scheduling.engine.limits import Limits, limits
from scheduling.engine.moments import at_moments
from scheduling.engine.problem import Supervision
from scheduling.engine.rules.base import Broken, Rule

ATTENDING = 4
"""Attending time is counted in quarters, so that halves and quarters stay whole numbers."""


@dataclass(frozen=True, kw_only=True)
class Attendings(Rule):
    """At each place and moment: attendings there, against what the residents there need."""

    code: ClassVar[str] = "supervision"
    title: ClassVar[str] = "Attendings present"
    text: ClassVar[str] = (
        "Wherever residents see patients under supervision there are enough attendings: half of "
        "one for each PGY-1, a quarter for each other resident, and one for each resident doing a "
        "procedure. The accreditation rules name no ratio; this one is the program's."
    )
    meanings: ClassVar[Mapping[str, str]] = {
        "first_year_quarters": "Quarters of an attending for each PGY-1.",
        "later_quarters": "Quarters of an attending for each other resident.",
        "applies_to": "The tag of those who need supervision.",
    }

    first_year_quarters: int = 2
    later_quarters: int = 1
    applies_to: str = "resident"

    def limits(self, facts: Facts) -> Iterator[Limits]:
        quarters = self.quarters(facts)
        column = np.flatnonzero(quarters)
        places = sorted({duty.place for duty in facts.problem.duties})
        of_duty = np.array([places.index(d.place) for d in facts.problem.duties], dtype=np.int64)
        at, row, column = at_moments(facts, of_duty[facts.duty[column]], column, ends=True)
        yield limits(
            len(at.minute),
            row,
            column,
            quarters[column],
            low=0,
            first_day=at.day,
            last_day=at.day,
            label=lambda i: joined(filter(None, (places[at.group[i]], at.clock(i))), " "),
        )

    def quarters(self, facts: Facts) -> Ints:
        """For each pair the attending time it adds, or (negative) needs."""
        first_year = facts.tagged("PGY-1")[facts.person]
        by_level = np.where(first_year, self.first_year_quarters, self.later_quarters)
        kind = np.array([duty.supervision for duty in facts.problem.duties])[facts.duty]
        supervised = facts.tagged(self.applies_to)[facts.person]
        result: Ints = np.zeros(facts.pairs, dtype=np.int64)
        result[kind == Supervision.SUPPLIES] = ATTENDING
        result[supervised & (kind == Supervision.ONE)] = -ATTENDING
        needs = supervised & (kind == Supervision.BY_LEVEL)
        result[needs] = -by_level[needs]
        return result

    def says(self, broken: Broken) -> str:
        return counted(
            "{label}: {count} more attending needed.",
            "{label}: {count} more attendings needed.",
            -(broken.total // ATTENDING),
            label=broken.label,
        )
