"""Leave of the faculty against the vacation that the program gives them in a year."""

from __future__ import annotations

from collections.abc import Iterable

from people.models import Absence, Enrolment, LeaveAllotment, year_days
from people.time_away.counting import Counted, Stretch, halves_of
from people.wording import said
from scheduling.bridge.duties import leave_duty
from scheduling.bridge.parts import Parts
from scheduling.bridge.people import standing_leave
from scheduling.bridge.source import AnyRow, Source
from scheduling.engine.academic_year import Span
from scheduling.engine.problem import Quota
from scheduling.models import SpecialDay

VACATION = Absence.Kind.VACATION.value
CLOSED = (SpecialDay.Kind.HOLIDAY, SpecialDay.Kind.CLOSED)


def hold_given_leave(parts: Parts, source: Source) -> None:
    """All weeks that a version gives somebody. Absences besides are for the office to decide."""
    for enrolment in source.faculty:
        allotment = _allotment(source, enrolment)
        if allotment is not None:
            label = said("{name} of the year in half-days", name=allotment.name)
            weeks = [Span(row.starts_on, row.ends_on) for row in _given(source, enrolment)]
            _hold(parts, source, enrolment, allotment, weeks, allotment.half_days, label)


def hold_new_leave(parts: Parts, source: Source, enrolment: Enrolment, weeks: list[Span]) -> None:
    """Weeks that may be given besides all that is given and approved."""
    allotment = _allotment(source, enrolment)
    if allotment is not None:
        label = said("what is left of {name} in half-days", name=allotment.name)
        left = max(0, allotment.half_days - _taken(source, enrolment, allotment))
        _hold(parts, source, enrolment, allotment, weeks, left, label)


def _hold(
    parts: Parts,
    source: Source,
    enrolment: Enrolment,
    allotment: LeaveAllotment,
    weeks: Iterable[Span],
    most: int,
    label: str,
) -> None:
    weights = {
        leave_duty(week, source.zone).id: _halves(source, allotment, [_vacation(week)])
        for week in weeks
    }
    if weights:
        parts.quotas.append(
            Quota("leave-share", str(enrolment.person_id), weights, None, most, label)
        )


def _allotment(source: Source, enrolment: Enrolment) -> LeaveAllotment | None:
    return next((row for row in source.leave_allotments if row.is_for(enrolment)), None)


def _taken(source: Source, enrolment: Enrolment, allotment: LeaveAllotment) -> int:
    approved = [
        absence.stretch
        for absence in source.absences
        if absence.person_id == enrolment.person_id and absence.program_id == source.program.pk
    ]
    given = [_vacation(Span(row.starts_on, row.ends_on)) for row in _given(source, enrolment)]
    return _halves(source, allotment, [*approved, *given])


def _given(source: Source, enrolment: Enrolment) -> list[AnyRow]:
    rows = standing_leave(source, None)
    return [row for row in rows if row.person_id == enrolment.person_id]


def _vacation(week: Span) -> Stretch:
    return Stretch(VACATION, week.starts_on, week.ends_on)


def _halves(source: Source, allotment: LeaveAllotment, away: list[Stretch]) -> int:
    """What they use up, as the allotment counts."""
    closed = {day for day, special in source.special_days.items() if special.kind in CLOSED}
    counted = Counted(allotment.counted)
    return halves_of(away, allotment.kinds, *year_days(source.year), counted, closed)
