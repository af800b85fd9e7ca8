"""What the names and codes of a file mean in a program: known, remembered, or still to be told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError

from people.models import Enrolment, Person, Program, User
from scheduling.bridge.parts import Origin
from scheduling.models import Activity, CallType, NameMatch, Rotation
from scheduling.models.sheet_import import NameMatch as Match
from scheduling.sheets.names import Directory, forms_of, normal
from scheduling.sheets.table import Known

Sort = NameMatch.Sort
LONGEST = 120


@dataclass(frozen=True, slots=True)
class Target:
    """What a code means: something to assign (nothing named is leave), or nothing at all."""

    kind: str
    row: Origin = None

    @property
    def code(self) -> str:
        return self.row.code if self.row else ("LV" if self.kind == "leave" else "")


LEFT_OUT = Target("")
LEAVE_WORDS = ("lv", "leave", "vac", "vacation", "pto", "annual leave")


class Names:
    """The people and the codes of a program in a year, with what was remembered."""

    def __init__(self, program: Program, year: int) -> None:
        self.program = program
        self.people: dict[int, Person] = {}
        self.directory = Directory()
        for person in _people(program, year):
            self.people[person.pk] = person
            forms = forms_of(person.first_name, person.last_name) | {person.email}
            title = f"{person.last_name}, {person.first_name}"
            self.directory.add(person.pk, title, forms - {""})
        self.rows: dict[str, dict[int, Rotation | Activity | CallType]] = {
            Sort.HALF_DAY: {r.pk: r for r in Activity.objects.filter(program=program)},
            Sort.ROTATION: {r.pk: r for r in Rotation.objects.filter(program=program)},
            Sort.CALL: {r.pk: r for r in CallType.objects.filter(program=program)},
        }
        self.codes = {sort: _directory(rows.values()) for sort, rows in self.rows.items()}
        remembered = NameMatch.objects.filter(program=program).select_related("person")
        self.remembered = {(row.sort, row.written): row for row in remembered}

    @property
    def known(self) -> Known:
        return Known(
            person=lambda text: self.person(text) is not None,
            rotation=lambda text: self.target(Sort.ROTATION, text) is not None,
            call=lambda text: self.codes[Sort.CALL].find(text) is not None,
        )

    def person(self, text: str) -> int | None:
        """The person; 0 when the name is left out, None when it is unknown."""
        match = self.remembered.get((Sort.PERSON, key_of(text)))
        if match is not None:
            return match.person_id or 0
        return self.directory.find(text)

    def target(self, sort: str, text: str) -> Target | None:
        """What a code means; None when it is unknown."""
        match = self.remembered.get((sort, key_of(text)))
        if match is not None:
            return self._remembered(match)
        if sort == Sort.SHIFT:
            return self._shift(text)
        key = self.codes[sort].find(text)
        return Target(sort, self.rows[sort][key]) if key is not None else None

    def choices(self, sort: str) -> Iterator[tuple[str, str]]:
        """Everything that a name of this sort can mean: what is answered, and its words."""
        if sort == Sort.PERSON:
            for key, title in self.directory.titles.items():
                yield f"person/{key}", title
            return
        for each in self.codes if sort == Sort.SHIFT else (sort,):
            for row in self.rows[each].values():
                yield f"{each}/{row.code}", f"{row.code} {row.name}"
        if sort == Sort.SHIFT:
            yield "leave/", "Leave"

    def _remembered(self, match: NameMatch) -> Target | None:
        """None when what was remembered is there no longer."""
        if not match.means:
            return LEFT_OUT
        if match.means == "leave":
            return Target("leave")
        rows = self.rows[match.means].values()
        row = next((row for row in rows if row.code == match.code), None)
        return Target(match.means, row) if row else None

    def _shift(self, text: str) -> Target | None:
        if normal(text) in LEAVE_WORDS:
            return Target("leave")
        for sort in (Sort.CALL, Sort.ROTATION, Sort.HALF_DAY):
            key = self.codes[sort].find(text)
            if key is not None:
                return Target(sort, self.rows[sort][key])
        return None


def _people(program: Program, year: int) -> Iterable[Person]:
    rows = Enrolment.objects.in_year(year).filter(program=program).select_related("person")
    return [enrolment.person for enrolment in rows.order_by("person__last_name", "person")]


def everybody_of(program: Program) -> Directory:
    """Everybody who was ever in the program: somebody who comes back is no new person."""
    found = Directory()
    for person in Person.objects.in_programs([program]):
        names = forms_of(person.first_name, person.last_name)
        full = {form for form in names if normal(person.first_name) in form.split(" ")}
        found.add(person.pk, person.full_name, {*full, person.email} - {""})
    return found


def _directory(rows: Iterable[Rotation | Activity | CallType]) -> Directory:
    """By code and by name."""
    found = Directory()
    for row in rows:
        found.add(row.pk, f"{row.code} {row.name}", {row.code, row.name})
    return found


def key_of(text: str) -> str:
    return normal(text)[:LONGEST]


# Remembering


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody says that a name means: a person, a code, leave, or nothing (left out)."""

    sort: str
    written: str
    choice: str
    """`person/12`, `half-day/C`, `rotation/FMIT`, `call/NIGHT`, `leave/`, `out/`; or what it is to
    be made: `new/person`, `new/rotation`, `new/half-day`."""

    @property
    def is_new(self) -> bool:
        return self.choice.startswith("new/")

    @property
    def of_new(self) -> tuple[str, str, str]:
        """How it is written, and what it is made."""
        return self.sort, self.written, self.choice.removeprefix("new/")


def remember(names: Names, told: Iterable[Told], *, by: User, at: datetime) -> int:
    """Keep what somebody said of names, for this file and those to come."""
    count = 0
    for each in told:
        kind, _, value = each.choice.partition("/")
        values = _meaning(names, each, kind, value)
        NameMatch.objects.update_or_create(
            program=names.program,
            sort=each.sort,
            written=key_of(each.written),
            defaults={**values, "made_by": by, "made_at": at},
        )
        count += 1
    return count


def _meaning(names: Names, told: Told, kind: str, value: str) -> Mapping[str, object]:
    nothing = {"person": None, "means": "", "code": ""}
    if kind == "out":
        return nothing
    if told.sort == Match.Sort.PERSON:
        if kind == "person" and value.isdecimal() and int(value) in names.people:
            return {**nothing, "person": names.people[int(value)]}
        raise _no_such(names, told)
    allowed = (told.sort,) if told.sort != Match.Sort.SHIFT else (*names.rows, "leave")
    if kind == "leave" and kind in allowed:
        return {**nothing, "means": kind}
    rows = names.rows.get(kind, {}).values() if kind in allowed else ()
    if not any(row.code == value for row in rows):
        raise _no_such(names, told)
    return {**nothing, "means": kind, "code": value}


def _no_such(names: Names, told: Told) -> ValidationError:
    return ValidationError(
        f"“{told.written}” cannot mean “{told.choice}”: {names.program} has no such "
        f"{'person' if told.sort == Match.Sort.PERSON else 'code'} in this year.",
        code="no-such-name",
    )
