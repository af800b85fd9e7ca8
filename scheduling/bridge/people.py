"""People, their absences, and the times over which their work is averaged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from people import models
from people.models import Absence, Enrolment
from people.wording import said
from scheduling.bridge.clinic_weeks import ClinicWeeks, group_tag
from scheduling.bridge.duties import ONE_DAY, call_tag, midnight
from scheduling.bridge.parts import Parts
from scheduling.bridge.source import AnyRow, Source
from scheduling.bridge.timeline import Timeline
from scheduling.engine import problem as engine
from scheduling.engine.academic_year import Span
from scheduling.engine.problem import Away, Bar, Credential, Kind, Person
from scheduling.engine.rules.moonlighting_permission import PERMISSION
from scheduling.models import Assignment, CallType

UNPLANNED = {
    Absence.Kind.SICK,
    Absence.Kind.MEDICAL,
    Absence.Kind.FAMILY_EMERGENCY,
    Absence.Kind.BEREAVEMENT,
    Absence.Kind.JURY,
}
"""Absences that a rotation cannot be asked to allow."""

LONG_LEAVE_DAYS = 14
"""An absence of at least so many days makes the fair share smaller. Shorter ones even out, and
vacation does not count, as everybody has it."""

LONGEST_SPAN = 31
"""A rotation of a month is averaged as one; a longer one in pieces of four weeks."""


def add_people(parts: Parts, source: Source) -> None:
    grouped = ClinicWeeks(source).rotation is not None
    for enrolment in source.enrolments:
        parts.people.append(_person(source, enrolment, grouped=grouped))


def _person(source: Source, enrolment: Enrolment, *, grouped: bool) -> Person:
    held = (
        *credentials_of(source.credentials.get(enrolment.person_id, [])),
        *_permissions(source, enrolment.person_id),
    )
    return Person(
        str(enrolment.person_id),
        enrolment.person.roster_name,
        frozenset(
            (*_tags(source, enrolment), *(_group_tags(source, enrolment) if grouped else ()))
        ),
        held,
    )


def _permissions(source: Source, person: int) -> Iterator[Credential]:
    for row in source.moonlighting.get(person, []):
        yield Credential(PERMISSION, row.starts_on, row.ends_on)


def credentials_of(rows: Iterable[models.Credential]) -> tuple[Credential, ...]:
    """Reads their kinds: select them with the rows."""
    return tuple(Credential(row.kind.code, row.issued_on, row.expires_on) for row in rows)


def _tags(source: Source, enrolment: Enrolment) -> Iterator[str]:
    yield enrolment.position
    if enrolment.pgy:
        yield f"PGY-{enrolment.pgy}"
    if enrolment.faculty_role:
        yield enrolment.faculty_role
    for call_type in source.call_types.values():
        if may_take(enrolment, call_type):
            yield call_tag(call_type)


def _group_tags(source: Source, enrolment: Enrolment) -> Iterator[str]:
    """Who is left when a group is in the clinic is asked by PGY and by call."""
    if enrolment.pgy is None:
        return
    group = enrolment.clinic_group
    yield group_tag(None, group)
    yield group_tag(enrolment.pgy, group)
    for call_type in source.call_types.values():
        if may_take(enrolment, call_type):
            yield f"{call_tag(call_type)} {group_tag(None, group)}"


def may_take(enrolment: Enrolment, call_type: CallType) -> bool:
    """Whether this person's position lets them take this call, any night of the year."""
    if not enrolment.call_eligible or enrolment.position != call_type.staff:
        return False
    if call_type.staff == CallType.Staff.RESIDENT:
        return enrolment.pgy in call_type.pgys
    return enrolment.faculty_role not in call_type.excluded_roles


def is_enrolled(enrolment: Enrolment, first_day: date, last_day: date) -> bool:
    """On all of these days, which lie in its year."""
    return (enrolment.starts_on is None or enrolment.starts_on <= first_day) and (
        enrolment.ends_on is None or last_day <= enrolment.ends_on
    )


def share_of_year(source: Source, enrolment: Enrolment) -> int:
    """Percent of what somebody in full time does all year: part-time, part-year, long leave."""
    first = max(enrolment.starts_on or source.first_day, source.first_day)
    last = min(enrolment.ends_on or source.last_day, source.last_day)
    there = max((last - first).days + 1 - _long_leave(source, enrolment, Span(first, last)), 0)
    whole = (source.last_day - source.first_day).days + 1
    return enrolment.fte_percent * there // whole


def _long_leave(source: Source, enrolment: Enrolment, within: Span) -> int:
    """Days; absences of a person never overlap."""
    return sum(
        max(0, (min(row.ends_on, within.ends_on) - max(row.starts_on, within.starts_on)).days + 1)
        for row in source.absences_of.get(enrolment.person_id, ())
        if row.kind != Absence.Kind.VACATION
        and (row.ends_on - row.starts_on).days + 1 >= LONG_LEAVE_DAYS
    )


def add_away(parts: Parts, source: Source, *, replanned: Span | None = None) -> None:
    """Approved absences, weeks of leave of this version, and days before or after an enrolment.

    Leave within the `replanned` days is about to be decided anew, unless it is locked.
    """
    parts.away += [_absence(row, source) for row in source.absences]
    for row in standing_leave(source, replanned):
        start = midnight(row.starts_on, source.zone)
        end = midnight(row.ends_on + ONE_DAY, source.zone)
        parts.away.append(Away(str(row.person_id), start, end))
    for enrolment in source.enrolments:
        parts.away += _not_enrolled(enrolment, source)


def standing_leave(source: Source, replanned: Span | None) -> list[AnyRow]:
    """Weeks of leave of the version that stay, whatever is decided within some days."""
    rows = source.of_kind(Assignment.Kind.LEAVE)
    if replanned is None:
        return rows
    return [row for row in rows if row.locked or not replanned.holds(row.starts_on)]


def _absence(row: Absence, source: Source) -> Away:
    starts_at, ends_at = row.interval(source.zone)
    return Away(str(row.person_id), starts_at, ends_at, planned=row.kind not in UNPLANNED)


def _not_enrolled(enrolment: Enrolment, source: Source) -> Iterator[Away]:
    zone, person = source.zone, str(enrolment.person_id)
    if enrolment.starts_on and enrolment.starts_on > source.first_day:
        starts_at = midnight(source.first_day, zone)
        yield Away(person, starts_at, midnight(enrolment.starts_on, zone), planned=False)
    if enrolment.ends_on and enrolment.ends_on < source.last_day:
        ends_at = midnight(source.last_day + ONE_DAY, zone)
        yield Away(person, midnight(enrolment.ends_on + ONE_DAY, zone), ends_at, planned=False)


def add_spans(parts: Parts, source: Source, timeline: Timeline, days: Span) -> None:
    """The rotation segments of residents that touch these days."""
    for enrolment in source.residents:
        for segment in timeline.segments.get(enrolment.person_id, []):
            if segment.days.starts_on <= days.ends_on and days.starts_on <= segment.days.ends_on:
                for start, end in _pieces(segment.days.starts_on, segment.days.ends_on):
                    parts.spans.append(
                        engine.Span(str(enrolment.person_id), start, end, segment.label)
                    )


def _pieces(first: date, last: date) -> Iterator[tuple[date, date]]:
    while (last - first).days + 1 > LONGEST_SPAN:
        yield first, first + timedelta(days=27)
        first += timedelta(days=28)
    yield first, last


def add_bars(parts: Parts, source: Source, timeline: Timeline) -> None:
    """No call during rotations that allow none."""
    for enrolment in source.residents:
        person = str(enrolment.person_id)
        for segment in timeline.segments.get(enrolment.person_id, []):
            if not segment.rotation.call_eligible:
                start = midnight(segment.days.starts_on, source.zone)
                end = midnight(segment.days.ends_on + ONE_DAY, source.zone)
                parts.bars.append(
                    Bar(person, start, end, Kind.CALL, said("on {label}", label=segment.label))
                )
