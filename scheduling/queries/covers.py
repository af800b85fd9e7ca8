"""Who has covered for whom: the ledger, and what it says of those who might cover now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q

from people.models import Person, Program, academic_year_of, year_days
from people.wording import counted, listed, said
from scheduling.models import Cover, RepairRun

State = Cover.State
OWED = Q(state=State.OWED)


@dataclass(frozen=True)
class Tally:
    """What one person has covered and had covered in an academic year, and what is open."""

    person: Person
    given: int
    received: int
    owed: int
    """Covers of theirs that were not made good yet, of any year."""
    owes: int


@dataclass(frozen=True)
class Burden:
    """Somebody a way touches, and what they did for others before."""

    name: str
    given: int
    owed: int

    @property
    def words(self) -> str:
        if not self.given:
            return said("{person} has not covered this year.", person=self.name)
        if not self.owed:
            return counted(
                "{person} has covered {count} time this year.",
                "{person} has covered {count} times this year.",
                self.given,
                person=self.name,
            )
        return counted(
            "{person} has covered {count} time this year, {owed} of all not made good yet.",
            "{person} has covered {count} times this year, {owed} of all not made good yet.",
            self.given,
            person=self.name,
            owed=self.owed,
        )


@dataclass(frozen=True)
class Option:
    """One way to cover, as it is offered; the number is that of the search."""

    number: int
    way: Mapping[str, Any]
    people: tuple[Burden, ...]

    @property
    def names(self) -> str:
        """Of those who take over."""
        return listed(person.name for person in self.people)

    @property
    def is_whole(self) -> bool:
        """Whether it leaves nothing open."""
        return not self.way["open"]

    @property
    def takes(self) -> tuple[str, ...]:
        """What others come to do; that the person who is away no longer does it goes without."""
        lines = self.way["changes"]
        return tuple(line for line in lines if " takes " in line or " is given " in line)


def ledger(program: Program, *, at: datetime) -> list[Tally]:
    """Everybody who has covered or was covered, those first to whom most is owed."""
    standing = Cover.objects.standing().filter(program=program)
    year = Q(**_within(academic_year_of(program.today(at)), program))
    given, owed = _counts(standing, "covered_by", year)
    received, owes = _counts(standing, "covered_for", year)
    people = Person.objects.filter(pk__in={*given, *received, *owed, *owes})
    found = [
        Tally(
            person,
            *(counts.get(person.pk, 0) for counts in (given, received, owed, owes)),
        )
        for person in people
    ]
    return sorted(found, key=lambda t: (-t.owed, -t.given, t.person.last_name, t.person.pk))


def _counts(rows: Any, who: str, year: Q) -> tuple[dict[int, int], dict[int, int]]:
    """By person: those of the year, and those that are open."""
    counted = rows.values_list(who).annotate(
        of_year=Count("pk", filter=year), is_open=Count("pk", filter=OWED)
    )
    found = list(counted.order_by(who))
    return (
        {person: number for person, number, _ in found},
        {person: number for person, _, number in found},
    )


def _within(year: int, program: Program) -> dict[str, datetime]:
    first, last = year_days(year)
    return {
        "starts_at__gte": _midnight(first, program),
        "starts_at__lt": _midnight(date(last.year, 7, 1), program),
    }


def _midnight(day: date, program: Program) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=program.zone)


def options_of(run: RepairRun, *, at: datetime) -> list[Option]:
    """The ways of a search: whole before partial, few people first, and of those the less burdened."""
    program = run.version.schedule.program
    touched = {person for way in run.ways for person in way["touched"]}
    burdens = _burdens(program, touched, at=at)
    found = [
        Option(number, way, tuple(burdens[person] for person in way["touched"]))
        for number, way in enumerate(run.ways, 1)
    ]
    return sorted(found, key=_rank)


def _rank(option: Option) -> tuple[int, ...]:
    way = option.way
    return (
        way["shortage"],
        len(way["touched"]),
        way["late"],
        sum(burden.owed for burden in option.people),
        sum(burden.given for burden in option.people),
        option.number,
    )


def _burdens(program: Program, touched: Collection[int], *, at: datetime) -> dict[int, Burden]:
    standing = Cover.objects.standing().filter(program=program, covered_by__in=touched)
    year = Q(**_within(academic_year_of(program.today(at)), program))
    given, owed = _counts(standing, "covered_by", year)
    people: Iterable[Person] = Person.objects.filter(pk__in=touched)
    return {
        person.pk: Burden(person.roster_name, given.get(person.pk, 0), owed.get(person.pk, 0))
        for person in people
    }
