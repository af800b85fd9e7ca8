"""A month of leave: who is away on which day, and how many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from people.models import Absence, Enrolment, Person, Program
from people.models.absence import half_day_number
from people.privacy import AbsenceReader
from scheduling.engine.academic_year import Span
from scheduling.models import SpecialDay

ONE_DAY = timedelta(days=1)
SATURDAY = 6


@dataclass(frozen=True)
class DayHead:
    """A day of the month, and what is special about it."""

    day: date
    special: str

    @property
    def is_free(self) -> bool:
        return self.day.isoweekday() >= SATURDAY or bool(self.special)


@dataclass(frozen=True)
class AwayCell:
    """What a day of somebody shows; both halves, or one."""

    absence: Absence
    label: str
    kind: str
    """For its color; nothing where the reader may not know."""
    morning: bool
    afternoon: bool
    is_first: bool


@dataclass(frozen=True)
class AwayRow:
    """One person's month."""

    person: Person
    level: str
    cells: tuple[AwayCell | None, ...]


@dataclass(frozen=True)
class LeaveMonth:
    """The days, the people, and how many of them are away on each day."""

    span: Span
    days: tuple[DayHead, ...]
    rows: tuple[AwayRow, ...]
    counts: tuple[int, ...]

    @property
    def before(self) -> date:
        """A day of the month before."""
        return self.span.starts_on - ONE_DAY

    @property
    def after(self) -> date:
        return self.span.ends_on + ONE_DAY


def month_of(day: date) -> Span:
    """From the first to the last day of its month."""
    first = day.replace(day=1)
    return Span(first, (first + timedelta(days=31)).replace(day=1) - ONE_DAY)


def leave_month(
    program: Program,
    on: date,
    *,
    reader: AbsenceReader,
    level: str = "",
    only_away: bool = False,
) -> LeaveMonth:
    """Approved absences and requests; `level` is "faculty", "resident" or a PGY. Four queries."""
    span = month_of(on)
    days = tuple(span.days())
    enrolments = [e for e in _enrolled(program, span) if not level or level in _levels(e)]
    away = _absences(program, span)
    rows = tuple(
        AwayRow(
            enrolment.person,
            f"PGY-{enrolment.pgy}" if enrolment.pgy else "Faculty",
            tuple(_cell(away[enrolment.person_id], day, reader) for day in days),
        )
        for enrolment in enrolments
        if not only_away or away[enrolment.person_id]
    )
    return LeaveMonth(
        span,
        tuple(_heads(program, days)),
        rows,
        tuple(sum(_is_approved(row.cells[index]) for row in rows) for index in range(len(days))),
    )


def _enrolled(program: Program, span: Span) -> Iterator[Enrolment]:
    """On the first or the last day of the month, each person once; residents first."""
    seen = set()
    for day in (span.starts_on, span.ends_on):
        rows = Enrolment.objects.on(day, program).select_related("person")
        for row in rows.order_by("-position", "pgy", "person__last_name", "person__first_name"):
            if row.person_id not in seen:
                seen.add(row.person_id)
                yield row


def _levels(enrolment: Enrolment) -> tuple[str, ...]:
    return (enrolment.position, str(enrolment.pgy or ""))


def _absences(program: Program, span: Span) -> dict[int, list[Absence]]:
    rows = Absence.objects.standing().filter(program=program)
    found: dict[int, list[Absence]] = defaultdict(list)
    for row in rows.overlapping(span.starts_on, span.ends_on).select_related("person"):
        found[row.person_id].append(row)
    return found


def _cell(away: Sequence[Absence], day: date, reader: AbsenceReader) -> AwayCell | None:
    morning, afternoon = half_day_number(day, "AM"), half_day_number(day, "PM")
    for absence in away:
        if absence.first_half <= afternoon and morning <= absence.last_half:
            seen = reader.read(absence)
            return AwayCell(
                absence,
                seen.label,
                seen.kind or "",
                absence.first_half <= morning,
                afternoon <= absence.last_half,
                is_first=absence.starts_on == day,
            )
    return None


def _is_approved(cell: AwayCell | None) -> bool:
    return cell is not None and cell.absence.status == Absence.Status.APPROVED


def _heads(program: Program, days: Sequence[date]) -> Iterator[DayHead]:
    special = SpecialDay.objects.filter(program=program, on__range=(days[0], days[-1]))
    names = dict(special.values_list("on", "name"))
    for day in days:
        yield DayHead(day, names.get(day, ""))
