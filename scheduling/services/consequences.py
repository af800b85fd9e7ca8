"""What breaks, what is to be arranged and what is to be known if an absence is approved."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from datetime import date, datetime

from people.models import Absence, User, academic_year_of
from people.permissions import owns, require
from people.privacy import AbsenceReader
from people.time_away.six_weeks import SixWeeks
from scheduling.bridge.rules import rules_of
from scheduling.engine.academic_year import Span
from scheduling.engine.rules.base import Broken
from scheduling.engine.rules.leave_blackout import LeaveBlackout
from scheduling.models import Assignment, RepairRun, ScheduleVersion
from scheduling.queries.company_away import CompanyAway, company_away
from scheduling.queries.leave_book import Balance, BoardStanding, LeaveBook
from scheduling.queries.published import published_between
from scheduling.queries.taken import CLINICS, taken_by
from scheduling.services.leave_judgement import AverageChange, judge_leave

PLANNED_KINDS = frozenset({Absence.Kind.VACATION, Absence.Kind.CONFERENCE, Absence.Kind.INTERVIEW})
"""Absences to which the days without leave speak; nobody chooses when to be ill."""


@dataclass(frozen=True)
class TakenClinic:
    """A clinic that is to be cancelled or moved, and how far ahead it is."""

    row: Assignment
    days_ahead: int
    has_patients: bool
    """Nearer than the program's days of notice: somebody has to call them."""


@dataclass(frozen=True)
class LeaveEffect:
    """What the absence uses up of what the person has; for those who may know why."""

    year: int
    balances: tuple[Balance, ...]
    """With the absence."""
    without: tuple[Balance, ...]
    board: BoardStanding | None
    board_without: BoardStanding | None
    six_weeks: SixWeeks

    @property
    def touched(self) -> tuple[tuple[Balance, Balance], ...]:
        """Each allotment that it changes, without and with it."""
        pairs = zip(self.without, self.balances, strict=True)
        return tuple((before, after) for before, after in pairs if before != after)

    @property
    def days_longer(self) -> int:
        """Days by which this absence alone makes training longer."""
        if self.board is None or self.board_without is None:
            return 0
        return self.board.days_longer - self.board_without.days_longer


@dataclass(frozen=True)
class Consequences:
    """An absence and everything that follows if it is approved, or does because it is."""

    absence: Absence
    is_own: bool
    versions: tuple[ScheduleVersion, ...]
    """What is published for its days; nothing, when the solver will plan around it."""
    clinics: tuple[TakenClinic, ...]
    calls: tuple[Assignment, ...]
    others: tuple[Assignment, ...]
    faults: tuple[Broken, ...]
    averages: tuple[AverageChange, ...]
    closed_days: tuple[date, ...]
    company: CompanyAway
    leave: LeaveEffect | None
    repair: RepairRun | None

    @property
    def takes_nothing(self) -> bool:
        return not (self.clinics or self.calls or self.others)


def consequences_of(absence: Absence, *, by: User, at: datetime) -> Consequences:
    """Of a request, of an absence that stands, or of one that is only thought of and not saved.

    Everybody may ask about their own; whoever sees the absences of the program about others'.
    """
    is_own = owns(by, absence.person)
    if is_own:
        require(by, "view_own_absence", absence.program, at=at, person=absence.person)
    else:
        require(by, "view_absences", absence.program, at=at)
    sees_why = AbsenceReader(by, at=at).sees_why(absence)
    granted = _granted(absence)
    (taken,) = taken_by([granted])
    versions = published_between(absence.program, absence.starts_on, absence.ends_on)
    faults: list[Broken] = []
    averages: list[AverageChange] = []
    for version in versions:
        mine = [row for row in taken if row.version_id == version.pk]
        judged = judge_leave(version, granted, mine, at=at)
        faults += judged.faults
        averages += judged.averages
    return Consequences(
        absence=absence,
        is_own=is_own,
        versions=versions,
        clinics=tuple(_clinics(absence, taken, absence.program.today(at))),
        calls=tuple(row for row in taken if row.kind == Assignment.Kind.CALL),
        others=tuple(row for row in taken if _is_other(row)),
        faults=tuple(faults),
        averages=tuple(averages),
        closed_days=_closed_days(absence),
        company=company_away(granted),
        leave=_leave_effect(granted, at=at) if sees_why else None,
        repair=_latest_repair(absence),
    )


def _granted(absence: Absence) -> Absence:
    other = copy(absence)
    other.status = Absence.Status.APPROVED
    return other


def _clinics(absence: Absence, taken: tuple[Assignment, ...], today: date) -> list[TakenClinic]:
    notice = absence.program.clinic_notice_days
    found = []
    for row in taken:
        if row.activity is not None and row.activity.kind in CLINICS:
            ahead = (row.starts_on - today).days
            found.append(TakenClinic(row, ahead, has_patients=ahead < notice))
    return found


def _is_other(row: Assignment) -> bool:
    return row.activity is not None and row.activity.kind not in CLINICS


def _closed_days(absence: Absence) -> tuple[date, ...]:
    """Days that the program keeps free of planned leave, by the rules of then."""
    if absence.kind not in PLANNED_KINDS:
        return ()
    rules = rules_of(absence.program, absence.starts_on)
    blackouts = [rule for rule in rules if isinstance(rule, LeaveBlackout)]
    days = Span(absence.starts_on, absence.ends_on).days()
    return tuple(day for day in days if any(rule.holds(day) for rule in blackouts))


def _leave_effect(granted: Absence, *, at: datetime) -> LeaveEffect:
    program, person = granted.program, granted.person_id
    kept = [granted.pk] if granted.pk else []
    without = LeaveBook(program, [person], at=at, without=kept)
    book = LeaveBook(program, [person], at=at, without=kept, also=[granted])
    year, day = academic_year_of(granted.starts_on), granted.starts_on
    return LeaveEffect(
        year,
        book.balances(person, year),
        without.balances(person, year),
        book.board(person, day),
        without.board(person, day),
        book.six_weeks(person),
    )


def _latest_repair(absence: Absence) -> RepairRun | None:
    if absence._state.adding:
        return None
    runs = RepairRun.objects.filter(absence=absence).order_by("-requested_at", "-pk")
    return runs.first()
