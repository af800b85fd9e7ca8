"""A week as it was published at a moment, by person, with what has changed since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from people.models import SLOTS, Person
from scheduling.engine.academic_year import Span
from scheduling.models import Assignment
from scheduling.queries.as_of import AsOf

Kind = Assignment.Kind


@dataclass(frozen=True, slots=True)
class Part:
    """What somebody had on a part of a day, and what they have there now."""

    then: str
    now: str

    @property
    def changed(self) -> bool:
        return self.then != self.now


@dataclass(frozen=True, slots=True)
class Day:
    """Morning, afternoon and night."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class PersonWeek:
    """One line: the rotation that the week begins with, and seven days."""

    person: Person
    rotation: Part
    days: tuple[Day, ...]

    @property
    def changed(self) -> bool:
        return self.rotation.changed or any(p.changed for day in self.days for p in day.parts)


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from a Monday on, and everybody who has something in them."""

    days: tuple[date, ...]
    people: tuple[PersonWeek, ...]

    @property
    def changed(self) -> int:
        return sum(person.changed for person in self.people)


def week_as_of(then: AsOf, now: AsOf, span: Span) -> Week:
    days = tuple(span.days())
    was = _held(then.rows, days)
    is_now = was if now is then else _held(now.rows, days)
    people = Person.objects.filter(pk__in=was.keys() | is_now.keys())
    return Week(
        days, tuple(_week(person, was[person.pk], is_now[person.pk], days) for person in people)
    )


Held = dict[tuple[date, str], list[str]]
"""Codes by day and AM, PM, night or rotation."""
NIGHT, ROTATION = "night", "rotation"


def _week(person: Person, was: Held, is_now: Held, days: tuple[date, ...]) -> PersonWeek:
    def part(day: date, name: str) -> Part:
        place = (day, name)
        return Part(*(", ".join(dict.fromkeys(held.get(place, ()))) for held in (was, is_now)))

    rotation = next((part(day, ROTATION) for day in days if (day, ROTATION) in was), None)
    return PersonWeek(
        person,
        rotation or part(days[0], ROTATION),
        tuple(Day(tuple(part(day, name) for name in (*SLOTS, NIGHT))) for day in days),
    )


def _held(rows: Iterable[Assignment], days: tuple[date, ...]) -> dict[int, Held]:
    found: dict[int, Held] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        for day in days:
            if row.starts_on <= day <= row.ends_on:
                for name in _names(row):
                    found[row.person_id][day, name].append(row.code)
    return found


def _names(row: Assignment) -> tuple[str, ...]:
    if row.kind == Kind.HALF_DAY:
        return (row.slot,)
    if row.kind == Kind.CALL:
        return (NIGHT,)
    return (ROTATION,) if row.kind == Kind.ROTATION else tuple(SLOTS)
