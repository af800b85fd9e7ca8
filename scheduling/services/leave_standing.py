"""What somebody has left of their leave, and which clinics are lost, for those who may know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from people.models import Person, Program, User, academic_year_of
from people.permissions import owns, require
from people.time_away.six_weeks import SixWeeks
from scheduling.queries.leave_book import Balance, BoardStanding, LeaveBook
from scheduling.queries.lost_clinics import LostClinic, lost_clinics


@dataclass(frozen=True)
class LeaveStanding:
    """One person's leave in one academic year."""

    person: int
    program: str
    academic_year: int
    balances: tuple[Balance, ...]
    board: BoardStanding | None
    six_weeks: SixWeeks

    @property
    def six_weeks_left(self) -> int:
        return self.six_weeks.left

    @property
    def six_weeks_remarks(self) -> tuple[str, ...]:
        return self.six_weeks.remarks()


def leave_standing(
    person: Person, *, program: Program, year: int | None, by: User, at: datetime
) -> LeaveStanding:
    """One's own; others' for those who may see why somebody is away, since balances tell it."""
    if owns(by, person):
        require(by, "view_own_absence", program, at=at, person=person)
    else:
        require(by, "view_absence_reason", program, at=at)
    today = program.today(at)
    asked = academic_year_of(today) if year is None else year
    book = LeaveBook(program, [person.pk], at=at)
    return LeaveStanding(
        person.pk,
        program.slug,
        asked,
        book.balances(person.pk, asked),
        book.board(person.pk, today),
        book.six_weeks(person.pk),
    )


def clinics_lost(program: Program, *, by: User, at: datetime) -> list[LostClinic]:
    require(by, "view_absences", program, at=at)
    return lost_clinics(program, at=at)
