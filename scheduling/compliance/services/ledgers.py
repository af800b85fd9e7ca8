"""How people stand to the rules on work, as published and logged; kept while nothing changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import TypeAlias

from django.core.cache import caches

from people.models import Person, Program, User
from people.permissions import owns, require
from people.spoken import refused
from scheduling.bridge.narrow import OfOnePerson, person_parts
from scheduling.bridge.rules import rules_of_year
from scheduling.bridge.source import Source
from scheduling.engine.academic_year import Span
from scheduling.engine.check import Checker, Standing
from scheduling.engine.problem import Roster
from scheduling.engine.readings import Stay, about_work, read_work
from scheduling.engine.rules import Rule
from scheduling.models import AcademicYear, ScheduleVersion
from scheduling.services.kept import Kept, KeptForAll
from scheduling.services.queue import enqueue

ASKED_SECONDS = 30
"""So long nobody asks a worker again for the same."""

Stays: TypeAlias = Mapping[int, Sequence[Stay]]
"""The stays of each person on rotations, in order of days."""


@dataclass(frozen=True)
class Ledger:
    """A year of a program. Without a version nothing is published, and nothing is known."""

    program: Program
    year: AcademicYear
    version: ScheduleVersion | None
    rules: tuple[Rule, ...] = ()
    stays: Stays = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)

    @property
    def is_known(self) -> bool:
        return self.version is not None

    def of(self, person: Person) -> Sequence[Stay]:
        return self.stays.get(person.pk, ())


@dataclass(frozen=True)
class Latest:
    """What is known of a year for a page: as it is, or as it was until a worker has seen to it."""

    ledger: Ledger
    made_at: datetime
    is_current: bool


_whole: KeptForAll[Ledger] = KeptForAll(4, "ledger")
_single: Kept[Ledger] = Kept(64)


def find_ledger(program: Program, *, year: int | None = None, by: User, at: datetime) -> Ledger:
    """Everybody's, by the rules in force: two seconds for 80 residents when anything has changed."""
    require(by, "view_violations", program, at=at)
    return ledger_of(program, year=year, at=at)


def ledger_of(program: Program, *, year: int | None = None, at: datetime) -> Ledger:
    """The same, for services that have asked for their own permission."""
    asked = year_of(program, year, at=at)
    version = published(asked)
    if version is None:
        return Ledger(program, asked, None)
    return _whole.of(version, lambda: _read(asked, version, Source(version), at=at), at=at)


def latest_ledger(program: Program, *, year: int | None = None, by: User, at: datetime) -> Latest:
    """The same, for a page that is to come at once: with what a worker makes ready.

    What is out of date is told with its time, and a worker asked to make it anew. Only when nothing
    was ever worked out is it done here.
    """
    require(by, "view_violations", program, at=at)
    asked = year_of(program, year, at=at)
    version = published(asked)
    known = _whole.latest(version, at=at) if version else None
    if version is None or known is None:
        return Latest(ledger_of(program, year=year, at=at), at, is_current=True)
    found, is_current = known
    if not is_current and caches["default"].add(f"ledger-asked:{version.pk}", at, ASKED_SECONDS):
        enqueue("scheduling.compliance.tasks.make_ledger_ready", year_id=asked.pk)
    return Latest(found.value, found.made_at, is_current)


def make_ledgers_ready(*, at: datetime) -> int:
    """Work out what has changed of the years that run; how many they were."""
    made = 0
    for program in Program.objects.filter(active=True).order_by("pk"):
        year = program.academic_years.filter(
            starts_on__lte=program.today(at), ends_on__gte=program.today(at)
        ).first()
        made += year is not None and make_ledger_ready(year, at=at)
    return made


def make_ledger_ready(year: AcademicYear, *, at: datetime) -> bool:
    """Work out a year, whenever it is, if anything has changed; whether it had."""
    version = published(year)
    known = _whole.latest(version, at=at) if version else None
    if version is None or (known is not None and known[1]):
        return False
    ledger_of(year.program, year=year.year, at=at)
    return True


def find_own_ledger(
    person: Person, program: Program, *, year: int | None = None, by: User, at: datetime
) -> Ledger:
    """One person's: their own, or anybody's for those who see the violations."""
    if owns(by, person):
        require(by, "view_own_hours", program, at=at, person=person)
    else:
        require(by, "view_violations", program, at=at)
    asked = year_of(program, year, at=at)
    version = published(asked)
    if version is None:
        return Ledger(program, asked, None)

    def read() -> Ledger:
        return _read(asked, version, OfOnePerson(version, person.pk, left_out=()), at=at)

    return _single.of(version, read, person.pk, at=at)


def _read(year: AcademicYear, version: ScheduleVersion, source: Source, *, at: datetime) -> Ledger:
    """A year that is over is held to the rules as the program had set them on its last day."""
    program = year.program
    rules = about_work(rules_of_year(year, program.today(at)))
    alone = isinstance(source, OfOnePerson)
    found = read_work(standing_of_work(source, rules), terms=alone)
    by_person = groupby(found, key=lambda stay: stay.person)
    return Ledger(
        program,
        year,
        version,
        rules,
        {int(person): tuple(stays) for person, stays in by_person},
        {row.person_id: row.person.roster_name for row in source.residents},
    )


def standing_of_work(source: Source, rules: Iterable[Rule]) -> Standing:
    """The year as it stands to these rules."""
    problem = person_parts(source, Span(source.first_day, source.last_day)).problem()
    return Checker(problem, tuple(rules)).start(Roster(problem.fixed))


def year_of(program: Program, year: int | None, *, at: datetime) -> AcademicYear:
    """The year that is asked for, or else the one in which today is, or else the last one."""
    years = AcademicYear.objects.select_related("program").filter(program=program)
    if year is not None:
        found = years.filter(year=year).first()
        if found is None:
            raise refused(
                "{program} has no academic year {year}.", code="no-year", program=program, year=year
            )
        return found
    today = program.today(at)
    found = years.filter(starts_on__lte=today).order_by("-starts_on").first()
    found = found or years.order_by("starts_on").first()
    if found is None:
        raise refused("{program} has no academic year yet.", code="no-year", program=program)
    return found


def published(year: AcademicYear) -> ScheduleVersion | None:
    versions = ScheduleVersion.objects.published().filter(schedule__academic_year=year)
    return versions.select_related("schedule__program", "schedule__academic_year").first()
