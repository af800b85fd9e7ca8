"""Which rotation a resident is on, day by day, and what its week says."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from people.models import Enrolment
from people.wording import said
from scheduling.bridge.clinic_weeks import ClinicWeeks, cut
from scheduling.bridge.source import AnyRow, Source
from scheduling.engine.academic_year import Block, Span, halves, week_in_block
from scheduling.models import Activity, Assignment, Rotation, WeeklyShare

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Segment:
    """Days on one rotation; a compound rotation makes two segments."""

    rotation: Rotation
    days: Span
    label: str


class Timeline:
    """Segments of every resident, and of faculty whose role has a weekly pattern."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.clinic_weeks = ClinicWeeks(source)

    @cached_property
    def segments(self) -> dict[int, list[Segment]]:
        """By person, in order of days."""
        found: dict[int, list[Segment]] = defaultdict(list)
        for row in self.source.of_kind(Assignment.Kind.ROTATION):
            found[row.person_id] += self._segments_of(row)
        for enrolment in self.source.residents:
            weeks = self.clinic_weeks.of(enrolment)
            if weeks:
                mine = found[enrolment.person_id]
                found[enrolment.person_id] = list(self._with_clinic_weeks(mine, weeks))
        for enrolment in self.source.faculty:
            week = self._faculty_week(enrolment)
            if week is not None:
                days = Span(self.source.first_day, self.source.last_day)
                attending = found[enrolment.person_id]
                found[enrolment.person_id] = list(
                    _around(Segment(week, days, week.name), attending)
                )
        return found

    @cached_property
    def recoveries(self) -> dict[tuple[int, date], Activity]:
        """What the day after a week of attending is for."""
        settings = {row.rotation_id: row for row in self.source.attending_weeks}
        return {
            (row.person_id, row.ends_on + ONE_DAY): recovery
            for row in self.source.attending
            for recovery in [settings[row.rotation_id or 0].recovery]
            if recovery is not None
        }

    def _segments_of(self, row: AnyRow) -> Iterator[Segment]:
        rotation = self.source.rotations[row.rotation_id or 0]
        block = self.source.period_of(row.starts_on)
        for part, days in components(self.source, rotation, Span(row.starts_on, row.ends_on)):
            yield Segment(
                part, days, said("{duty}, block {number}", duty=part.code, number=block.number)
            )

    def _with_clinic_weeks(self, segments: list[Segment], weeks: list[Span]) -> Iterator[Segment]:
        """The clinic instead of what is left for it; what keeps its weeks is not touched."""
        clinic = self.clinic_weeks.rotation
        for segment in segments:
            if clinic is None or not self.clinic_weeks.leaves(segment.rotation):
                yield segment
                continue
            for days, is_clinic in cut(segment.days, weeks):
                rotation = clinic if is_clinic else segment.rotation
                label = (
                    said("{duty}, instead of {label}", duty=clinic.code, label=segment.label)
                    if is_clinic
                    else segment.label
                )
                yield Segment(rotation, days, label)

    def _faculty_week(self, enrolment: Enrolment) -> Rotation | None:
        weeks = self.source.rotations.values()
        return next((w for w in weeks if enrolment.faculty_role in w.faculty_roles), None)

    def on(self, person: int, day: date) -> Segment | None:
        """The segment that holds the day."""
        segments = self.segments.get(person, [])
        index = bisect_right(segments, day, key=_start_of) - 1
        if index >= 0 and segments[index].days.holds(day):
            return segments[index]
        return None


def _start_of(segment: Segment) -> date:
    return segment.days.starts_on


def _around(usual: Segment, others: list[Segment]) -> Iterator[Segment]:
    """What somebody usually does, but for the days of other segments, which are in order."""
    start = usual.days.starts_on
    for other in others:
        if start < other.days.starts_on:
            yield replace(usual, days=Span(start, other.days.starts_on - ONE_DAY))
        yield other
        start = other.days.ends_on + ONE_DAY
    if start <= usual.days.ends_on:
        yield replace(usual, days=Span(start, usual.days.ends_on))


def components(source: Source, rotation: Rotation, days: Span) -> tuple[tuple[Rotation, Span], ...]:
    """A rotation and its days, or both parts of a compound one with theirs."""
    if rotation.first_half_id is None or rotation.second_half_id is None:
        return ((rotation, days),)
    parts = halves(source.period_of(days.starts_on))
    if len(parts) == 1:
        return ((source.rotations[rotation.first_half_id], days),)
    first, second = parts
    return (
        (source.rotations[rotation.first_half_id], Span(days.starts_on, first.ends_on)),
        (source.rotations[rotation.second_half_id], Span(second.starts_on, days.ends_on)),
    )


def shares_for(rotation: Rotation, pgy: int | None) -> list[WeeklyShare]:
    """The weekly shares of a PGY: its own rows, and the general ones for the rest."""
    rows = [row for row in rotation.weekly_shares.all() if row.pgy in (None, pgy)]
    own = {row.activity_id for row in rows if row.pgy is not None}
    return [row for row in rows if row.pgy is not None or row.activity_id not in own]


class Patterns:
    """The weekly patterns of all rotations, quick to ask."""

    def __init__(self, source: Source) -> None:
        self._cells: dict[tuple[int, int | None, int | None, int, str], list[Activity]] = (
            defaultdict(list)
        )
        for rotation in source.rotations.values():
            for cell in rotation.pattern.all():
                key = (rotation.pk, cell.week, cell.pgy, cell.weekday, cell.slot)
                self._cells[key].append(source.activities[cell.activity_id])

    def allowed(
        self, rotation: Rotation, pgy: int | None, day: date, slot: str, block: Block
    ) -> list[Activity]:
        """What may fill the half-day: cells of the week and PGY go before those of all."""
        week = week_in_block(day, block)
        for of_week, of_pgy in ((week, pgy), (week, None), (None, pgy), (None, None)):
            found = self._cells.get((rotation.pk, of_week, of_pgy, day.isoweekday(), slot))
            if found:
                return found
        return []
