"""Eighty hours a week, averaged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from scheduling.engine.facts import COUNTED, Facts
from scheduling.engine.limits import Limits, limits
from scheduling.engine.rules.base import Broken, Force, Rule

MOST_HOURS = 88
"""A week's hours beyond which no exception is granted: a tenth more than 80."""


@dataclass(frozen=True, kw_only=True)
class WeeklyHours(Rule):
    """Work in each span, against 80 hours for each week present.

    Minutes, real elapsed time: what is scheduled in house and all work that was logged. A week is 14
    half-days; half-days of leave are left out of it, so the limit of a span is hours * 60 * present
    half-days / 14, rounded down.
    """

    code: ClassVar[str] = "weekly-hours"
    title: ClassVar[str] = "Eighty hours a week"
    text: ClassVar[str] = (
        "Work is limited to so many hours a week, averaged over each rotation of up to four weeks; "
        "leave is left out of the hours and of the weeks. What is scheduled in house counts, and all "
        "work that was logged: moonlighting, time called in, clinical work from home."
    )
    source: ClassVar[str] = "ACGME Common Program Requirements"
    force: ClassVar[Force] = Force.MUST
    meanings: ClassVar[Mapping[str, str]] = {
        "hours": "The most hours a week.",
    }

    hours: int = 80

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.hours < 1:
            raise ValueError(f"{self.title}: hours is {self.hours}; it must be 1 or more.")

    def waived(self, parameters: Mapping[str, Any]) -> Self:
        """The one exception that there is: up to a tenth more."""
        if set(parameters) != {"hours"}:
            raise ValueError(f"{self.title}: an exception names the hours a week that it allows.")
        changed = self.with_parameters(parameters, self.weight, self.basis)
        if changed.hours > MOST_HOURS:
            raise ValueError(
                f"{self.title}: an exception to {changed.hours} hours was asked for; it may go to "
                f"{MOST_HOURS}, a tenth more than 80."
            )
        return changed

    def limits(self, facts: Facts) -> Iterator[Limits]:
        span, column, minutes = facts.in_spans(facts.of_work(*COUNTED))
        spans = facts.problem.spans
        yield limits(
            len(spans),
            span,
            column,
            minutes,
            high=self.hours * 60 * facts.present_halves // 14,
            person=facts.span_person,
            first_day=facts.span_first,
            last_day=facts.span_last,
            label=lambda row: spans[row].label,
        )

    def says(self, broken: Broken) -> str:
        worked, limit = broken.total, broken.high or 0
        if limit == 0:
            return f"{broken.name} works {_clock(worked)} in {broken.label} while on leave."
        weeks = limit / 60 / self.hours
        return (
            f"{broken.name} works {_clock(worked)} in {weeks:.2f} weeks present ({broken.label}, "
            f"{broken.days}): {worked / 60 / weeks:.1f} h a week; the limit is {self.hours} h, "
            f"{_clock(limit)} in all."
        )


def _clock(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if rest else f"{hours} h"
