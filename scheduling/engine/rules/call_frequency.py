"""In-house call no more than every third night, averaged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from people.wording import said
from scheduling.engine.facts import Facts
from scheduling.engine.limits import Limits, limits
from scheduling.engine.problem import Work
from scheduling.engine.rules.base import Broken, Force, Rule


@dataclass(frozen=True, kw_only=True)
class CallFrequency(Rule):
    """Calls that begin in each span, against one for every `every` days present."""

    code: ClassVar[str] = "call-frequency"
    title: ClassVar[str] = "Call every third night at most"
    text: ClassVar[str] = (
        "In-house call comes at most once in so many nights, averaged over each rotation of up to "
        "four weeks. Home call is not counted."
    )
    source: ClassVar[str] = "ACGME Common Program Requirements"
    force: ClassVar[Force] = Force.MUST
    meanings: ClassVar[Mapping[str, str]] = {
        "every": "One call in so many nights.",
    }

    every: int = 3

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.every < 1:
            raise ValueError(f"{self.title}: every is {self.every}; it must be 1 or more.")

    def limits(self, facts: Facts) -> Iterator[Limits]:
        span, column, _ = facts.in_spans(facts.of_work(Work.CALL))
        starts_inside = facts.start[facts.duty[column]] >= facts.span_start[span]
        spans = facts.problem.spans
        yield limits(
            len(spans),
            span[starts_inside],
            column[starts_inside],
            high=facts.present_halves // (2 * self.every),
            person=facts.span_person,
            first_day=facts.span_first,
            last_day=facts.span_last,
            label=lambda row: spans[row].label,
        )

    def says(self, broken: Broken) -> str:
        return said(
            "{name} takes {total} in-house calls in {label} ({days}); at most {high} are allowed.",
            name=broken.name,
            total=broken.total,
            label=broken.label,
            days=broken.days,
            high=broken.high,
        )
