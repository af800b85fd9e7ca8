"""Hours a week that a specialty or a program limits on its own: patient care, and all work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from people.wording import said
from scheduling.engine.facts import IN_HOUSE, Facts
from scheduling.engine.limits import Limits, limits
from scheduling.engine.problem import Work
from scheduling.engine.rules.base import Broken, Rule
from scheduling.engine.worked import worked_in_spans

WEEK = 14
"""Half-days of a week."""


@dataclass(frozen=True, kw_only=True)
class ServiceHours(Rule):
    """Minutes in each span, against the hours for each week present; leave is left out of both."""

    code: ClassVar[str] = "service-hours"
    title: ClassVar[str] = "Hours of a specialty"
    text: ClassVar[str] = (
        "Patient care takes at most so many hours a week, and all work at most so many, averaged "
        "over each rotation; for programs and specialties that ask for less than the general limit."
    )
    meanings: ClassVar[Mapping[str, str]] = {
        "care_hours": "The most hours of patient care a week; 0: no limit.",
        "hours": "The most hours of all work a week; 0: no limit.",
    }

    care_hours: int = 0
    hours: int = 0

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.hours and self.hours < self.care_hours:
            raise ValueError(
                f"{self.title}: care_hours is {self.care_hours} and hours is {self.hours}; "
                "patient care is part of all work."
            )

    def limits(self, facts: Facts) -> Iterator[Limits]:
        if self.care_hours:
            yield self._limits(facts, (Work.CARE, Work.CALL), self.care_hours, "of patient care")
        if self.hours:
            yield self._limits(facts, IN_HOUSE, self.hours, "in all")

    def _limits(self, facts: Facts, works: tuple[Work, ...], hours: int, of: str) -> Limits:
        span, column, minutes = worked_in_spans(facts, *works)
        spans = facts.problem.spans
        return limits(
            len(spans),
            span,
            column,
            minutes,
            high=hours * 60 * facts.present_halves // WEEK,
            person=facts.span_person,
            first_day=facts.span_first,
            last_day=facts.span_last,
            label=lambda row: said("{of} in {label}", of=of, label=spans[row].label),
        )

    def says(self, broken: Broken) -> str:
        return said(
            "{name} works {worked:g} h {label} ({days}); the limit for the weeks present is "
            "{limit:g} h.",
            name=broken.name,
            worked=broken.total / 60,
            label=broken.label,
            days=broken.days,
            limit=(broken.high or 0) / 60,
        )
