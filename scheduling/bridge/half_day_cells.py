"""What may fill each half-day of each person: leave, what follows a call, holidays, the pattern."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from people.models import SLOTS, Enrolment, Slot
from people.models.absence import half_day_number
from scheduling.bridge.duties import half_day_duty, works
from scheduling.bridge.parts import Parts
from scheduling.bridge.people import is_enrolled, standing_leave
from scheduling.bridge.source import Source
from scheduling.bridge.timeline import Patterns, Segment, Timeline
from scheduling.engine.academic_year import Block, Span
from scheduling.models import Activity, CallType, Rotation

ONE_DAY = timedelta(days=1)

CLOSES_ON_HOLIDAYS = {Rotation.Kind.OUTPATIENT, Rotation.Kind.ELECTIVE, Rotation.Kind.FACULTY}


Calls = Mapping[tuple[int, date], CallType]
"""Calls by person and night."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One half-day of one person, and what may fill it."""

    person: str
    enrolment: Enrolment
    segment: Segment
    day: date
    slot: str
    allowed: tuple[Activity, ...]

    @property
    def works(self) -> bool:
        return any(works(activity) for activity in self.allowed)


class HalfDayCells:
    """The half-days of a problem. Calls must be in the parts before."""

    def __init__(self, parts: Parts, source: Source, timeline: Timeline) -> None:
        self.parts, self.source, self.timeline = parts, source, timeline
        self.patterns = Patterns(source)
        self._cells: dict[tuple[int, date], tuple[Cell, ...]] = {}
        self._ids: dict[tuple[int, date, str, bool], str] = {}

    def duty(self, activity: Activity, day: date, slot: str, *, planned: bool = True) -> str:
        key = (activity.pk, day, slot, planned)
        if key not in self._ids:
            duty = half_day_duty(activity, day, slot, self.source.zone, planned=planned)
            self._ids[key] = self.parts.add(duty, activity)
        return self._ids[key]

    # What may fill a half-day

    def cells(self, within: Span) -> Iterator[Cell]:
        """Every half-day of everybody who has a weekly pattern on that day."""
        return self.cells_of(self.source.enrolments, list(within.days()))

    def cells_of(self, enrolments: Sequence[Enrolment], days: Sequence[date]) -> Iterator[Cell]:
        for enrolment in enrolments:
            for day in days:
                key = (enrolment.pk, day)
                if key not in self._cells:
                    self._cells[key] = tuple(self._cells_on(enrolment, day))
                yield from self._cells[key]

    def cells_if(self, enrolment: Enrolment, days: Sequence[date], calls: Calls) -> list[Cell]:
        """What may fill these half-days if these were the calls after which a day is not as usual."""
        other = copy(self)
        other._cells, other.calls = {}, calls
        return list(other.cells_of([enrolment], days))

    def _cells_on(self, enrolment: Enrolment, day: date) -> Iterator[Cell]:
        segment = self.timeline.on(enrolment.person_id, day)
        if segment is None or not is_enrolled(enrolment, day, day):
            return
        block, person = self.source.period_of(day), str(enrolment.person_id)
        for slot in SLOTS:
            allowed = self._allowed(enrolment, segment, day, slot, block)
            if allowed:
                yield Cell(person, enrolment, segment, day, slot, tuple(allowed))

    def _allowed(
        self, enrolment: Enrolment, segment: Segment, day: date, slot: str, block: Block
    ) -> list[Activity]:
        """Leave first, then what follows a call, then holidays, then the pattern.

        A program without an activity for leave or for holidays has nothing in those half-days.
        """
        pattern = self.patterns.allowed(segment.rotation, enrolment.pgy, day, slot, block)
        if not any(works(activity) for activity in pattern):
            return pattern
        if (enrolment.person_id, day, slot) in self._leave:
            return self._of(Activity.Kind.LEAVE)
        after = self._after(enrolment.person_id, segment, day, slot)
        if after is not None:
            return [after]
        special = self.source.special_days.get(day)
        closed = special is not None and not special.clinic_is_open
        if closed and segment.rotation.kind == Rotation.Kind.ATTENDING:
            # On a holiday the call of the week lasts all day.
            return (
                self._of(Activity.Kind.HOLIDAY)
                if (enrolment.person_id, day) in self.calls
                else pattern
            )
        if closed and segment.rotation.kind in CLOSES_ON_HOLIDAYS:
            return self._of(Activity.Kind.HOLIDAY)
        return _on_clinic_days(enrolment, day, pattern)

    @cached_property
    def _leave(self) -> set[tuple[int, date, str]]:
        """Half-days on which somebody is away."""
        found = set()
        for absence in self.source.absences:
            first, last = absence.first_half, absence.last_half
            found |= {
                (absence.person_id, day, slot)
                for day in Span(absence.starts_on, absence.ends_on).days()
                for slot in SLOTS
                if first <= half_day_number(day, slot) <= last
            }
        for row in standing_leave(self.source, None):
            for day in Span(row.starts_on, row.ends_on).days():
                found |= {(row.person_id, day, slot) for slot in SLOTS}
        return found

    def _after(self, person: int, segment: Segment, day: date, slot: str) -> Activity | None:
        """What follows a week of attending, or a call. Who attends goes on after call."""
        if segment.rotation.kind == Rotation.Kind.ATTENDING:
            return None
        recovery = self.timeline.recoveries.get((person, day))
        return recovery or self._after_call(person, day, slot)

    def _after_call(self, person: int, day: date, slot: str) -> Activity | None:
        call_type = self.calls.get((person, day - ONE_DAY))
        if call_type is None:
            return None
        return call_type.morning_after if slot == Slot.AM else call_type.afternoon_after

    @cached_property
    def calls(self) -> Calls:
        """Settled calls after which the next day is not as usual."""
        settled = [(*pair, self.parts.origins[pair[1]]) for pair in self.parts.fixed]
        calls = [(who, duty, what) for who, duty, what in settled if isinstance(what, CallType)]
        return {
            (int(person), self.parts.duties[duty].starts_at.date()): call_type
            for person, duty, call_type in sorted(calls, key=lambda call: call[:2])
            if call_type.morning_after_id or call_type.afternoon_after_id
        }

    def _of(self, kind: str) -> list[Activity]:
        return [a for a in self.source.activities.values() if a.kind == kind]


def _on_clinic_days(enrolment: Enrolment, day: date, pattern: list[Activity]) -> list[Activity]:
    """Without clinic on a weekday that is not one of the person's; what is left must be something."""
    if not enrolment.clinic_weekdays or day.isoweekday() in enrolment.clinic_weekdays:
        return pattern
    rest = [activity for activity in pattern if activity.kind != Activity.Kind.CLINIC]
    return rest or pattern
