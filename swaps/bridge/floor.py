"""A published version as a trading floor."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property

from people.models import Enrolment, Slot
from scheduling.bridge.duties import call_id, half_day_id, works
from scheduling.bridge.half_day_cells import Cell
from scheduling.bridge.half_days import AsPatterned
from scheduling.bridge.parts import Parts
from scheduling.bridge.problems import version_parts
from scheduling.bridge.published import duty_of
from scheduling.bridge.source import Source
from scheduling.bridge.timeline import Timeline
from scheduling.engine.problem import Kind, Pair, Problem
from scheduling.models import Activity, Assignment, CallType, Rotation
from swaps.engine.floor import Floor, HalfDay
from swaps.models import Obligation
from swaps.models.obligation import name_of

ONE_DAY = timedelta(days=1)
UNTOLD = "E|"
"""How the ids of half-days begin that are expected and not planned yet."""


class Market:
    """The rows of a version, read once, with the floors on which its duties change hands.

    Calls and half-days are traded on the `floor`, where half-days follow their calls. Rotations and
    weeks of attending are traded on the `year_floor`, which knows no half-days: what fills these,
    and what call somebody may take then, is looked at when a trade is carried out.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self._timeline = Timeline(source)
        self._parts = version_parts(source, wishes=True)
        self._half_days = AsPatterned(self._parts, source, self._timeline)
        self._add_what_may_follow()
        self.rows = self._rows()

    @property
    def parts(self) -> Parts:
        return self._parts

    def is_rotation(self, name: str) -> bool:
        return self._parts.duties[name].kind == Kind.ROTATION

    def floor_of_duty(self, name: str) -> Floor:
        return self.year_floor if self.is_rotation(name) else self.floor

    @cached_property
    def floor(self) -> Floor:
        problem = replace(self._parts.problem(), published=frozenset(), expectations=())
        return Floor(
            problem,
            look=self._look,
            untold=frozenset(d for d in self._parts.duties if d.startswith(UNTOLD)),
            locked=self.locked,
        )

    @cached_property
    def year_floor(self) -> Floor:
        return Floor(_of_the_year(self.floor.problem), locked=self.locked, tied=self._tied())

    @cached_property
    def locked(self) -> frozenset[Pair]:
        return frozenset(pair for pair, row in self.rows.items() if row.locked)

    def pair_of(self, row: Assignment) -> Pair:
        return str(row.person_id), duty_of(row, self.source)

    def pair_for(self, obligation: Obligation) -> Pair | None:
        """Its person and duty; None when it stands no more."""
        row = self._by_name.get(name_of(obligation))
        return self.pair_of(row) if row else None

    @cached_property
    def _by_name(self) -> dict[tuple[object, ...], Assignment]:
        return {name_of(row): row for row in self.rows.values()}

    def _rows(self) -> dict[Pair, Assignment]:
        """The assignments by person and duty, with what they refer to."""
        self.source.read_in_full()
        named = map(self.source.named, self.source.assignments)
        return {self.pair_of(row): row for row in named}

    def _tied(self) -> dict[str, tuple[str, ...]]:
        """The calls that go with each week of attending, as its person has them."""
        settings = {setting.rotation_id: setting for setting in self.source.attending_weeks}
        found: dict[str, tuple[str, ...]] = {}
        for week in self.source.attending:
            setting = settings[week.rotation_id or 0]
            found[duty_of(week, self.source)] = tuple(
                duty_of(call, self.source)
                for call in self.source.of_kind(Assignment.Kind.CALL)
                if call.person_id == week.person_id
                and call.call_type_id == setting.call_type_id
                and week.starts_on <= call.starts_on <= week.ends_on
                and call.starts_on.isoweekday() in setting.call_nights
            )
        return found

    def may_fill(self, person: str, name: str) -> bool:
        """Whether the pattern of the person allows the half-day's duty there."""
        half_day = self._look(person, self._parts.duties[name].cell)
        return half_day is not None and name in half_day.usual

    def is_work(self, name: str) -> bool:
        origin = self._parts.origins[name]
        return isinstance(origin, Activity) and works(origin)

    # What fills a half-day

    @cached_property
    def _enrolments(self) -> dict[str, Enrolment]:
        return {str(row.person_id): row for row in self.source.enrolments}

    def _look(self, person: str, cell: str) -> HalfDay | None:
        day, slot = date.fromisoformat(cell[:10]), cell[-2:]
        found = self._cell(person, day, slot)
        if found is None or not found.works:
            return None
        known = self._parts.duties
        usual = tuple(name for name in self._usual(found) if name in known)
        after = {
            call: name
            for call, name in self._after(found)
            if call in known and (name is None or name in known)
        }
        return HalfDay(usual, after) if usual or after else None

    def _cell(self, person: str, day: date, slot: str) -> Cell | None:
        enrolment = self._enrolments.get(person)
        if enrolment is None:
            return None
        cells = self._half_days.cells_of([enrolment], [day])
        return next((cell for cell in cells if cell.slot == slot), None)

    def _is_planned(self, day: date) -> bool:
        return day in self._half_days.planned_days

    def _usual(self, cell: Cell) -> list[str]:
        """What the pattern allows; on a day not planned yet the longest work, of residents."""
        if self._is_planned(cell.day):
            return [half_day_id(a, cell.day, cell.slot) for a in cell.allowed]
        if cell.enrolment.position != Enrolment.Position.RESIDENT:
            return []
        return [half_day_id(self._half_days.longest(cell), cell.day, cell.slot, planned=False)]

    def _after(self, cell: Cell) -> list[tuple[str, str | None]]:
        """What each call of the night before makes of it. Who attends goes on after call."""
        if cell.segment.rotation.kind == Rotation.Kind.ATTENDING:
            return []
        night = cell.day - ONE_DAY
        return [
            (call_id(call_type, night), self._follows(activity, cell))
            for call_type in self.source.call_types.values()
            for activity in [_after_call(call_type, cell.slot)]
            if activity is not None
        ]

    def _follows(self, activity: Activity, cell: Cell) -> str | None:
        planned = self._is_planned(cell.day)
        if not planned and not works(activity):
            return None
        return half_day_id(activity, cell.day, cell.slot, planned=planned)

    def _add_what_may_follow(self) -> None:
        """Duties of the days after calls that the version itself does not name."""
        nights: dict[int, set[date]] = defaultdict(set)
        for call in self.source.of_kind(Assignment.Kind.CALL):
            nights[call.person_id].add(call.starts_on + ONE_DAY)
        for enrolment in self.source.enrolments:
            mine = sorted(nights.get(enrolment.person_id, ()))
            for cell in self._half_days.cells_of([enrolment], mine):
                if cell.works:
                    self._add(cell)

    def _add(self, cell: Cell) -> None:
        after = [_after_call(t, cell.slot) for t in self.source.call_types.values()]
        if self._is_planned(cell.day):
            for activity in (*cell.allowed, *(a for a in after if a is not None)):
                self._half_days.duty(activity, cell.day, cell.slot)
        elif cell.enrolment.position == Enrolment.Position.RESIDENT:
            working = [a for a in after if a is not None and works(a)]
            for activity in (self._half_days.longest(cell), *working):
                self._half_days.duty(activity, cell.day, cell.slot, planned=False)


def _after_call(call_type: CallType, slot: str) -> Activity | None:
    return call_type.morning_after if slot == Slot.AM else call_type.afternoon_after


def _of_the_year(problem: Problem) -> Problem:
    """Rotations, leave and call, without what rests on who is on which rotation."""
    kept = frozenset(pair for pair in problem.fixed if problem.duty(pair[1]).kind != Kind.HALF_DAY)
    return replace(problem, fixed=kept, expectations=(), spans=(), bars=())
