"""What half-days hang on a call: what is asked with it, and what without it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from people.models import Enrolment
from scheduling.bridge.clinic_weeks import weeks_of
from scheduling.bridge.duties import call_id, half_day_label
from scheduling.bridge.half_day_cells import Calls, Cell
from scheduling.bridge.half_days import HalfDayPart
from scheduling.engine.academic_year import Span
from scheduling.engine.problem import Expectation, Pair, Quota
from scheduling.models import Activity, CallType

NO_DAY, ONE_DAY = timedelta(), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Share:
    """What is asked of a week where a call takes half-days of it.

    The quota asks it of those without the call; with it the sum is larger by `shift`, and so less
    is asked.
    """

    quota: Quota
    call: str
    shift: int


Nights = Mapping[tuple[int, date], CallType]
"""Calls by person and night."""


def expected_after(
    half_days: HalfDayPart, enrolment: Enrolment, *, come: Nights, go: Nights
) -> tuple[set[Pair], set[Pair]]:
    """Half-days, not planned yet, that are expected when calls of a person come and go, and no more."""
    kept = {key: each for key, each in half_days.calls.items() if key not in go}
    after = kept | {key: each for key, each in come.items() if frees(each)}
    days = sorted({night + each for _, night in (*come, *go) for each in (NO_DAY, ONE_DAY)})
    was = half_days.expected_if(enrolment, days, half_days.calls)
    will = half_days.expected_if(enrolment, days, after)
    return will - was, was - will


def frees(call_type: CallType) -> bool:
    """Whether the day after is not as usual."""
    return bool(call_type.morning_after_id or call_type.afternoon_after_id)


class AfterCall:
    """A call that somebody may have or not, and the planned half-days that hang on it."""

    def __init__(
        self, half_days: HalfDayPart, enrolment: Enrolment, night: date, call_type: CallType
    ) -> None:
        self.half_days, self.enrolment, self.night = half_days, enrolment, night
        self.call = call_id(call_type, night)
        key = (enrolment.person_id, night)
        self.without: Calls = {k: each for k, each in half_days.calls.items() if k != key}
        self.with_it: Calls = {**self.without, key: call_type}

    def expectations(self) -> Iterator[Expectation]:
        """On planned days: what is done by whoever has the call, and what if they have it not."""
        days = [day for day in (self.night, self.night + ONE_DAY) if day in self._planned]
        then, usual = self._allowed(days, self.with_it), self._allowed(days, self.without)
        for day, slot in sorted(then.keys() | usual.keys()):
            mine, theirs = then.get((day, slot), ()), usual.get((day, slot), ())
            if mine != theirs:
                label = half_day_label(day, slot)
                if theirs:
                    yield self._expected(theirs, day, slot, label, released_by=(self.call,))
                if mine:
                    yield self._expected(mine, day, slot, label, asked_by=(self.call,))

    @property
    def _planned(self) -> frozenset[date]:
        return self.half_days.planned_days

    def _allowed(
        self, days: list[date], calls: Calls
    ) -> dict[tuple[date, str], tuple[Activity, ...]]:
        cells = self.half_days.cells_if(self.enrolment, days, calls)
        return {(cell.day, cell.slot): cell.allowed for cell in cells}

    def _expected(
        self, allowed: Iterable[Activity], day: date, slot: str, label: str, **when: tuple[str, ...]
    ) -> Expectation:
        ids = tuple(self.half_days.duty(activity, day, slot) for activity in allowed)
        return Expectation(str(self.enrolment.person_id), ids, label=label, **when)

    # How much of what

    def shares(self) -> Iterator[Share]:
        """Weekly shares that ask for less, or of other half-days, of whoever has the call."""
        for week in self._weeks():
            days = list(week.days())
            mine = self._of_week(self.half_days.cells_if(self.enrolment, days, self.with_it), week)
            theirs = self._of_week(
                self.half_days.cells_if(self.enrolment, days, self.without), week
            )
            for label, quota in theirs.items():
                other = mine.get(label)
                if other is not None and other != quota:
                    yield from self._shifted(quota, other)

    def _weeks(self) -> Iterator[Span]:
        days = {self.night, self.night + ONE_DAY}
        source = self.half_days.source
        for block in source.periods:
            if any(block.holds(day) for day in days) and self.half_days.is_planned(block):
                for week in weeks_of(source, Span(block.starts_on, block.ends_on)):
                    if any(week.holds(day) for day in days):
                        yield week

    def _of_week(self, cells: list[Cell], week: Span) -> dict[str, Quota]:
        return {quota.label: quota for quota in self.half_days.shares(cells, week)}

    def _shifted(self, quota: Quota, other: Quota) -> Iterator[Share]:
        """Each side of the bounds apart: they need not give way by the same."""
        weights = {**quota.weights, **other.weights}
        for low, high, shift in (
            (quota.low, None, (quota.low or 0) - (other.low or 0)),
            (None, quota.high, (quota.high or 0) - (other.high or 0)),
        ):
            if low is not None or high is not None:
                weighed = weights | ({self.call: shift} if shift else {})
                yield Share(replace(quota, weights=weighed, low=low, high=high), self.call, shift)
