"""Half-days: what fills each, what may fill it, what is expected where nothing is planned yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property, partial

from people.models import SLOTS, Enrolment
from people.wording import said
from scheduling.bridge.clinic_weeks import weeks_of
from scheduling.bridge.duties import half_day_label, works
from scheduling.bridge.faculty_leave import PossibleLeave, instead_of_work
from scheduling.bridge.half_day_cells import ONE_DAY, Calls, Cell, HalfDayCells
from scheduling.bridge.parts import Parts
from scheduling.bridge.source import AnyRow, Source
from scheduling.bridge.timeline import Timeline, shares_for
from scheduling.engine.academic_year import Block, Span
from scheduling.engine.problem import Expectation, Pair, Preference, Quota, Rooms
from scheduling.models import Activity, Assignment, Request, Rotation

WORKING_HALVES = 10
"""Half-days of an ordinary week, to which a week with leave is compared."""


class HalfDayPart(HalfDayCells):
    """Adds half-days to a problem. Calls must be in the parts before.

    Where their premises are `replanned`, half-days that a solve has made are not there any more.
    """

    def __init__(
        self,
        parts: Parts,
        source: Source,
        timeline: Timeline,
        *,
        replanned: Span | None = None,
        leave: PossibleLeave | None = None,
    ) -> None:
        super().__init__(parts, source, timeline)
        self.replanned, self.leave = replanned, leave or PossibleLeave()

    # A block to be planned

    def add_open(self, within: Span) -> None:
        """What a pattern settles is fixed; where it leaves a choice, the solver decides."""
        settled = self._add_locked(within)
        for cell in self.cells(within):
            if (cell.person, cell.day, cell.slot) in settled:
                continue
            pairs = {
                (cell.person, self.duty(activity, cell.day, cell.slot)) for activity in cell.allowed
            }
            if cell.works and self.leave.on(cell.person, cell.day):
                pairs |= {(cell.person, duty) for duty in self._stands_for_leave(cell)}
            if len(pairs) == 1:
                self.parts.fixed |= pairs
                self.parts.patterned |= pairs
            else:
                self.parts.candidates |= pairs

    def _stands_for_leave(self, cell: Cell) -> tuple[str, ...]:
        of_leave = self._of(Activity.Kind.LEAVE)
        return tuple(self.duty(activity, cell.day, cell.slot) for activity in of_leave)

    def _add_locked(self, within: Span) -> set[tuple[str, date, str]]:
        settled = set()
        for row in self.source.of_kind(Assignment.Kind.HALF_DAY):
            if row.locked and within.holds(row.starts_on):
                activity = self.source.activities[row.activity_id or 0]
                duty = self.duty(activity, row.starts_on, row.slot)
                self.parts.fixed.add((str(row.person_id), duty))
                settled.add((str(row.person_id), row.starts_on, row.slot))
        return settled

    def add_expectations(self, within: Span) -> None:
        """Each half-day is to be filled with something that its pattern allows."""
        locked = {
            (str(row.person_id), row.starts_on, row.slot)
            for row in self.source.of_kind(Assignment.Kind.HALF_DAY)
            if row.locked
        }
        for cell in self.cells(within):
            if (cell.person, cell.day, cell.slot) not in locked:
                duties = tuple(self.duty(a, cell.day, cell.slot) for a in cell.allowed)
                label = half_day_label(cell.day, cell.slot)
                leave = self.leave.on(cell.person, cell.day) if cell.works else ()
                self.parts.expectations.append(Expectation(cell.person, duties, leave, label=label))
                if leave and (stands := self._stands_for_leave(cell)):
                    self.parts.expectations += instead_of_work(
                        cell.person, cell.day, cell.slot, leave, stands
                    )

    def add_assigned(self, days: Iterable[date]) -> None:
        """Half-days of the version on these days."""
        wanted = frozenset(days)
        for row in self._rows:
            if row.starts_on in wanted:
                activity = self.source.activities[row.activity_id or 0]
                duty = self.duty(activity, row.starts_on, row.slot)
                self.parts.fixed.add((str(row.person_id), duty))

    @cached_property
    def _rows(self) -> list[AnyRow]:
        """The half-days of the version that stay."""
        gone = self.replanned
        return [
            row
            for row in self.source.of_kind(Assignment.Kind.HALF_DAY)
            if gone is None or not (row.is_replaceable and gone.holds(row.starts_on))
        ]

    @cached_property
    def planned_days(self) -> frozenset[date]:
        """Days whose half-days were planned as a whole.

        One that somebody set by hand or locked says nothing of those of others.
        """
        return frozenset(
            row.starts_on
            for row in self._rows
            if not row.locked and row.source != Assignment.Source.MANUAL
        )

    def is_planned(self, block: Block) -> bool:
        """Whether there are half-days where somebody first has something to do in the block."""
        first = next((cell.day for cell in self.cells(block)), None)
        return first in self.planned_days

    # What is expected where nothing is planned yet

    def add_expected(self, within: Span) -> None:
        """Work that the pattern foresees on unplanned days, for its hours.

        The longest of a choice is taken. Where a call that may be given the night before would
        free the day, the work is a decision too: it is done unless the call is.
        """
        freeing = self._freeing_calls()
        unplanned = [day for day in within.days() if day not in self.planned_days]
        for cell in self.cells_of(self.source.residents, unplanned):
            if not self._is_expected(cell):
                continue
            duty = self.duty(self.longest(cell), cell.day, cell.slot, planned=False)
            pair = (cell.person, duty)
            calls = freeing.get((cell.person, cell.day - ONE_DAY))
            if calls:
                self.parts.candidates.add(pair)
                self.parts.expectations.append(
                    Expectation(
                        cell.person, (pair[1],), tuple(calls), self.parts.duties[pair[1]].label
                    )
                )
            else:
                self.parts.fixed.add(pair)

    def _is_expected(self, cell: Cell) -> bool:
        return cell.works and (cell.enrolment.person_id, cell.day, cell.slot) not in self._settled

    @cached_property
    def _settled(self) -> frozenset[tuple[int, date, str]]:
        return frozenset((row.person_id, row.starts_on, row.slot) for row in self._rows)

    def expected_if(self, enrolment: Enrolment, days: Iterable[date], calls: Calls) -> set[Pair]:
        """What is expected of a resident on these days, as far as they are not planned, by calls."""
        if enrolment.position != Enrolment.Position.RESIDENT:
            return set()
        unplanned = [day for day in days if day not in self.planned_days]
        return {
            (cell.person, self.duty(self.longest(cell), cell.day, cell.slot, planned=False))
            for cell in self.cells_if(enrolment, unplanned, calls)
            if self._is_expected(cell)
        }

    def longest(self, cell: Cell) -> Activity:
        """Of the work that may fill a half-day, that which takes most time."""
        working = [activity for activity in cell.allowed if works(activity)]
        return max(working, key=lambda a: self._minutes(a, cell.day, cell.slot))

    def _minutes(self, activity: Activity, day: date, slot: str) -> float:
        duty = self.parts.duties[self.duty(activity, day, slot, planned=False)]
        return (duty.ends_at - duty.starts_at).total_seconds()

    def _freeing_calls(self) -> dict[tuple[str, date], list[str]]:
        """Open calls after which a person is free, by person and night."""
        found: dict[tuple[str, date], list[str]] = {}
        for person, duty in self.parts.candidates - self.parts.fixed:
            call = self.parts.duties[duty]
            if call.frees_until is not None:
                found.setdefault((person, call.starts_at.date()), []).append(duty)
        return {key: sorted(duties) for key, duties in found.items()}

    # How much of what

    def add_shares(self, within: Span) -> None:
        """Weekly minima and maxima, less in weeks with leave; weeks run from the block's day 1."""
        for week in weeks_of(self.source, within):
            cells: dict[str, list[Cell]] = {}
            for cell in self.cells(week):
                cells.setdefault(cell.person, []).append(cell)
            for mine in cells.values():
                self.parts.quotas += self.shares(mine, week)

    def shares(self, cells: Iterable[Cell], week: Span) -> list[Quota]:
        """Of one person, whose cells of the week these are."""
        mine = [c for c in cells if c.segment.rotation.kind != Rotation.Kind.ATTENDING]
        return list(self._shares(mine, week)) if mine else []

    def _shares(self, cells: list[Cell], week: Span) -> Iterator[Quota]:
        enrolment, rotation = cells[0].enrolment, cells[0].segment.rotation
        worked = [cell.day for cell in cells if cell.works]
        wanted: list[tuple[str, list[Activity], int, int | None]] = [
            (a.code, [a], share.minimum, share.maximum)
            for share in shares_for(rotation, enrolment.pgy)
            for a in [self.source.activities[share.activity_id]]
        ]
        if enrolment.position == Enrolment.Position.FACULTY:
            wanted += [
                (
                    "clinic",
                    self._of(Activity.Kind.CLINIC),
                    enrolment.clinic_min,
                    enrolment.clinic_max,
                ),
                (
                    "supervision",
                    self._of(Activity.Kind.SUPERVISION),
                    enrolment.supervision_min,
                    enrolment.supervision_max,
                ),
            ]
        duties: dict[int, list[str]] = {}
        for cell in cells:
            for activity in cell.allowed:
                duty = self.duty(activity, cell.day, cell.slot)
                duties.setdefault(activity.pk, []).append(duty)
        for name, activities, low, high in wanted:
            weights = {duty: 1 for activity in activities for duty in duties.get(activity.pk, ())}
            label = said(
                "{name} in the week from {starts_on:%d %b %Y}", name=name, starts_on=week.starts_on
            )
            part = partial(_part_of_a_week, low)
            quota = Quota(
                "weekly-share", str(enrolment.person_id), weights, part(len(worked)), high, label
            )
            yield from self.leave.eased(quota, worked, part)

    def add_rooms(self) -> None:
        self.parts.rooms += [
            Rooms(place.code, place.rooms, place.target_rooms)
            for place in self.source.places
            if place.rooms is not None
        ]

    def add_wishes(self, within: Span) -> None:
        """Wishes about clinic on a weekday."""
        clinics = self._of(Activity.Kind.CLINIC)
        for request in self.source.requests:
            if request.kind != Request.Kind.CLINIC or request.person_id not in self.source.people:
                continue
            person = str(request.person_id)
            duties = tuple(
                duty
                for day in within.days()
                if request.weekday in (None, day.isoweekday())
                for slot in SLOTS
                for activity in clinics
                if (person, duty := self.duty(activity, day, slot)) in self.parts.candidates
            )
            prefer = request.wish == Request.Wish.PREFER
            label = (
                said("clinic, choice {rank}", rank=request.rank)
                if prefer
                else said("no clinic, choice {rank}", rank=request.rank)
            )
            price = max(1, 7 - request.rank)
            self.parts.preferences.append(Preference(person, duties, price, prefer, label))


def _part_of_a_week(of_week: int, halves: int) -> int:
    return of_week * min(WORKING_HALVES, halves) // WORKING_HALVES


class AsPatterned(HalfDayPart):
    """Half-days as their patterns say, whatever call there was the night before."""

    def _after_call(self, person: int, day: date, slot: str) -> Activity | None:
        return None
