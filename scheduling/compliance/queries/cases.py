"""Which findings somebody deals with already."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from people.models import Person, Program
from scheduling.compliance.models import Case
from scheduling.engine.readings import Breach

Key = tuple[object, ...]


def key_of(breach: Breach, *, last_day: date) -> Key:
    """What makes a finding the same from check to check; one of the whole year is of its last day."""
    broken = breach.broken
    first, last = broken.first_day or last_day, broken.last_day or last_day
    return (broken.rule.code, int(broken.person or 0), first, last, broken.label)


def cases_of(program: Program, people: Iterable[Person] | None = None) -> dict[Key, Case]:
    """The cases of a program, or of some people, by what they are about."""
    rows = Case.objects.filter(program=program)
    rows = rows if people is None else rows.filter(person__in=people)
    return {case.key: case for case in rows.prefetch_related("steps__by")}
