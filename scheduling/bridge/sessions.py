"""What the clinic asks of half-days: sessions, company, shares of a block."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial

from people.models import SLOTS, Enrolment
from people.wording import said
from scheduling.bridge.duties import half_day_id, half_day_label
from scheduling.bridge.half_day_cells import Cell
from scheduling.bridge.half_days import WORKING_HALVES, HalfDayPart
from scheduling.engine.academic_year import Span, week_in_block
from scheduling.engine.problem import Company, Demand, Quota
from scheduling.models import Activity, SessionDemand

WORKING_DAYS = 5
RESIDENT = frozenset({Enrolment.Position.RESIDENT.value})
FACULTY = frozenset({Enrolment.Position.FACULTY.value})


class SessionPart:
    """Adds to a problem whose half-days are there already."""

    def __init__(self, half_days: HalfDayPart) -> None:
        self.half_days, self.parts = half_days, half_days.parts
        self.source = half_days.source
        self._halved: set[tuple[int, str, date]] = set()

    # Sessions

    def add_sessions(self, within: Span) -> None:
        """How many people each activity needs and takes on each half-day of the week."""
        for day in within.days():
            asked = list(self._asked_on(day)) if self._is_open(day) else []
            for demand in asked:
                self._add_session(demand, day)
            usual = {(demand.activity_id, demand.staff, demand.slot) for demand in asked}
            self._add_extra(day, usual)

    def _add_extra(self, day: date, usual: set[tuple[int, str, str]]) -> None:
        """What is asked for on this day alone, where nothing is asked as a rule."""
        extra = {
            (c.activity_id, c.staff, c.slot)
            for c in self.source.demand_changes
            if c.activity_id and c.holds_on(day)
        }
        for activity_id, staff, slot in sorted(extra - usual):
            if more := max(0, self._more(activity_id, staff, slot, day)):
                activity = self.source.activities[activity_id]
                self._add_demand(activity, staff, day, slot, more, None)

    def _more(self, activity: int, staff: str, slot: str, day: date) -> int:
        """How many more than usual; below nothing, fewer."""
        return sum(
            c.more
            for c in self.source.demand_changes
            if (c.activity_id, c.staff, c.slot) == (activity, staff, slot) and c.holds_on(day)
        )

    def _is_open(self, day: date) -> bool:
        special = self.source.special_days.get(day)
        return special is None or special.clinic_is_open

    def _asked_on(self, day: date) -> Iterator[SessionDemand]:
        week = week_in_block(day, self.source.period_of(day))
        return asked_on(self.source.session_demands, day, week)

    def _add_session(self, demand: SessionDemand, day: date) -> None:
        activity = self.source.activities[demand.activity_id]
        duty = self.half_days.duty(activity, day, demand.slot)
        self.parts.demands.append(session(demand, activity, day, duty))
        if demand.half_a_day_each and (activity.pk, demand.staff, day) not in self._halved:
            self._halved.add((activity.pk, demand.staff, day))
            self._half_a_day_each(activity, demand.staff, day)

    def _add_demand(
        self, activity: Activity, staff: str, day: date, slot: str, low: int, high: int | None
    ) -> None:
        duty = self.half_days.duty(activity, day, slot)
        label = said(
            "{duty}, {staff}, on {half_day}",
            duty=activity.code,
            staff=staff,
            half_day=half_day_label(day, slot),
        )
        self.parts.demands.append(Demand((duty,), low, high, frozenset({staff}), label))

    def _half_a_day_each(self, activity: Activity, staff: str, day: date) -> None:
        weights = {self.half_days.duty(activity, day, slot): 1 for slot in SLOTS}
        label = said("half-days of {duty} on {day:%a %d %b %Y}", duty=activity.code, day=day)
        self.parts.quotas += [
            Quota("block-share", str(enrolment.person_id), weights, None, 1, label)
            for enrolment in self.source.enrolments
            if enrolment.position == staff
        ]

    # Company

    def add_companies(self, within: Span) -> None:
        """Residents do some activities only beside somebody of the faculty."""
        tied = [a for a in self.source.activities.values() if a.beside_id is not None]
        for activity in tied:
            beside = self.source.activities[activity.beside_id or 0]
            for day in within.days():
                for slot in SLOTS:
                    if half_day_id(activity, day, slot) in self.parts.duties:
                        self._add_company(activity, beside, day, slot)

    def _add_company(self, activity: Activity, beside: Activity, day: date, slot: str) -> None:
        mine, theirs = (self.half_days.duty(each, day, slot) for each in (activity, beside))
        self.parts.companies.append(company(activity, beside, slot, mine, theirs))

    # Clinic of the faculty over a block

    def add_faculty_clinic(self, within: Span) -> None:
        """The most in a block, and the middle of everybody's range, weeks of absence taken off."""
        for period in self.source.periods:
            if not (within.starts_on <= period.starts_on and period.ends_on <= within.ends_on):
                continue
            days = Span(period.starts_on, period.ends_on)
            cells: dict[int, list[Cell]] = defaultdict(list)
            for cell in self.half_days.cells_of(self.source.faculty, list(days.days())):
                cells[cell.enrolment.person_id].append(cell)
            for mine in cells.values():
                self.parts.quotas += self._clinic_of(
                    mine, said("block {number}", number=period.number)
                )

    def _clinic_of(self, cells: list[Cell], when: str) -> Iterator[Quota]:
        enrolment = cells[0].enrolment
        weights = self._clinics(cells)
        if not weights:
            return
        person = str(enrolment.person_id)
        if enrolment.clinic_block_max is not None:
            label = said("clinic in {when}", when=when)
            yield Quota("block-share", person, weights, None, enrolment.clinic_block_max, label)
        if enrolment.clinic_max:
            present = [c.day for c in cells if c.works and c.day.isoweekday() <= WORKING_DAYS]
            middle = partial(_middle, enrolment.clinic_min + enrolment.clinic_max)
            low, high = middle(len(present)), -middle(-len(present))
            label = said("clinic in {when}, against the middle of the range", when=when)
            quota = Quota("clinic-equity", person, weights, low, high, label)
            yield from self.half_days.leave.eased(quota, present, middle)

    def _clinics(self, cells: Iterable[Cell]) -> dict[str, int]:
        return {
            self.half_days.duty(activity, cell.day, cell.slot): 1
            for cell in cells
            for activity in cell.allowed
            if activity.kind == Activity.Kind.CLINIC
        }


def _middle(low_and_high: int, halves: int) -> int:
    """Of the range of a week, for so many half-days; rounded down."""
    return low_and_high * halves // (2 * WORKING_HALVES)


def asked_on(demands: Iterable[SessionDemand], day: date, week: int) -> Iterator[SessionDemand]:
    """The rows of the weekday: those of its week of the block, or else the general ones."""
    rows = [row for row in demands if row.weekday == day.isoweekday()]
    mine = [row for row in rows if row.week == week]
    special = {(row.activity_id, row.staff) for row in mine}
    yield from mine
    yield from (
        row for row in rows if row.week is None and (row.activity_id, row.staff) not in special
    )


def session(demand: SessionDemand, activity: Activity, day: date, duty: str) -> Demand:
    label = said(
        "{duty}, {staff}, on {day:%a %d %b %Y} {slot}",
        duty=activity.code,
        staff=demand.staff,
        day=day,
        slot=demand.slot,
    )
    return Demand((duty,), demand.minimum, demand.maximum, frozenset({demand.staff}), label)


def company(activity: Activity, beside: Activity, slot: str, mine: str, theirs: str) -> Company:
    """One duty is done beside the other, by somebody of the faculty."""
    held = activity.beside_credential
    with_what = said(" with {credential}", credential=held.code) if held else ""
    label = said(
        "{duty} {slot} is done beside {beside} of the faculty{with_what}",
        duty=activity.code,
        slot=slot,
        beside=beside.code,
        with_what=with_what,
    )
    return Company((mine,), (theirs,), RESIDENT, FACULTY, held.code if held else "", label)


def add_sessions(half_days: HalfDayPart, within: Span) -> None:
    """All that the clinic asks of some days whose half-days are there already."""
    sessions = SessionPart(half_days)
    sessions.add_sessions(within)
    sessions.add_companies(within)
    sessions.add_faculty_clinic(within)
