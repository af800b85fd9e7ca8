"""What may fill a half-day of a person, take a call of a night, or be the rotation of a block."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from people.models import SLOTS, User
from people.spoken import refused
from scheduling.bridge.people import may_take
from scheduling.bridge.rows import row_for
from scheduling.bridge.source import Source
from scheduling.engine.academic_year import Span
from scheduling.models import Activity, Assignment, CallType, Rotation, ScheduleVersion
from scheduling.services.options import Candidate, Choice, Looking, standing_rows

Kind = Assignment.Kind


def half_day_options(
    version: ScheduleVersion,
    person: int,
    day: date,
    slot: str,
    *,
    by: User,
    at: datetime,
    explain: int | None = None,
) -> Choice:
    """Every activity that can be done in this half of the day, and nothing at all."""
    looking = Looking(version, by=by, at=at)
    source = looking.kept.source
    _require_known(source, person, day)
    there = [
        source.named(row)
        for row in standing_rows(
            looking.kept, kind=Kind.HALF_DAY, person_id=person, starts_on=day, slot=slot
        )
    ]
    usual = {activity.pk for activity in looking.kept.usual(person, day, slot)}
    activities = [a for a in source.activities.values() if _can_be_in(a, slot)]
    candidates = [
        Candidate(
            a.code,
            a.name,
            source.named(row_for(source, person, a, Span(day, day), slot)),
            a.pk,
            a.pk in usual,
        )
        for a in activities
    ]
    return looking.choice(there, [*candidates, _nothing()], explain=explain)


def call_options(
    version: ScheduleVersion,
    call_type: CallType,
    night: date,
    *,
    instead_of: int | None,
    by: User,
    at: datetime,
    explain: int | None = None,
) -> Choice:
    """Everybody who may take this call, in the place of one who has it or as one more."""
    looking = Looking(version, by=by, at=at)
    source = looking.kept.source
    _require_day(source, night)
    rows = list(standing_rows(looking.kept, kind=Kind.CALL, call_type_id=call_type.pk))
    there = [
        source.named(row) for row in rows if row.starts_on == night and row.person_id == instead_of
    ]
    others = {row.person_id for row in rows if row.starts_on == night} - {instead_of}
    takers = [e for e in source.enrolments if may_take(e, call_type) and e.person_id not in others]
    nights = Counter(row.person_id for row in rows)
    candidates = [
        Candidate(
            enrolment.person.roster_name,
            f"PGY-{enrolment.pgy}" if enrolment.pgy else enrolment.get_faculty_role_display(),
            _call(source, enrolment.person_id, call_type, night),
            enrolment.person_id,
            note=f"{nights[enrolment.person_id]} this year",
        )
        for enrolment in takers
    ]
    nobody = [Candidate("", "Nobody", None, None)]
    return looking.choice(there, [*candidates, *nobody], explain=explain)


def rotation_options(
    version: ScheduleVersion,
    person: int,
    days: Span,
    *,
    by: User,
    at: datetime,
    explain: int | None = None,
) -> Choice:
    """Every rotation that lasts as long as these days: a block, or half of one."""
    looking = Looking(version, by=by, at=at)
    source = looking.kept.source
    _require_known(source, person, days.starts_on)
    there = [
        source.named(row)
        for row in standing_rows(looking.kept, kind=Kind.ROTATION, person_id=person)
        if row.starts_on <= days.ends_on and days.starts_on <= row.ends_on
    ]
    pgy = next(e.pgy for e in source.enrolments if e.person_id == person)
    rotations = [r for r in source.rotations.values() if _fits(r, source, days)]
    candidates = [
        Candidate(
            r.code,
            r.name,
            source.named(row_for(source, person, r, days)),
            r.pk,
            pgy in r.pgys,
        )
        for r in rotations
    ]
    return looking.choice(there, [*candidates, _nothing()], explain=explain)


def _nothing() -> Candidate:
    return Candidate("", "Nothing", None, None)


def _can_be_in(activity: Activity, slot: str) -> bool:
    """It has times in this half of the day, or none at all, as a day off has."""
    return activity.times(slot) is not None or not any(map(activity.times, SLOTS))


def _call(source: Source, person: int, call_type: CallType, night: date) -> Assignment:
    return source.named(row_for(source, person, call_type, Span(night, night)))


def _fits(rotation: Rotation, source: Source, days: Span) -> bool:
    if rotation.kind in (Rotation.Kind.FACULTY, Rotation.Kind.ATTENDING):
        return False
    whole = any((p.starts_on, p.ends_on) == (days.starts_on, days.ends_on) for p in source.periods)
    length = Rotation.Length.BLOCK if whole else Rotation.Length.HALF
    return rotation.length == length


def _require_known(source: Source, person: int, day: date) -> None:
    _require_day(source, day)
    if person not in source.people:
        raise refused(
            "Person {person} has no place in {program} in {schedule}.",
            code="not-enrolled",
            person=person,
            program=source.program,
            schedule=source.version.schedule,
        )


def _require_day(source: Source, day: date) -> None:
    if not source.first_day <= day <= source.last_day:
        raise refused(
            "{day} is not within {schedule}.",
            code="other-year",
            day=day,
            schedule=source.version.schedule,
        )
