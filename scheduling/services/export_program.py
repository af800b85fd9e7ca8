"""The whole program as a workbook: to keep, or to change and load again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from people.models import Enrolment, Person, User
from people.permissions import require
from scheduling.models import AcademicYear
from scheduling.program_file import program as rows
from scheduling.program_file.program import ProgramFile
from scheduling.program_file.writer import write_workbook
from scheduling.services.export_schedule import XLSX, Download
from scheduling.services.load_program import stored_program
from scheduling.services.loading import Loading
from scheduling.services.program_sheets import tables
from scheduling.services.program_tables import Table

NEEDED = ("import_program", "view_absence_reason")
"""Who may load a program may have it; with it goes why somebody is away."""


def export_program(year: AcademicYear, *, by: User, at: datetime) -> Download:
    """The program in one year, as a file that changes nothing when it is loaded as it is."""
    for action in NEEDED:
        require(by, action, year.program, at=at)
    content = write_workbook(program_file(year, by=by, at=at))
    return Download(f"{year.program.slug}-{year}-program.xlsx", XLSX, content)


def program_file(year: AcademicYear, *, by: User, at: datetime) -> ProgramFile:
    """Its rows as the sheets of a workbook have them, people by their names."""
    enrolled = Enrolment.objects.in_year(year.year).filter(program=year.program)
    people = Person.objects.filter(pk__in=enrolled.values("person"))
    named = ProgramFile(
        program=stored_program(year.program, year.year),
        people=tuple(_named(people.order_by("last_name", "first_name", "pk"))),
    )
    loading = Loading(named, year.program, by, at)
    names = {email: name for name, email in loading.emails.items()}
    found: dict[str, Any] = {t.name: tuple(_rows(t, loading, names)) for t in tables()}
    return replace(named, **(found | {"people": named.people}))


def _named(people: Iterable[Person]) -> Iterable[rows.Person]:
    """A workbook knows people by their names, so that no two may share one."""
    found = [rows.Person(f"{p.last_name}, {p.first_name}", p.email, p.phone) for p in people]
    twice = sorted(name for name, times in Counter(p.name for p in found).items() if times > 1)
    if twice:
        raise ValidationError(
            f"{'; '.join(twice)}: more than one person has this name, and a program workbook tells "
            "people apart by their names. Change one of them first.",
            code="same-name",
        )
    return found


def _rows(table: Table, loading: Loading, names: dict[str, str]) -> Iterable[Any]:
    for row in table.stored(loading).values():
        yield replace(row, person=names[row.person]) if table.of_people else row
