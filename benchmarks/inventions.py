"""Invented programs of any size, put into the database with an empty draft of their year."""

from __future__ import annotations

from django.utils import timezone

from people.models import User
from scheduling.engine.academic_year import rotation_halves
from scheduling.models import AcademicYear, ScheduleVersion
from scheduling.program_file.program import ProgramFile
from scheduling.program_file.sample.make import KINDS, invent
from scheduling.program_file.sample.scaled import scaled
from scheduling.services.load_program import load_program
from scheduling.services.versions import open_draft


def invented(kind: str, residents: int, *, seed: int, year: int) -> ProgramFile:
    """A program of the kind with so many residents; the seed draws its people and their wishes."""
    calendar, recipe_for = KINDS[kind]
    last_weekday = rotation_halves(year, calendar)[0].ends_on.isoweekday()
    name = f"{kind} of {residents}, seed {seed}"
    slug = f"{kind}-{residents}-{seed}"
    recipe = scaled(recipe_for(year, last_weekday), residents, name=name, slug=slug)
    return invent(recipe, f"{slug} {year}")


def empty_draft(program: ProgramFile, *, owner: User) -> ScheduleVersion:
    now = timezone.now()
    load_program(program, by=owner, at=now)
    opened = AcademicYear.objects.get(
        program__slug=program.program.slug, year=program.program.academic_year
    )
    return open_draft(opened, by=owner, at=now)


def benchmark_owner(name: str) -> User:
    return User.objects.create_superuser(f"benchmark-{name}@example.org")
