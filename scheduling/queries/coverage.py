"""How many residents every rotation has in each week of a year, beside what it asks for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scheduling.bridge.people import standing_leave
from scheduling.bridge.source import Source
from scheduling.bridge.timeline import components
from scheduling.engine.academic_year import Span
from scheduling.models import Assignment, Rotation, RotationDemand, ScheduleVersion

WEEK = timedelta(days=7)
MOST_OF_A_WEEK = 4
"""Days away in a week from which somebody is not counted in it."""

Key = tuple[int, date]
"""A rotation, and the first day of a week."""


@dataclass(frozen=True, slots=True)
class Heads:
    """A rotation in a week: who is on it, and who of them is away for most of it."""

    on: int
    away: int
    least: int
    most: int | None

    @property
    def there(self) -> int:
        return self.on - self.away

    @property
    def state(self) -> str:
        """Too few are on it; enough, but for leave; as asked; too many."""
        if self.on < self.least:
            return "short"
        if self.there < self.least:
            return "thin"
        return "over" if self.most is not None and self.on > self.most else "fine"


@dataclass(frozen=True, slots=True)
class Service:
    """A rotation with its weeks."""

    code: str
    name: str
    asks: str
    heads: tuple[Heads, ...]

    def count(self, state: str) -> int:
        return sum(each.state == state for each in self.heads)

    @property
    def lacks(self) -> int:
        """Weeks in which fewer are there than it asks for."""
        return self.count("short") + self.thin

    @property
    def thin(self) -> int:
        return self.count("thin")


@dataclass(frozen=True, slots=True)
class Coverage:
    """Weeks as the blocks have them, seven days from the first of each half-block."""

    weeks: tuple[Span, ...]
    services: tuple[Service, ...]

    def count(self, state: str) -> int:
        return sum(service.count(state) for service in self.services)

    @property
    def lacking(self) -> tuple[Service, ...]:
        """Rotations with a week in which too few are there, the worst first."""
        found = (service for service in self.services if service.lacks)
        return tuple(sorted(found, key=lambda service: (-service.lacks, service.code)))


def coverage(version: ScheduleVersion, within: Span | None = None) -> Coverage:
    """Rotations that ask for somebody or have somebody, in the weeks that touch `within`.

    Six queries.
    """
    kinds = (Assignment.Kind.ROTATION, Assignment.Kind.LEAVE)
    rows = version.assignments.filter(kind__in=kinds)
    if within is not None:
        rows = rows.overlapping(within.starts_on - 2 * WEEK, within.ends_on + 2 * WEEK)
    return _Year(Source(version).only(rows), within).coverage()


class _Year:
    def __init__(self, source: Source, within: Span | None) -> None:
        self.source = source
        whole = (week for half in source.halves for week in _weeks(half))
        self.weeks = tuple(week for week in whole if within is None or _touch(week, within))
        self._starts = [week.starts_on for week in self.weeks]
        self._ends = [week.ends_on for week in self.weeks]
        self.on, self.away = Counter[Key](), Counter[Key]()
        self.days_away = self._days_away()
        self._count()

    def coverage(self) -> Coverage:
        used = {rotation for rotation, _ in self.on}
        rows = sorted(self.source.rotations.values(), key=lambda rotation: rotation.code)
        shown = (r for r in rows if r.pk in used or any(d.minimum for d in r.demands.all()))
        return Coverage(self.weeks, tuple(self._service(rotation) for rotation in shown))

    def _service(self, rotation: Rotation) -> Service:
        least, most = asked_of(list(rotation.demands.all()))
        heads = tuple(
            Heads(self.on[key], self.away[key], least, most)
            for week in self.weeks
            for key in [(rotation.pk, week.starts_on)]
        )
        return Service(rotation.code, rotation.name, _words(least, most), heads)

    def _count(self) -> None:
        for row in self.source.of_kind(Assignment.Kind.ROTATION):
            rotation = self.source.rotations[row.rotation_id or 0]
            if rotation.kind in (Rotation.Kind.FACULTY, Rotation.Kind.ATTENDING):
                continue
            for part, days in components(self.source, rotation, Span(row.starts_on, row.ends_on)):
                for week in self._touched(days.starts_on, days.ends_on):
                    self.on[part.pk, week.starts_on] += 1
                    gone = self.days_away[row.person_id, week.starts_on] >= MOST_OF_A_WEEK
                    self.away[part.pk, week.starts_on] += gone

    def _touched(self, first: date, last: date) -> Sequence[Span]:
        """The weeks that these days are in; weeks come one after the other."""
        return self.weeks[bisect_left(self._ends, first) : bisect_right(self._starts, last)]

    def _days_away(self) -> Counter[Key]:
        """Days of approved absences and of weeks of leave, by person and week."""
        found = Counter[Key]()
        for row in (*self.source.absences, *standing_leave(self.source, None)):
            for week in self._touched(row.starts_on, row.ends_on):
                first, last = max(week.starts_on, row.starts_on), min(week.ends_on, row.ends_on)
                found[row.person_id, week.starts_on] += (last - first).days + 1
        return found


def asked_of(demands: list[RotationDemand]) -> tuple[int, int | None]:
    """What a rotation asks for in all: of anybody, or of each PGY together."""
    whole = [demand for demand in demands if demand.pgy is None]
    levels = [demand for demand in demands if demand.pgy is not None]
    least = max(sum(d.minimum for d in whole), sum(d.minimum for d in levels))
    if whole:
        return least, whole[0].maximum
    limits = [demand.maximum for demand in levels]
    return least, None if None in limits or not limits else sum(m for m in limits if m)


def _touch(one: Span, other: Span) -> bool:
    return one.starts_on <= other.ends_on and other.starts_on <= one.ends_on


def _weeks(half: Span) -> Iterator[Span]:
    """Seven days each; what is left over belongs to the last."""
    first = half.starts_on
    while half.ends_on - first >= 2 * WEEK - timedelta(days=1):
        yield Span(first, first + WEEK - timedelta(days=1))
        first += WEEK
    yield Span(first, half.ends_on)


def _words(least: int, most: int | None) -> str:
    if most is None:
        return f"{least} or more" if least else "any"
    return str(least) if least == most else f"{least} to {most}"
