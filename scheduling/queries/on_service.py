"""Who is on a service on a day: inpatient teams, night float, attendings; by service and role."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from people.models import SLOTS, Absence, Enrolment, Program
from people.models.absence import half_day_number
from scheduling.models import Assignment, Rotation, ScheduleVersion

Kind = Rotation.Kind
SERVICES = (Kind.ATTENDING, Kind.INPATIENT, Kind.NIGHT)
"""In this order: whoever answers for the patients comes first."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody on a service."""

    person_id: int
    roster_name: str
    role: str
    """PGY-2, or the position of those without a level."""
    phone: str = ""
    half: str = ""
    """The half of the day in which they are there, if an absence takes the other."""


@dataclass(frozen=True, slots=True)
class Service:
    """A rotation that looks after patients around the clock, and who is on it."""

    code: str
    name: str
    place: str
    members: tuple[Member, ...]


def services_of_day(
    program: Program, day: date, *, with_phones: bool = False
) -> tuple[Service, ...]:
    """As published and without those who are away, in three queries however many people."""
    rows = _rows(program, day)
    roles = {e.person_id: _role(e) for e in Enrolment.objects.on(day, program)}
    there = _there(rows, day)
    found: dict[int, list[Member]] = defaultdict(list)
    for row in rows:
        if halves := there[row.person_id]:
            found[row.rotation_id or 0].append(
                Member(
                    person_id=row.person_id,
                    roster_name=row.person.roster_name,
                    role=roles.get(row.person_id, ""),
                    phone=row.person.phone if with_phones else "",
                    half="" if len(halves) == len(SLOTS) else halves[0],
                )
            )
    rotations = {row.rotation_id: row.rotation for row in rows if row.rotation}
    ordered = sorted(rotations.values(), key=lambda r: (SERVICES.index(Kind(r.kind)), r.code))
    return tuple(_service(rotation, found[rotation.pk]) for rotation in ordered)


def _rows(program: Program, day: date) -> list[Assignment]:
    rows = Assignment.objects.filter(
        version__status=ScheduleVersion.Status.PUBLISHED,
        version__schedule__program=program,
        kind=Assignment.Kind.ROTATION,
        starts_on__lte=day,
        ends_on__gte=day,
        rotation__kind__in=SERVICES,
    )
    return list(rows.select_related("person", "rotation__place"))


def _role(enrolment: Enrolment) -> str:
    return f"PGY-{enrolment.pgy}" if enrolment.pgy else Enrolment.Position.FACULTY.label


def _there(rows: list[Assignment], day: date) -> dict[int, list[str]]:
    """The halves of the day in which each of them is not away."""
    people = {row.person_id for row in rows}
    absences = Absence.objects.approved().filter(person__in=people).overlapping(day, day)
    gone = {
        (absence.person_id, slot)
        for absence in absences
        for slot in SLOTS
        if absence.first_half <= half_day_number(day, slot) <= absence.last_half
    }
    return {p: [slot for slot in SLOTS if (p, slot) not in gone] for p in people}


def _service(rotation: Rotation, members: list[Member]) -> Service:
    """The highest level first."""
    ordered = sorted(members, key=lambda m: m.roster_name)
    ordered.sort(key=lambda m: m.role, reverse=True)
    place = rotation.place.name if rotation.place else ""
    return Service(rotation.code, rotation.name, place, tuple(ordered))
