"""Some duties come in runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from people.wording import said
from scheduling.engine.facts import IN_HOUSE, Facts
from scheduling.engine.limits import Limits
from scheduling.engine.problem import Kind
from scheduling.engine.rules.base import Broken, Force, Rule, Tier
from scheduling.engine.rules.runs import short_runs


@dataclass(frozen=True, kw_only=True)
class ShortRun(Rule):
    """Runs of fewer than `days` days of in-house work with one of these codes."""

    code: ClassVar[str] = "short-run"
    title: ClassVar[str] = "The same for some days in a row"
    text: ClassVar[str] = (
        "What somebody has to get used to, such as night float, is done for at least two days in a "
        "row, where that is possible. The codes say which duties are meant."
    )
    meanings: ClassVar[dict[str, str]] = {
        "days": "The least days in a row.",
        "codes": "The codes of the duties, separated by commas.",
    }
    force: ClassVar[Force] = Force.WISH
    tier: ClassVar[Tier] = Tier.SHAPE
    shapes: ClassVar[Kind | None] = Kind.HALF_DAY

    weight: int | None = 2
    days: int = 2
    codes: str = "NF"  # separated by commas

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.days < 2:
            raise ValueError(f"{self.title}: days is {self.days}; it must be 2 or more.")

    @property
    def reach(self) -> int:
        return max(super().reach, self.days + 2)

    def limits(self, facts: Facts) -> Iterator[Limits]:
        codes = np.array([duty.code for duty in facts.problem.duties])
        works = facts.of_work(*IN_HOUSE)
        for code in sorted({part.strip() for part in self.codes.split(",")} - {""}):
            yield from short_runs(facts, facts.days_of(works & (codes == code)), self.days)

    def says(self, broken: Broken) -> str:
        return said(
            "{name} does the same for {total} of {least} days in a row ({days}); it is "
            "meant to be done for {least} or more ({codes}).",
            name=broken.name,
            total=broken.total,
            least=self.days,
            days=broken.days,
            codes=self.codes,
        )
