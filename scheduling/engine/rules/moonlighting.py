"""Nobody moonlights in the first year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from people.wording import said
from scheduling.engine.facts import Facts
from scheduling.engine.limits import Limits
from scheduling.engine.problem import Work
from scheduling.engine.rules.base import Broken, Force, Rule
from scheduling.engine.rules.forbidden import forbidden


@dataclass(frozen=True, kw_only=True)
class Moonlighting(Rule):
    """No moonlighting by people who carry a tag; that of others counts in their hours."""

    code: ClassVar[str] = "moonlighting"
    title: ClassVar[str] = "No moonlighting in the first year"
    text: ClassVar[str] = (
        "A PGY-1 resident does not moonlight, inside or outside the institution; the moonlighting "
        "of all others counts as hours of work."
    )
    source: ClassVar[str] = "ACGME Common Program Requirements"
    force: ClassVar[Force] = Force.MUST
    meanings: ClassVar[Mapping[str, str]] = {
        "barred": "The tag of those who may not.",
    }

    barred: str = "PGY-1"

    def limits(self, facts: Facts) -> Iterator[Limits]:
        moonlights = facts.of_work(Work.MOONLIGHTING)[facts.duty]
        column = np.flatnonzero(moonlights & facts.tagged(self.barred)[facts.person])
        duty = facts.duty[column]
        minutes = facts.end[duty] - facts.start[duty]
        yield forbidden(
            facts, column, label=lambda row: said("{worked:.1f} h", worked=minutes[row] / 60)
        )

    def says(self, broken: Broken) -> str:
        return said(
            "{name} is {barred} and moonlights {label} on {days}; the limit is none.",
            name=broken.name,
            barred=self.barred,
            label=broken.label,
            days=broken.days,
        )
