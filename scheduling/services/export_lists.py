"""Lists as CSV: who is in the program, who is away, who does what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from people.models import Absence, Enrolment, User
from people.permissions import may, require
from scheduling.models import AcademicYear, Assignment, ScheduleVersion
from scheduling.services.export_schedule import Download, stem
from scheduling.sheets import tables

CSV = "text/csv; charset=utf-8"


def export_assignments(version: ScheduleVersion, *, by: User, at: datetime) -> Download:
    """Everything that the version assigns, a line for each."""
    require(by, "export_schedule", version.schedule.program, at=at)
    rows = Assignment.objects.filter(version=version).with_names()
    content = tables.write_csv(tables.ASSIGNMENTS, map(_assignment, rows.iterator(2000)))
    return Download(f"{stem(version)}.csv", CSV, content)


def _assignment(row: Assignment) -> tuple[object, ...]:
    what = row.rotation or row.activity or row.call_type
    person = f"{row.person.last_name}, {row.person.first_name}"
    name, locked = what.name if what else "Leave", "yes" if row.locked else ""
    return (row.starts_on, row.ends_on, row.slot, person, row.kind, row.code, name, locked)


def export_people(year: AcademicYear, *, by: User, at: datetime) -> Download:
    """Everybody who has a place in the program in the year."""
    require(by, "view_people", year.program, at=at)
    rows = Enrolment.objects.in_year(year.year).filter(program=year.program)
    ordered = rows.select_related("person").order_by("-position", "-pgy", "person__last_name", "pk")
    content = tables.write_csv(tables.PEOPLE, map(_person, ordered))
    return Download(f"{year.program.slug}-{year}-people.csv", CSV, content)


def _person(row: Enrolment) -> tuple[object, ...]:
    who = row.person
    return (
        *(who.first_name, who.last_name, who.email, row.position, row.pgy or ""),
        *(row.faculty_role, row.fte_percent, row.track),
    )


def export_absences(year: AcademicYear, *, by: User, at: datetime) -> Download:
    """Who is away in the year. Why, only for those who may know."""
    require(by, "view_absences", year.program, at=at)
    why = may(by, "view_absence_reason", year.program, at=at)
    content = tables.write_csv(tables.ABSENCES, _absences(year, why=why))
    return Download(f"{year.program.slug}-{year}-absences.csv", CSV, content)


def _absences(year: AcademicYear, *, why: bool) -> Iterator[tuple[object, ...]]:
    rows = Absence.objects.approved().filter(program=year.program)
    for row in rows.overlapping(year.starts_on, year.ends_on).select_related("person"):
        person = f"{row.person.last_name}, {row.person.first_name}"
        kind, reason = (row.kind, row.reason) if why else ("away", "")
        days = (row.starts_on, row.starts_at_slot, row.ends_on, row.ends_slot)
        yield (person, kind, *days, reason)
