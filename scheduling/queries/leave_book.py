"""What leave people have, have had and have left: by allotment, by board, of the six paid weeks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from people.models import (
    Absence,
    Enrolment,
    LeaveAllotment,
    Program,
    academic_year_of,
    year_days,
)
from people.time_away.boards import Board, boards
from people.time_away.counting import HALVES_IN_A_WEEK, Counted
from people.time_away.six_weeks import PaidStretch, SixWeeks
from people.time_away.standing import Count, TrainingYear, completion, counts, days_longer
from people.wording import said
from scheduling.bridge.leave_allotments import CLOSED
from scheduling.models import SpecialDay

Status = Absence.Status
VACATION = Absence.Kind.VACATION.value


@dataclass(frozen=True)
class Allotment:
    """So many half-days of some kinds in a year, and who says so."""

    name: str
    kinds: frozenset[str]
    halves: int
    counted: Counted
    source: str

    @property
    def unit(self) -> str:
        if self.counted == Counted.WORKDAYS:
            return said("workdays")
        return said("days of the calendar")


@dataclass(frozen=True)
class Balance:
    """One allotment in one academic year, in half-days."""

    allotment: Allotment
    used: int
    planned: int
    asked: int

    @property
    def left(self) -> int:
        """When all that is approved has been taken."""
        return self.allotment.halves - self.used - self.planned

    @property
    def left_if_granted(self) -> int:
        return self.left - self.asked


@dataclass(frozen=True)
class BoardStanding:
    """Somebody against the limits of the program's board, and when training ends by that."""

    board: Board
    counts: tuple[Count, ...]
    planned_end: date | None
    days_longer: int
    end: date | None


class LeaveBook:
    """The leave of some people of a program, read with a few queries however many they are.

    `also` are absences that are not in the database: what would be if they were approved.
    """

    def __init__(
        self,
        program: Program,
        people: Collection[int],
        *,
        at: datetime,
        also: Sequence[Absence] = (),
        without: Collection[int] = (),
    ) -> None:
        self.program, self.people, self.at = program, frozenset(people), at
        self.also, self.without = tuple(also), frozenset(without)

    @property
    def today(self) -> date:
        return self.program.today(self.at)

    @cached_property
    def enrolments(self) -> dict[int, list[Enrolment]]:
        """Of each person, in the order of years."""
        rows = Enrolment.objects.filter(program=self.program, person__in=self.people)
        found: dict[int, list[Enrolment]] = defaultdict(list)
        for row in rows.order_by("academic_year"):
            found[row.person_id].append(row)
        return found

    @cached_property
    def absences(self) -> dict[int, list[Absence]]:
        """Requested and approved, whole lives long; this program's."""
        rows = Absence.objects.standing().filter(program=self.program, person__in=self.people)
        found: dict[int, list[Absence]] = defaultdict(list)
        for row in (*rows.exclude(pk__in=self.without).order_by("starts_on", "pk"), *self.also):
            found[row.person_id].append(row)
        return found

    @cached_property
    def _allotments(self) -> list[LeaveAllotment]:
        return list(LeaveAllotment.objects.filter(program=self.program))

    @cached_property
    def closed(self) -> frozenset[date]:
        """Days that are no workdays, beside the weekends; asked for where workdays count."""
        if all(row.counted != Counted.WORKDAYS for row in self._allotments):
            return frozenset()
        days = SpecialDay.objects.filter(program=self.program, kind__in=CLOSED)
        return frozenset(days.values_list("on", flat=True))

    # Allotments

    def allotments(self, person: int, year: int) -> tuple[Allotment, ...]:
        """Those of the program; for vacation of residents without one, its weeks of leave."""
        enrolment = self.enrolment(person, year)
        if enrolment is None:
            return ()
        found = [_allotment(row) for row in self._allotments if _applies(row, enrolment, year)]
        vacation_is_said = any(VACATION in allotment.kinds for allotment in found)
        if enrolment.position == Enrolment.Position.RESIDENT and not vacation_is_said:
            found.insert(0, self._weeks_of_leave())
        return tuple(found)

    def enrolment(self, person: int, year: int) -> Enrolment | None:
        return next((e for e in self.enrolments[person] if e.academic_year == year), None)

    def _weeks_of_leave(self) -> Allotment:
        return Allotment(
            "Vacation",
            frozenset({VACATION}),
            self.program.leave_weeks_per_year * HALVES_IN_A_WEEK,
            Counted.CALENDAR,
            "the program's weeks of leave a year",
        )

    def balances(self, person: int, year: int) -> tuple[Balance, ...]:
        return tuple(self._balance(person, year, a) for a in self.allotments(person, year))

    def _balance(self, person: int, year: int, allotment: Allotment) -> Balance:
        first, last = year_days(year)
        used = planned = asked = 0
        for absence in self.absences[person]:
            if absence.kind not in allotment.kinds:
                continue
            stretch = absence.stretch
            whole = stretch.halves(first, last, allotment.counted, self.closed)
            over = stretch.halves(first, min(last, self.today), allotment.counted, self.closed)
            if absence.status == Status.REQUESTED:
                asked += whole
            else:
                used, planned = used + over, planned + whole - over
        return Balance(allotment, used, planned, asked)

    def halves(self, absence: Absence, balance: Balance, year: int) -> int:
        """What the absence uses up of a balance in the year."""
        counted = balance.allotment.counted
        return absence.stretch.halves(*year_days(year), counted, self.closed)

    # The board

    def years(self, person: int) -> tuple[TrainingYear, ...]:
        """All years of training, past and to come; none where the length of training is unknown."""
        length = self.program.training_years
        held = [e for e in self.enrolments[person] if e.pgy]
        if not length or not held:
            return ()
        return tuple(_years(held, length))

    def board(self, person: int, on: date) -> BoardStanding | None:
        """None where the program names no board, or nothing says how long training lasts."""
        board = boards().get(self.program.board)
        years = self.years(person)
        if board is None or not years:
            return None
        away = [a.stretch for a in self.absences[person]]
        found = counts(board, years, away, on)
        longer = days_longer(found)
        return BoardStanding(board, found, completion(years, 0), longer, completion(years, longer))

    # The six weeks

    def six_weeks(self, person: int) -> SixWeeks:
        taken = [
            PaidStretch(a.stretch, a.pay_percent) for a in self.absences[person] if a.of_six_weeks
        ]
        return SixWeeks(tuple(taken), self._vacation_a_year(person, taken))

    def _vacation_a_year(self, person: int, taken: Sequence[PaidStretch]) -> int | None:
        """By the calendar, in the year in which the six weeks were begun."""
        for paid in taken:
            year = academic_year_of(paid.away.first_day)
            for allotment in self.allotments(person, year):
                if VACATION in allotment.kinds:
                    week = 10 if allotment.counted == Counted.WORKDAYS else HALVES_IN_A_WEEK
                    return allotment.halves * HALVES_IN_A_WEEK // week
        return None


def _applies(row: LeaveAllotment, enrolment: Enrolment, year: int) -> bool:
    in_force = row.from_year <= year and (row.until_year is None or year <= row.until_year)
    return in_force and row.is_for(enrolment)


def _allotment(row: LeaveAllotment) -> Allotment:
    return Allotment(
        row.name,
        frozenset(row.kinds),
        row.half_days,
        Counted(row.counted),
        f"the program's allotment from {row.from_year}-{(row.from_year + 1) % 100:02}",
    )


def _years(held: Sequence[Enrolment], length: int) -> Iterator[TrainingYear]:
    """Earlier years that are not enrolled here are unknown; later ones follow on the last."""
    first, last = held[0], held[-1]
    for pgy in range(1, first.pgy or 1):
        yield _year(pgy, first.academic_year - (first.pgy or 1) + pgy, known=False)
    for enrolment in held:
        yield _year(enrolment.pgy or 1, enrolment.academic_year, last_day=enrolment.ends_on)
    for pgy in range((last.pgy or 1) + 1, length + 1):
        yield _year(pgy, last.academic_year + pgy - (last.pgy or 1))


def _year(pgy: int, year: int, *, known: bool = True, last_day: date | None = None) -> TrainingYear:
    first, last = year_days(year)
    return TrainingYear(pgy, first, last_day or last, known)
