"""One program file on its way into one program."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models.functions import Lower

from people.models import Enrolment, Person, Program, User
from scheduling.engine.academic_year import Span, year_span
from scheduling.program_file.changes import Naming
from scheduling.program_file.program import ProgramFile


@dataclass
class Loading:
    """Whose rows the file names, and under which keys they are stored."""

    file: ProgramFile
    program: Program | None
    by: User
    at: datetime
    ids: dict[str, dict[Any, int]] = field(default_factory=lambda: defaultdict(dict))

    @property
    def year(self) -> int:
        return self.file.program.academic_year

    @cached_property
    def days(self) -> Span:
        return year_span(self.year)

    @cached_property
    def emails(self) -> dict[str, str]:
        """The e-mail address of each person of the file, by which the database knows them."""
        return {person.name: person.email.lower() for person in self.file.people}

    @cached_property
    def people(self) -> list[Person]:
        """Everybody whom the file names, and everybody else who is enrolled in its year."""
        wanted = models.Q(lower_email__in=self.emails.values())
        if self.program is not None:
            enrolled = Enrolment.objects.filter(program=self.program, academic_year=self.year)
            wanted |= models.Q(pk__in=enrolled.values("person"))
        found = Person.objects.annotate(lower_email=Lower("email")).filter(wanted)
        return list(found.order_by("pk"))

    def token(self, person: Person) -> str:
        """What a person goes by here: the address, if the file has it, or their number."""
        email = person.email.lower()
        return email if email in self._named else f"#{person.pk}"

    @cached_property
    def _named(self) -> frozenset[str]:
        return frozenset(self.emails.values())

    @cached_property
    def tokens(self) -> dict[int, str]:
        return {person.pk: self.token(person) for person in self.people}

    @cached_property
    def naming(self) -> Naming:
        stored = {self.token(p): f"{p.last_name}, {p.first_name}" for p in self.people}
        return Naming(stored | {email: name for name, email in self.emails.items()})

    def is_named(self, token: str) -> bool:
        return token in self._named
