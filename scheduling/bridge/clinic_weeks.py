"""Weeks of the year, and those in which a group of residents leaves its rotations for the clinic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cached_property

from people.models import Enrolment
from scheduling.bridge.source import Source
from scheduling.engine.academic_year import Span
from scheduling.models import Rotation

ONE_DAY = timedelta(days=1)
KEEPS_ITS_WEEKS = {Rotation.Kind.NIGHT, Rotation.Kind.AWAY, Rotation.Kind.FACULTY}
"""Rotations that nobody leaves for the clinic."""


class ClinicWeeks:
    """Each group comes to the clinic every so many weeks; no two groups at the same time."""

    def __init__(self, source: Source) -> None:
        self.source = source

    @cached_property
    def rotation(self) -> Rotation | None:
        """What is done in them; None in a program without clinic weeks."""
        rotations = self.source.rotations.values()
        return next((r for r in rotations if r.every_weeks is not None), None)

    @cached_property
    def _groups(self) -> dict[int, list[Span]]:
        found: dict[int, list[Span]] = {}
        if self.rotation is not None and self.rotation.every_weeks is not None:
            whole = Span(self.source.first_day, self.source.last_day)
            for number, week in enumerate(weeks_of(self.source, whole)):
                group = number % self.rotation.every_weeks // self.rotation.for_weeks + 1
                found.setdefault(group, []).append(week)
        return found

    def of(self, enrolment: Enrolment) -> list[Span]:
        """The clinic weeks of a resident."""
        return self._groups.get(enrolment.clinic_group or 0, [])

    def away(self, days: Span) -> list[tuple[Span, int]]:
        """Weeks that touch these days, each with the group that is in the clinic."""
        return [
            (week, group)
            for group, weeks in self._groups.items()
            for week in weeks
            if week.starts_on <= days.ends_on and days.starts_on <= week.ends_on
        ]

    def leaves(self, rotation: Rotation) -> bool:
        """Whether residents of a group leave this rotation for their clinic weeks."""
        return self.rotation is not None and rotation.kind not in KEEPS_ITS_WEEKS

    @property
    def share(self) -> float:
        """The part of the year that a resident of a group is in the clinic."""
        if self.rotation is None or self.rotation.every_weeks is None:
            return 0
        return self.rotation.for_weeks / self.rotation.every_weeks


def weeks_of(source: Source, within: Span) -> Iterator[Span]:
    """Sevens from day 1 of each block; days before it, or beyond four weeks, make a short one."""
    for period in source.periods:
        start = period.starts_on
        while start <= period.ends_on:
            length = (period.day_one - start).days if start < period.day_one else 7
            end = min(start + timedelta(days=length - 1), period.ends_on)
            if within.starts_on <= start and end <= within.ends_on:
                yield Span(start, end)
            start = end + ONE_DAY


def cut(days: Span, out: Iterable[Span]) -> Iterator[tuple[Span, bool]]:
    """Some days in pieces, in order: those within the spans `out`, and those between."""
    start: date = days.starts_on
    for span in sorted(out, key=lambda span: span.starts_on):
        first, last = max(span.starts_on, start), min(span.ends_on, days.ends_on)
        if first > last:
            continue
        if start < first:
            yield Span(start, first - ONE_DAY), False
        yield Span(first, last), True
        start = last + ONE_DAY
    if start <= days.ends_on:
        yield Span(start, days.ends_on), False


def group_tag(pgy: int | None, group: int | None) -> str:
    """The tag of people of a PGY, or of all, in one clinic group, or in none."""
    level = f"PGY-{pgy} " if pgy else ""
    return f"{level}clinic group {group}" if group else f"{level}no clinic group"
