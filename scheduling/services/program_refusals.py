"""What speaks against loading a file that is sound in itself: rules, people, absences, blocks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from django.core.exceptions import ValidationError
from django.db.models import Q

from people.models import Absence, Person
from people.models.absence import half_day_number
from people.permissions import programs_for
from scheduling.bridge.rules import in_effect, made
from scheduling.engine.packs import read_pack
from scheduling.engine.rules import BY_CODE
from scheduling.models import AcademicYear
from scheduling.program_file import program as rows
from scheduling.program_file.changes import SheetChanges
from scheduling.program_file.layout import BY_FIELD
from scheduling.program_file.problem import Problem
from scheduling.services.loading import Loading
from scheduling.services.open_year import BlocksDiffer, follows
from scheduling.services.program_tables import Table
from scheduling.services.rule_packs import BOOK, entries_from


class ProgramRefused(ValidationError):
    """A file that cannot be loaded, with all that is wrong with it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__([str(problem) for problem in problems], code="problems")
        self.problems = problems


Changes = Mapping[str, tuple[Table, SheetChanges]]


def refusals(loading: Loading, changes: Changes) -> tuple[Problem, ...]:
    return (
        *_blocks(loading),
        *_shared_addresses(loading),
        *_strangers(loading),
        *_own_absences(loading, changes["absences"][1]),
        *_overlaps(loading, *changes["absences"]),
        *_rules(loading),
    )


def _problem(sheet: str, message: str) -> Problem:
    return Problem(BY_FIELD[sheet].title, None, "", message)


def _blocks(loading: Loading) -> Iterator[Problem]:
    opened = AcademicYear.objects.filter(program=loading.program, year=loading.year).first()
    if opened and not follows(opened, loading.file.program.block_calendar):
        yield _problem("program", BlocksDiffer(opened).messages[0])


def _shared_addresses(loading: Loading) -> Iterator[Problem]:
    """An address identifies somebody only if nobody else has it."""
    by_email: dict[str, list[Person]] = defaultdict(list)
    for person in loading.people:
        by_email[person.email.lower()].append(person)
    for name, email in loading.emails.items():
        if len(by_email[email]) > 1:
            yield _problem(
                "people",
                f"{len(by_email[email])} people have the e-mail address {email} of {name}; "
                "it must be one person's.",
            )


def _strangers(loading: Loading) -> Iterator[Problem]:
    """Nobody brings over a person of a program in which they have no say."""
    if loading.by.is_superuser:
        return
    known = [person.pk for person in loading.people if loading.is_named(loading.token(person))]
    mine = Person.objects.in_programs(programs_for(loading.by, "manage_people", loading.at))
    elsewhere = Person.objects.filter(
        Q(enrolments__isnull=False) | Q(user__roles__isnull=False), pk__in=known
    ).exclude(pk__in=mine.values("pk"))
    for person in elsewhere.distinct().order_by("pk"):
        name = loading.naming.people[person.email.lower()]
        yield _problem("people", f"You may not enrol {name}, who belongs to another program.")


def _own_absences(loading: Loading, changes: SheetChanges) -> Iterator[Problem]:
    own = [loading.token(person) for person in loading.people if person.user_id == loading.by.pk]
    decided = [*changes.added.values(), *(change.row for change in changes.changed.values())]
    for row in decided:
        if row.person in own and row.status != Absence.Status.REQUESTED:
            name = loading.naming.people[row.person]
            yield _problem(
                "absences", f"{name}, {row.starts_on}: somebody else decides your own absences."
            )


@dataclass(frozen=True, order=True, slots=True)
class _Away:
    """Half-days in which somebody is away, and whether the file says so."""

    first: int
    last: int
    starts_on: date
    ends_on: date
    from_file: bool


def _overlaps(loading: Loading, table: Table, changes: SheetChanges) -> Iterator[Problem]:
    """A file cannot send somebody away who is away already, in whatever program."""
    by_token = {loading.token(person): person.pk for person in loading.people}
    touched = {table.pks[key] for key in changes.changed}
    away: dict[str, list[_Away]] = defaultdict(list)
    for row in (*changes.added.values(), *(c.row for c in changes.changed.values())):
        if row.status in Absence.STANDING and row.person in by_token:
            away[row.person].append(_of_row(row))
    people = {by_token[token]: token for token in away}
    for absence in (
        Absence.objects.standing().filter(person__in=list(people)).exclude(pk__in=touched)
    ):
        away[people[absence.person_id]].append(_of_stored(absence))
    for token, spans in away.items():
        yield from _overlapping(loading.naming.people[token], sorted(spans))


def _of_row(row: rows.Absence) -> _Away:
    first = half_day_number(row.starts_on, row.starts_at_slot)
    last = half_day_number(row.ends_on, row.ends_slot)
    return _Away(first, last, row.starts_on, row.ends_on, from_file=True)


def _of_stored(absence: Absence) -> _Away:
    return _Away(
        absence.first_half, absence.last_half, absence.starts_on, absence.ends_on, from_file=False
    )


def _overlapping(name: str, spans: list[_Away]) -> Iterator[Problem]:
    """Within the file there is no overlap any more, nor within what is stored."""
    for stored in (span for span in spans if not span.from_file):
        for row in (span for span in spans if span.from_file):
            if row.first <= stored.last and stored.first <= row.last:
                yield _problem(
                    "absences",
                    f"{name} is away already from {stored.starts_on} to {stored.ends_on}; "
                    f"the absence from {row.starts_on} to {row.ends_on} overlaps it.",
                )


def _packs(loading: Loading) -> tuple[str, ...]:
    """The packs that hold once the file is loaded; a file that names none leaves them as they are."""
    if loading.file.rule_packs:
        return tuple(row.pack for row in loading.file.rule_packs)
    if loading.program is None:
        return BOOK
    rows = loading.program.pack_choices.filter(in_effect(loading.days.ends_on))
    return tuple(rows.values_list("pack", flat=True))


def _packs_of_other_days(loading: Loading) -> Iterator[Problem]:
    """A year is held to the packs of its last day."""
    last = loading.days.ends_on
    for pack in (read_pack(row.pack) for row in loading.file.rule_packs):
        if not pack.is_in_effect(last):
            yield _problem(
                "rule_packs",
                f"{pack.name} ({pack.whole_title}) is in effect {pack.in_effect}, so it cannot hold "
                f"on {last:%-d %b %Y}, the last day of the year.",
            )


def _rules(loading: Loading) -> Iterator[Problem]:
    """There is each pack and each rule, and both take the parameters."""
    sheet = BY_FIELD["rules"].title
    try:
        entries = entries_from(_packs(loading))
    except ValidationError as refusal:
        yield _problem("rule_packs", refusal.messages[0])
        return
    yield from _packs_of_other_days(loading)
    for setting in loading.file.rules:
        rule = BY_CODE.get(setting.code)
        if rule is None:
            close = get_close_matches(setting.code, BY_CODE, n=1)
            hint = f" Did you mean '{close[0]}'?" if close else ""
            message = f"There is no '{setting.code}' in the rule book.{hint}"
            yield Problem(sheet, None, "Code", message)
            continue
        try:
            entry = entries.get(setting.code)
            made(
                setting.code,
                entry,
                setting.parameters,
                setting.weight,
                active=setting.active,
            )
        except ValueError as reason:
            yield Problem(sheet, None, "Parameters", str(reason))
