"""Eighty hours a week, averaged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from people.wording import said
from scheduling.engine.derived import Ints
from scheduling.engine.facts import COUNTED, Facts
from scheduling.engine.limits import Limits, limits
from scheduling.engine.rules.base import Broken, Force, Rule
from scheduling.engine.worked import worked_in_spans

PARTLY = ", with an exception on some of its days"

MOST_HOURS = 88
"""A week's hours beyond which no exception is granted: a tenth more than 80."""


@dataclass(frozen=True, kw_only=True)
class WeeklyHours(Rule):
    """Work in each span, against 80 hours for each week present.

    Minutes, real elapsed time: what is scheduled in house and all work that was logged; a minute on
    which two things lie counts once. A week is 14 half-days; half-days of leave are left out of it,
    so the limit of a span is hours * 60 * present half-days / 14, rounded down. An exception on some
    days of a span raises it by what those days count.
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
        span, column, minutes = worked_in_spans(facts, *COUNTED)
        spans = facts.problem.spans
        raised = self._raised(facts)
        yield limits(
            len(spans),
            span,
            column,
            minutes,
            high=(self.hours * 60 * facts.present_halves + raised) // 14,
            person=facts.span_person,
            first_day=facts.span_first,
            last_day=facts.span_last,
            label=lambda row: _partly(spans[row].label) if raised[row] else spans[row].label,
        )

    def _raised(self, facts: Facts) -> Ints:
        """What exceptions add to spans of which they hold on some days, in minutes of half-days.

        Those that hold for a span as a whole take its limit over.
        """
        found = np.zeros(len(facts.problem.spans), dtype=np.int64)
        for row in range(len(found)):
            for day, hours in self._excepted(facts, row).items():
                person, at = facts.span_person[[row]], np.array([day])
                halves = 2 - int(facts.away_halves(person, at, at)[0])
                found[row] += 60 * halves * (hours - self.hours)
        return found

    def _excepted(self, facts: Facts, row: int) -> dict[int, int]:
        """The hours that hold on days of a span instead; of two exceptions the first one counts."""
        span, found = facts.problem.spans[row], dict[int, int]()
        for waiver in facts.problem.waivers:
            first = max(waiver.first_day, span.first_day)
            last = min(waiver.last_day, span.last_day)
            whole = (first, last) == (span.first_day, span.last_day)
            if waiver.rule != self.code or waiver.person not in ("", span.person) or whole:
                continue
            for day in range(first.toordinal(), last.toordinal() + 1):
                found.setdefault(day, waiver.parameters["hours"])
        return found

    def says(self, broken: Broken) -> str:
        worked, limit = broken.total, broken.high or 0
        if limit == 0:
            return said(
                "{name} works {worked} in {label} while on leave.",
                name=broken.name,
                worked=_clock(worked),
                label=broken.label,
            )
        if broken.label.endswith(PARTLY):
            return said(
                "{name} works {worked} in {label} ({days}); the limit for the time present is "
                "{limit}.",
                name=broken.name,
                worked=_clock(worked),
                label=broken.label,
                days=broken.days,
                limit=_clock(limit),
            )
        weeks = limit / 60 / self.hours
        return said(
            "{name} works {worked} in {weeks:.2f} weeks present ({label}, {days}): {weekly:.1f} "
            "h a week; the limit is {hours} h, {limit} in all.",
            name=broken.name,
            worked=_clock(worked),
            weeks=weeks,
            label=broken.label,
            days=broken.days,
            weekly=worked / 60 / weeks,
            hours=self.hours,
            limit=_clock(limit),
        )


def _partly(label: str) -> str:
    return said("{label}, with an exception on some of its days", label=label)


def _clock(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if rest:
        return said("{hours} h {minutes} min", hours=hours, minutes=rest)
    return said("{hours} h", hours=hours)
