"""What absences take and leave, in a line each, for lists: few queries for any number of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from people.models import Absence, academic_year_of
from people.privacy import AbsenceReader
from people.time_away.counting import in_days
from scheduling.models import Assignment
from scheduling.queries.leave_book import LeaveBook
from scheduling.queries.taken import CLINICS, taken_by


@dataclass(frozen=True)
class Brief:
    """The short form of the consequences of an absence."""

    calls: int
    clinics: int
    with_patients: int
    """Of the clinics, those nearer than the program's days of notice."""
    others: int
    left: int | None
    """Half-days of its allotment that are left then; None: not limited, or hidden."""
    away: int
    """Other people of the program who are away on some of the days."""

    @property
    def is_beyond(self) -> bool:
        return self.left is not None and self.left < 0

    @property
    def takes(self) -> str:
        parts = [_count(self.calls, "call"), self._clinics, _count(self.others, "half-day")]
        return ", ".join(part for part in parts if part) or "nothing published"

    @property
    def _clinics(self) -> str:
        said = _count(self.clinics, "clinic")
        return f"{said} ({self.with_patients} with patients)" if self.with_patients else said

    @property
    def leaves(self) -> str:
        """What is left of the allotment, or by how much it is exceeded."""
        if self.left is None:
            return ""
        return f"{in_days(-self.left)} too many" if self.is_beyond else f"{in_days(self.left)} left"


def _count(number: int, thing: str) -> str:
    if not number:
        return ""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def briefs_of(
    absences: Sequence[Absence], *, reader: AbsenceReader, at: datetime
) -> dict[int, Brief]:
    """By key. Reads `absence.person` and `absence.program`: select them with the absences."""
    books = _books(absences, at=at)
    near = _near(absences)
    found = {}
    for absence, taken in zip(absences, taken_by(absences), strict=True):
        left = _left(absence, books[absence.program_id]) if reader.sees_why(absence) else None
        found[absence.pk] = _brief(absence, taken, left, _away(absence, near), at=at)
    return found


def _books(absences: Collection[Absence], *, at: datetime) -> Mapping[int, LeaveBook]:
    people: dict[int, set[int]] = defaultdict(set)
    programs = {absence.program_id: absence.program for absence in absences}
    for absence in absences:
        people[absence.program_id].add(absence.person_id)
    return {key: LeaveBook(programs[key], who, at=at) for key, who in people.items()}


class _Stretch(NamedTuple):
    """An absence as far as lists count it; its halves are reckoned once."""

    person: int
    program: int
    first_half: int
    last_half: int


def _near(absences: Sequence[Absence]) -> list[_Stretch]:
    """Every approved absence of the programs within the days of all of these."""
    if not absences:
        return []
    rows = Absence.objects.approved().filter(program__in={a.program_id for a in absences})
    first, last = min(a.starts_on for a in absences), max(a.ends_on for a in absences)
    return [
        _Stretch(a.person_id, a.program_id, a.first_half, a.last_half)
        for a in rows.overlapping(first, last)
    ]


def _away(absence: Absence, near: Sequence[_Stretch]) -> int:
    first, last = absence.first_half, absence.last_half
    there = {
        other.person
        for other in near
        if other.first_half <= last
        and first <= other.last_half
        and other.program == absence.program_id
    }
    return len(there - {absence.person_id})


def _left(absence: Absence, book: LeaveBook) -> int | None:
    """Of the allotment that counts it, when it is granted; others that are asked for are not."""
    year = academic_year_of(absence.starts_on)
    for balance in book.balances(absence.person_id, year):
        if absence.kind in balance.allotment.kinds:
            asked = absence.status == Absence.Status.REQUESTED
            return balance.left - (book.halves(absence, balance, year) if asked else 0)
    return None


def _brief(
    absence: Absence, taken: Sequence[Assignment], left: int | None, away: int, *, at: datetime
) -> Brief:
    today, notice = absence.program.today(at), absence.program.clinic_notice_days
    calls = sum(row.kind == Assignment.Kind.CALL for row in taken)
    clinics = [row for row in taken if row.activity and row.activity.kind in CLINICS]
    return Brief(
        calls=calls,
        clinics=len(clinics),
        with_patients=sum((row.starts_on - today).days < notice for row in clinics),
        others=len(taken) - calls - len(clinics),
        left=left,
        away=away,
    )
