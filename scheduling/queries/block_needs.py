"""What the rules say of each half-day of a block: attendings needed and there, what clashes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from people.models import Enrolment
from scheduling.bridge.duties import half_day_duty
from scheduling.bridge.people import credentials_of
from scheduling.bridge.sessions import asked_on, company, session
from scheduling.engine.academic_year import week_in_block
from scheduling.engine.check import Checker
from scheduling.engine.problem import Company, Demand, Duty, Person, Problem, Rooms, Roster
from scheduling.engine.rules.accompanied import Accompanied
from scheduling.engine.rules.base import Rule
from scheduling.engine.rules.capacity import Capacity
from scheduling.engine.rules.supervision import ATTENDING, Attendings
from scheduling.models import Activity
from scheduling.queries.block_rows import BlockRows, HalfDay

PROCEDURE = Activity.Kind.PROCEDURE
CLASHING = (Accompanied, Capacity)
"""The rules by which procedures of a half-day can clash: company, rooms, how many at a time."""


@dataclass(frozen=True, slots=True)
class AttendingTime:
    """Of a half-day at one place, in the rule's own unit."""

    needed: int = 0
    present: int = 0

    def plus(self, quarters: int) -> AttendingTime:
        if quarters < 0:
            return AttendingTime(self.needed - quarters, self.present)
        return AttendingTime(self.needed, self.present + quarters)

    @property
    def attendings(self) -> int:
        """Whole people, because nobody can be divided among two places."""
        return -(-self.needed // ATTENDING)


class BlockNeeds:
    """Asks the program's rules about the half-days of a block."""

    def __init__(self, rows: BlockRows, rules: tuple[Rule, ...]) -> None:
        self.question = _Question(rows)
        self.rules = rules
        clashing = [rule for rule in rules if isinstance(rule, CLASHING)]
        self.checker = Checker(self.question.problem(), clashing)

    @cached_property
    def attendings(self) -> dict[HalfDay, dict[str, AttendingTime]] | None:
        """By half-day and place, as the rule counts it for each person; None when it is off."""
        rule = next((rule for rule in self.rules if isinstance(rule, Attendings)), None)
        if rule is None:
            return None
        facts = self.checker.facts
        found: dict[HalfDay, dict[str, AttendingTime]] = defaultdict(dict)
        for index, quarters in zip(facts.duty.tolist(), rule.quarters(facts).tolist(), strict=True):
            duty = facts.problem.duties[index]
            if quarters:
                places = found[self.question.cells[duty.id]]
                places[duty.place] = places.get(duty.place, AttendingTime()).plus(quarters)
        return found

    @cached_property
    def clashes(self) -> dict[HalfDay, tuple[str, ...]]:
        """What is wrong with the procedures of a half-day, in sentences."""
        roster = Roster(self.checker.facts.problem.fixed)
        found: dict[HalfDay, list[str]] = defaultdict(list)
        for broken in self.checker.report(roster).broken:
            for half_day in self._half_days(broken.row):
                found[half_day].append(broken.message)
        return {half_day: tuple(messages) for half_day, messages in found.items()}

    def _half_days(self, row: int) -> set[HalfDay]:
        """The half-days of the procedures that a limit is about."""
        facts, compiled = self.checker.facts, self.checker.compiled
        columns = compiled.column[compiled.starts[row] : compiled.starts[row + 1]]
        duties = facts.duty[columns[columns < facts.pairs]].tolist()
        ids = {facts.problem.duties[duty].id for duty in duties}
        return {self.question.cells[duty] for duty in ids & self.question.procedures}


class _Question:
    """The half-days in which somebody supervises, is supervised, needs a room or company."""

    def __init__(self, rows: BlockRows) -> None:
        self.rows = rows
        self.duties: dict[str, Duty] = {}
        self.cells: dict[str, HalfDay] = {}
        self.procedures: set[str] = set()

    def problem(self) -> Problem:
        pairs = frozenset(self._pairs())
        demands, companies = tuple(self._sessions()), tuple(self._companies())
        return Problem(
            zone=self.rows.program.time_zone,
            people=tuple(self._person(enrolment) for enrolment in self.rows.enrolments),
            duties=tuple(self.duties.values()),
            fixed=pairs,
            demands=demands,
            companies=companies,
            rooms=tuple(Rooms(site.code, site.rooms or 0) for site in self.rows.sites),
        )

    def _duty(self, activity: Activity, day: date, slot: str) -> str:
        duty = half_day_duty(activity, day, slot, self.rows.program.zone)
        self.duties[duty.id], self.cells[duty.id] = duty, (day, slot)
        if activity.kind == PROCEDURE:
            self.procedures.add(duty.id)
        return duty.id

    def _pairs(self) -> Iterator[tuple[str, str]]:
        known: dict[tuple[int, date, str], str] = {}
        for (person, day, slot), row in self.rows.present.items():
            key = (row.activity, day, slot)
            if row.activity in self._counted:
                if key not in known:
                    known[key] = self._duty(self.rows.activities[row.activity], day, slot)
                yield str(person), known[key]

    @cached_property
    def _counted(self) -> frozenset[int]:
        """Activities that any of this is about."""
        activities = self.rows.activities.values()
        company = {activity.beside_id for activity in activities}
        return frozenset(a.pk for a in activities if _counts(a) or a.pk in company)

    def _sessions(self) -> Iterator[Demand]:
        """How many people a procedure takes on each half-day of the week."""
        activities = self.rows.activities
        demands = [
            d for d in self.rows.session_demands if activities[d.activity_id].kind == PROCEDURE
        ]
        for day in self.rows.period.days():
            special = self.rows.special_days.get(day)
            if special is None or special.clinic_is_open:
                for demand in asked_on(demands, day, week_in_block(day, self.rows.period)):
                    activity = activities[demand.activity_id]
                    yield session(demand, activity, day, self._duty(activity, day, demand.slot))

    def _companies(self) -> Iterator[Company]:
        """Who has to be there for the procedures that are done."""
        by_code = {a.code: a for a in self.rows.activities.values() if a.beside_id}
        for mine in sorted(self.procedures):
            activity, (day, slot) = by_code.get(self.duties[mine].code), self.cells[mine]
            if activity is not None:
                beside = self.rows.activities[activity.beside_id or 0]
                yield company(activity, beside, slot, mine, self._duty(beside, day, slot))

    def _person(self, enrolment: Enrolment) -> Person:
        tags = {str(enrolment.position), f"PGY-{enrolment.pgy}" if enrolment.pgy else ""}
        held = credentials_of(self.rows.credentials.get(enrolment.person_id, ()))
        name = enrolment.person.roster_name
        return Person(str(enrolment.person_id), name, frozenset(tags - {""}), held)


def _counts(activity: Activity) -> bool:
    needs = activity.supervision_needed != Activity.Supervision.NONE
    return bool(activity.supervises or needs or activity.room_units or activity.kind == PROCEDURE)
