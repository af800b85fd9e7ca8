"""What a published schedule has lost, as a question for a repair."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from people.models import SLOTS
from people.wording import said
from scheduling.bridge.call import CallPart
from scheduling.bridge.duties import call_id, half_day_id
from scheduling.bridge.half_day_cells import Cell
from scheduling.bridge.half_days import AsPatterned, HalfDayPart
from scheduling.bridge.parts import Parts
from scheduling.bridge.people import add_away, add_bars, add_people, add_spans
from scheduling.bridge.sessions import add_sessions
from scheduling.bridge.source import AnyRow, Source
from scheduling.bridge.timeline import Timeline
from scheduling.engine.academic_year import Span
from scheduling.engine.facts import ON_DUTY
from scheduling.engine.hole import Hole, lost_to_absence
from scheduling.engine.problem import Expectation, Kind, Pair
from scheduling.models import Activity, Assignment, DemandChange

ONE_DAY = timedelta(days=1)
AROUND = timedelta(days=31)
"""Calls this near to the loss may be exchanged."""
EXPECTED = "E|"
"""How the ids of half-days begin that are expected and not planned yet."""


class RepairPart:
    """The calls and half-days around a loss: what stands, and what might stand in its place."""

    def __init__(self, source: Source, days: Span) -> None:
        self.source, self.days = source, days
        self.parts = Parts(source.program.time_zone)
        add_people(self.parts, source)
        add_away(self.parts, source)
        self.timeline = Timeline(source)
        add_bars(self.parts, source, self.timeline)
        self.window = Span(
            max(source.first_day, days.starts_on - AROUND),
            min(source.last_day, days.ends_on + AROUND),
        )
        self.follows: set[Pair] = set()  # what fills the half-days of somebody who is away
        self._add_calls()
        self._add_half_days()

    def _add_calls(self) -> None:
        call = CallPart(self.parts, self.source)
        call.add_candidates(self.window)
        call.add_assigned(replanned=None)
        call.add_demands(self.window)
        call.add_gaps()
        call.add_pools(self.window)
        call.add_wishes()
        add_spans(self.parts, self.source, self.timeline, self.window)

    def _add_half_days(self) -> None:
        half_days = HalfDayPart(self.parts, self.source, self.timeline)
        spans = self.parts.spans
        near = Span(
            max(self.source.first_day, min([self.window.starts_on, *(s.first_day for s in spans)])),
            min(self.source.last_day, max([self.window.ends_on, *(s.last_day for s in spans)])),
        )
        half_days.add_assigned(near.days())
        half_days.add_expected(near)
        half_days.add_rooms()
        for block in self.source.periods:
            touched = block.starts_on <= self.days.ends_on and self.days.starts_on <= block.ends_on
            if touched and half_days.is_planned(block):
                half_days.add_shares(block)
                add_sessions(half_days, block)
        planned = half_days.planned_days & set(self.window.days())
        self._add_leave(half_days, [day for day in self.days.days() if day in planned])
        self._add_choices(planned)

    def _add_leave(self, half_days: HalfDayPart, days: Iterable[date]) -> None:
        """The activity that a program has for leave stands where somebody is away."""
        for cell in half_days.cells_of(self.source.enrolments, list(days)):
            if self._is_away(cell) and len(cell.allowed) == 1:
                pair = (cell.person, self._id(half_days, cell, cell.allowed[0]))
                if pair not in self.parts.fixed:
                    self.follows.add(pair)

    def _is_away(self, cell: Cell) -> bool:
        return cell.allowed[0].kind == Activity.Kind.LEAVE and not cell.works

    def _add_choices(self, planned: Iterable[date]) -> None:
        """On planned days: what the pattern allows on the days of the loss, and the day after call.

        Whoever takes a call has the half-days after it that its type names, and whoever gives one
        away has those of the pattern again.
        """
        days = sorted(planned)
        patterned = AsPatterned(self.parts, self.source, self.timeline)
        calls = self._calls_before(frozenset(days))
        for enrolment in self.source.enrolments:
            nights = {day: (str(enrolment.person_id), day - ONE_DAY) for day in days}
            mine = [day for day in days if nights[day] in calls or self.days.holds(day)]
            for cell in patterned.cells_of([enrolment], mine):
                if not self._is_away(cell):
                    self._add_cell(patterned, cell, calls.get(nights[cell.day], []))

    def _add_cell(self, half_days: HalfDayPart, cell: Cell, calls: list[str]) -> None:
        standing = self._standing.get((cell.person, cell.day, cell.slot))
        usual = [self._id(half_days, cell, activity) for activity in cell.allowed]
        after = [self._id(half_days, cell, a) for a in self._after(calls, cell.slot)]
        stands = [standing] if standing else []
        pairs = {(cell.person, duty) for duty in (*usual, *after, *stands)}
        self.parts.candidates |= pairs
        label = said("{day:%a %d %b %Y} {slot}", day=cell.day, slot=cell.slot)
        filled = tuple(dict.fromkeys((*usual, *after, *stands)))
        self.parts.expectations.append(Expectation(cell.person, filled, label=label))
        if calls and cell.works:
            work = tuple(dict.fromkeys((*usual, *(d for d in stands if d not in after))))
            self.parts.expectations.append(Expectation(cell.person, work, tuple(calls), label))

    def _after(self, calls: list[str], slot: str) -> Iterator[Activity]:
        for duty in calls:
            call_type = self.parts.origins[duty]
            found = getattr(call_type, "morning_after" if slot == SLOTS[0] else "afternoon_after")
            if found is not None:
                yield found

    def _calls_before(self, days: frozenset[date]) -> dict[tuple[str, date], list[str]]:
        """Calls that free the next day, which somebody has or may be given."""
        found: dict[tuple[str, date], list[str]] = {}
        for person, name in sorted(self.parts.candidates | self.parts.fixed):
            duty = self.parts.duties[name]
            night = duty.starts_at.date()
            if duty.kind == Kind.CALL and duty.frees_until and night + ONE_DAY in days:
                found.setdefault((person, night), []).append(name)
        return found

    def _id(self, half_days: HalfDayPart, cell: Cell, activity: Activity) -> str:
        return half_days.duty(activity, cell.day, cell.slot)

    @property
    def _standing(self) -> dict[tuple[str, date, str], str]:
        if not hasattr(self, "_rows"):
            self._rows = {
                (person, duty.starts_at.date(), duty.cell[-2:]): name
                for person, name in self.parts.fixed
                for duty in [self.parts.duties[name]]
                if duty.kind == Kind.HALF_DAY
            }
        return self._rows

    # The hole

    def hole(
        self,
        given_up: frozenset[Pair],
        absent: str | None,
        *,
        wanted: frozenset[str] = frozenset(),
        now: datetime,
        frozen: datetime,
        notice: datetime,
    ) -> Hole | None:
        """What somebody absent loses on these days, or gives up, or is wanted; None when nothing."""
        standing = frozenset(self.parts.fixed)
        expected = frozenset(p for p in self.parts.candidates if p[1].startswith(EXPECTED))
        settled = self._locked() | frozenset(p for p in standing if p[1].startswith(EXPECTED))
        self.parts.fixed = set(settled - given_up)
        self.parts.published = set((standing | expected) - self.parts.fixed)
        problem = self.parts.problem()
        lost = self._lost(lost_to_absence(problem), absent) | given_up
        lost |= self._after_lost(lost, problem.published)
        if not lost and not wanted:
            return None
        self.parts.fixed |= self.follows
        return Hole(
            problem=self.parts.problem(),
            lost=lost,
            now=now,
            frozen_until=frozen,
            notice_until=notice,
            wanted=wanted,
            unplanned=frozenset(d for d in self.parts.duties if d.startswith(EXPECTED)),
        )

    def wanted_by(self, change: DemandChange) -> frozenset[str]:
        """The duties of these days that need more people."""
        names = set[str]()
        for day in self.days.days():
            if change.call_type_id is not None:
                names.add(call_id(self.source.call_types[change.call_type_id], day))
            elif change.activity_id is not None:
                activity = self.source.activities[change.activity_id]
                names.add(half_day_id(activity, day, change.slot))
        return frozenset(names & self.parts.duties.keys())

    def _lost(self, pairs: frozenset[Pair], absent: str | None) -> frozenset[Pair]:
        """Of one person, within these days: work, and what leave stands in the place of."""
        leave = {self.parts.duties[name].cell for person, name in self.follows if person == absent}
        return frozenset(
            (person, name)
            for person, name in pairs
            for duty in [self.parts.duties[name]]
            if person == absent
            and self.days.holds(duty.starts_at.date())
            and (duty.kind == Kind.CALL or duty.work in ON_DUTY or duty.cell in leave)
            and not name.startswith(EXPECTED)
        )

    def _after_lost(self, lost: frozenset[Pair], standing: frozenset[Pair]) -> frozenset[Pair]:
        """The free half-days after a call that is no longer theirs; of one night there may be several."""
        nights: dict[tuple[str, date], list[str]] = defaultdict(list)
        for person, name in lost:
            duty = self.parts.duties[name]
            if duty.kind == Kind.CALL:
                nights[person, duty.starts_at.date() + ONE_DAY].append(name)
        found = set()
        for person, name in standing:
            duty = self.parts.duties[name]
            calls = nights.get((person, duty.starts_at.date()), [])
            if duty.kind == Kind.HALF_DAY and calls:
                activity = self.parts.origins[name]
                if activity in set(self._after(calls, duty.cell[-2:])):
                    found.add((person, name))
        return frozenset(found)

    def _locked(self) -> frozenset[Pair]:
        rows = [row for row in self.source.assignments if row.locked]
        return frozenset(pair for row in rows if (pair := self.pair_of(row)) in self.parts.fixed)

    def pair_of(self, row: AnyRow) -> Pair:
        """The person and the duty of a call or half-day; others are no part of this."""
        if row.kind == Assignment.Kind.CALL:
            code = self.source.call_types[row.call_type_id or 0].code
            return str(row.person_id), f"C|{row.starts_on}|{code}"
        if row.kind == Assignment.Kind.HALF_DAY:
            code = self.source.activities[row.activity_id or 0].code
            return str(row.person_id), f"H|{row.starts_on}|{row.slot}|{code}"
        return str(row.person_id), ""
