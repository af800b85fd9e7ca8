"""Rotations that a long absence takes from somebody, as a question for a repair."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from scheduling.bridge.parts import Parts
from scheduling.bridge.people import add_away, add_people
from scheduling.bridge.published import duty_of
from scheduling.bridge.source import AnyRow, Source
from scheduling.bridge.timeline import Timeline
from scheduling.bridge.training import TrainingPart
from scheduling.bridge.work_hours import add_waivers
from scheduling.bridge.year import YearPart
from scheduling.engine.academic_year import Span
from scheduling.engine.hole import Hole
from scheduling.engine.problem import Kind, Pair
from scheduling.models import Assignment

ROTATION = Assignment.Kind.ROTATION


class RotationRepairPart:
    """The rotations of the year: what stands, and what residents might do in its place."""

    def __init__(self, source: Source, days: Span) -> None:
        self.source, self.days = source, days
        self.parts = Parts(source.program.time_zone)
        self.follows: set[Pair] = set()
        add_people(self.parts, source)
        add_away(self.parts, source)
        year = YearPart(self.parts, source)
        year.add_candidates(Span(source.first_day, source.last_day))
        year.add_assigned(replanned=None)
        year.add_given_leave()
        year.add_curriculum()
        TrainingPart(self.parts, source, year).add_requirements()
        year.add_demands(Span(source.first_day, source.last_day))
        year.add_rotation_wishes()
        add_waivers(self.parts, source, Timeline(source))

    def hole(
        self, absent: str, *, now: datetime, frozen: datetime, notice: datetime
    ) -> Hole | None:
        """What somebody who is absent on these days cannot do; None when it is no rotation."""
        lost = frozenset(self._lost(absent))
        if not lost:
            return None
        standing = frozenset(self.parts.fixed)
        self.parts.fixed = set(self._settled() | self._not_rotations())
        self.parts.published = set(standing - self.parts.fixed)
        self.parts.candidates -= {
            pair for pair in self.parts.candidates if self._is_away(*pair, absent)
        }
        self.parts.candidates |= self.parts.published - lost
        return Hole(
            problem=self.parts.problem(),
            lost=lost,
            now=now,
            frozen_until=frozen,
            notice_until=notice,
        )

    def _lost(self, absent: str) -> Iterator[Pair]:
        """Rotations of which the absence takes at least half."""
        for row in self.source.of_kind(ROTATION):
            if str(row.person_id) == absent and not row.locked and takes_most(self.days, row):
                yield absent, duty_of(row, self.source)

    def _settled(self) -> set[Pair]:
        rows = [row for row in self.source.of_kind(ROTATION) if row.locked]
        return {(str(row.person_id), duty_of(row, self.source)) for row in rows}

    def _not_rotations(self) -> set[Pair]:
        duties = self.parts.duties
        return {pair for pair in self.parts.fixed if duties[pair[1]].kind != Kind.ROTATION}

    def _is_away(self, person: str, name: str, absent: str) -> bool:
        """Nobody counts on a rotation in time in which they are away."""
        duty = self.parts.duties[name]
        first, last = duty.starts_at.date(), duty.last_day
        return (
            person == absent
            and duty.kind == Kind.ROTATION
            and first <= self.days.ends_on
            and self.days.starts_on <= last
        )


def takes_most(days: Span, row: AnyRow) -> bool:
    """Whether these days are at least half of the row's."""
    first, last = max(days.starts_on, row.starts_on), min(days.ends_on, row.ends_on)
    return 2 * ((last - first).days + 1) >= (row.ends_on - row.starts_on).days + 1


def barred_calls(source: Source, people: Iterable[int]) -> list[AnyRow]:
    """Calls that stand on days on which a rotation of the person allows none."""
    timeline, wanted = Timeline(source), set(people)
    found = []
    for row in source.of_kind(Assignment.Kind.CALL):
        segment = timeline.on(row.person_id, row.starts_on) if row.person_id in wanted else None
        if segment is not None and not segment.rotation.call_eligible and row.is_replaceable:
            found.append(row)
    return found
