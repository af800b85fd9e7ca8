"""Not too much night float in a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from people.wording import said
from scheduling.engine.facts import Facts
from scheduling.engine.limits import Limits
from scheduling.engine.rules.base import Broken, Rule
from scheduling.engine.rules.rotation_runs import windows

NIGHT = "night"
"""The trait of night float rotations."""


@dataclass(frozen=True, kw_only=True)
class NightBlocks(Rule):
    """In one more half-block than the most, not all are night float."""

    code: ClassVar[str] = "night-blocks"
    title: ClassVar[str] = "Night float in a row"
    text: ClassVar[str] = (
        "Nobody has more than so many half-blocks of night float one after the other. How many is "
        "the program's own choice: the accreditation rules leave it to each specialty."
    )

    meanings: ClassVar[Mapping[str, str]] = {
        "halves": "The most half-blocks of night float in a row."
    }

    halves: int = 2

    def limits(self, facts: Facts) -> Iterator[Limits]:
        yield from windows(facts, NIGHT, self.halves + 1, "night float", high=self.halves)

    def says(self, broken: Broken) -> str:
        return said(
            "{name} has night float in {total} half-blocks in a row, {days}; at most {halves}.",
            name=broken.name,
            total=broken.total,
            days=broken.days,
            halves=self.halves,
        )
