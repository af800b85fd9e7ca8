"""How far a requirement of training is met, and when: done before, in this year, in years to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from scheduling.engine.academic_year import Span

ONE_DAY = timedelta(days=1)
NEARLY = 1e-6


class Standing(StrEnum):
    """Met already; met as planned; only if more is planned than is usual; out of reach."""

    DONE = "done"
    ON_TRACK = "on track"
    AT_RISK = "at risk"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class Portion:
    """So much of it, evenly over some days."""

    days: Span
    amount: float

    def until(self, day: date) -> float:
        """What of it lies behind at the end of a day."""
        length = (self.days.ends_on - self.days.starts_on).days + 1
        behind = min(max((day - self.days.starts_on).days + 1, 0), length)
        return self.amount * behind / length


@dataclass(frozen=True, slots=True)
class Projection:
    """A requirement of one person, from what was before to the last day that counts."""

    needed: float
    before: float
    so_far: float
    """In this year, until today."""
    planned: float
    """In the rest of this year."""
    later: float
    """In later years, as the curriculum has it at least, or at this year's pace."""
    possible: float
    """The most that later years can bring."""
    ends_on: date
    met_on: date | None
    """Unless it is met within its time."""

    @property
    def done(self) -> float:
        return self.before + self.so_far

    @property
    def total(self) -> float:
        return self.done + self.planned + self.later

    @property
    def short(self) -> float:
        """What will be missing on the last day, as planned."""
        return max(0.0, self.needed - self.total)

    @property
    def standing(self) -> Standing:
        if self.done >= self.needed - NEARLY:
            return Standing.DONE
        if self.short <= NEARLY:
            return Standing.ON_TRACK
        best = self.done + self.planned + self.possible
        return Standing.AT_RISK if best >= self.needed - NEARLY else Standing.SHORT


def project(
    needed: float,
    before: float,
    portions: Sequence[Portion],
    *,
    later: float,
    possible: float,
    today: date,
    year_ends_on: date,
    ends_on: date,
) -> Projection:
    """`portions` are this year's; what comes later is spread evenly over its days."""
    so_far = sum(portion.until(today) for portion in portions)
    every = list(portions)
    if later and ends_on > year_ends_on:
        every.append(Portion(Span(year_ends_on + ONE_DAY, ends_on), later))
    return Projection(
        needed=needed,
        before=before,
        so_far=so_far,
        planned=sum(portion.amount for portion in portions) - so_far,
        later=later,
        possible=max(later, possible),
        ends_on=ends_on,
        met_on=_met_on(needed - before, every),
    )


def _met_on(missing: float, portions: Sequence[Portion]) -> date | None:
    """The first day at whose end nothing is missing; found by halving, since it only grows."""
    if missing <= NEARLY or not portions:
        return None
    first = min(portion.days.starts_on for portion in portions)
    last = max(portion.days.ends_on for portion in portions)
    if sum(portion.amount for portion in portions) < missing - NEARLY:
        return None
    while first < last:
        middle = first + (last - first) // 2
        if sum(portion.until(middle) for portion in portions) >= missing - NEARLY:
            last = middle
        else:
            first = middle + ONE_DAY
    return last


# Continuity clinic


@dataclass(frozen=True, slots=True)
class ClinicYear:
    """Somebody's continuity clinic in the days that are planned."""

    days: tuple[date, ...]
    minutes: int
    known: tuple[Span, ...]
    """Days whose half-days are planned; of others nothing is known."""

    @property
    def weeks(self) -> int:
        """Weeks, Monday to Sunday, with clinic in them."""
        return len({day - timedelta(days=day.weekday()) for day in self.days})

    @property
    def longest_gap(self) -> Span | None:
        """The most days in a row without, within days that are planned."""
        gaps = [gap for span in self.known for gap in _gaps(span, self.days)]
        return max(gaps, key=lambda gap: (gap.ends_on - gap.starts_on, gap.starts_on), default=None)

    @property
    def gap_days(self) -> int:
        gap = self.longest_gap
        return (gap.ends_on - gap.starts_on).days + 1 if gap else 0


def _gaps(span: Span, days: Sequence[date]) -> list[Span]:
    found, start = [], span.starts_on
    for day in [*sorted(d for d in set(days) if span.holds(d)), span.ends_on + ONE_DAY]:
        if day > start:
            found.append(Span(start, day - ONE_DAY))
        start = day + ONE_DAY
    return found
