"""People, rotations and activities that a file brings: proposed, put right, made with the file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from people.models import Enrolment, Person, Program, User
from people.permissions import require
from people.services.enrolments import enrol
from people.services.saving import save_checked
from scheduling.models import Activity, AssignmentChange, NameMatch, Rotation, SheetImport
from scheduling.services.made_rows import found_of, named, resting
from scheduling.services.sheet_names import everybody_of, key_of
from scheduling.sheets.names import DEGREES, normal

Sort = NameMatch.Sort
PERSON, ROTATION, HALF_DAY = Sort.PERSON.value, Sort.ROTATION.value, Sort.HALF_DAY.value
LONGEST_CODE, LONGEST_VALUE = 12, 120

WORDS = {PERSON: "person", ROTATION: "rotation", HALF_DAY: "activity"}
FIELDS = {
    PERSON: ("first_name", "last_name", "position", "pgy", "faculty_role", "track"),
    ROTATION: ("code", "name", "kind", "length", "pgys"),
    HALF_DAY: ("code", "name", "kind"),
}
ACTIONS = {PERSON: "manage_people", ROTATION: "manage_calendar", HALF_DAY: "manage_calendar"}
OF_SHIFTS = (ROTATION, HALF_DAY)
"""What an assignment of another program may be made."""
FOR_RESIDENTS = [
    kind for kind in Rotation.Kind if kind not in (Rotation.Kind.FACULTY, Rotation.Kind.ATTENDING)
]
UNTIMED = (Activity.Kind.RECOVERY, Activity.Kind.HOLIDAY, Activity.Kind.OFF, Activity.Kind.LEAVE)
TIMES = ("am_starts", "am_ends", "pm_starts", "pm_ends")


@dataclass(frozen=True, slots=True)
class New:
    """Something that a file names, to be made when the file is applied."""

    sort: str
    """Under which the file writes it."""
    written: str
    what: str
    """person, rotation or half-day."""
    values: Mapping[str, str]

    @property
    def key(self) -> tuple[str, str]:
        return self.sort, key_of(self.written)

    @property
    def words(self) -> str:
        return WORDS[self.what]

    def to_json(self) -> dict[str, Any]:
        names = ("sort", "written", "what")
        return {name: getattr(self, name) for name in names} | {"values": dict(self.values)}


@dataclass(frozen=True, slots=True)
class Proposed:
    """What is to be made, and what stands against it still."""

    new: New
    fault: str = ""


def news_of(staged: SheetImport) -> list[New]:
    """What the file is to make, as it was put right last."""
    return [New(**stored) for stored in staged.new_names]


def may_be(sort: str) -> tuple[str, ...]:
    """What a name of this sort can be made."""
    if sort == Sort.SHIFT:
        return OF_SHIFTS
    return (sort,) if sort in FIELDS else ()


def propose(staged: SheetImport, sort: str, written: str, what: str) -> New:
    """With what can be told from how it is written, and from what stands beside it."""
    if what not in may_be(sort):
        words = Sort(sort).label.lower() if sort in Sort.values else sort
        raise ValidationError(f"“{written}” cannot be made new: it is {words}.", code="not-new")
    if what == PERSON:
        values = _named(written) | {"position": Enrolment.Position.RESIDENT.value}
        level = staged.beside.get(key_of(written))
        return New(sort, written, what, values | ({"pgy": str(level)} if level else {}))
    code = written if len(written) <= LONGEST_CODE else _short(written)
    values = {"code": code, "name": written}
    if what == ROTATION:
        levels = Enrolment.objects.in_year(staged.academic_year.year).filter(
            program=staged.program, pgy__isnull=False
        )
        found = sorted({*levels.values_list("pgy", flat=True), *staged.beside.values()})
        values |= {"length": Rotation.Length.BLOCK.value, "pgys": ",".join(map(str, found))}
    return New(sort, written, what, values)


def put_right(new: New, values: Mapping[str, str]) -> New:
    """What somebody says of it; of fields that are not named it keeps what it has."""
    said = {
        name: " ".join(values[name].split())[:LONGEST_VALUE]
        for name in FIELDS[new.what]
        if name in values
    }
    return replace(new, values={**new.values, **said})


def _named(written: str) -> dict[str, str]:
    """“Alder, Wren MD” or “Wren Alder”."""
    last, comma, first = written.partition(",")
    if not comma:
        first, _, last = written.rpartition(" ")
    parts = {"first_name": first, "last_name": last}
    return {
        name: " ".join(word for word in text.split() if normal(word) not in DEGREES)
        for name, text in parts.items()
    }


def _short(written: str) -> str:
    words = re.findall(r"\w+", written)
    initials = "".join(word[0] for word in words).upper()
    return (initials if len(words) > 1 else written)[:LONGEST_CODE]


# Making


def make_new(new: New, staged: SheetImport, *, by: User, at: datetime) -> list[models.Model]:
    """The rows, in the order in which they are made. A refusal names what it is about."""
    require(by, ACTIONS[new.what], staged.program, at=at)
    try:
        if new.what == PERSON:
            return _person(new, staged, by=by, at=at)
        row = _rotation(new, staged) if new.what == ROTATION else _activity(new, staged)
        save_checked(row)
        return [row, _remember(new, staged, by=by, at=at, means=new.what, code=row.code)]
    except ValidationError as refusal:
        words = " ".join(_sentences(refusal))
        raise ValidationError(f"New {new.words} “{new.written}”: {words}", code="new") from refusal


def _person(new: New, staged: SheetImport, *, by: User, at: datetime) -> list[models.Model]:
    """Somebody who comes back is no new person, but has a place in the year again."""
    said, program, made = new.values, staged.program, list[models.Model]()
    key = everybody_of(program).find(f"{said['first_name']} {said['last_name']}")
    person = Person.objects.get(pk=key) if key else None
    if person is None:
        person = Person(first_name=said["first_name"], last_name=said["last_name"])
        save_checked(person)
        made.append(person)
    resident = said["position"] == Enrolment.Position.RESIDENT
    enrolment = Enrolment(
        program=program,
        person=person,
        academic_year=staged.academic_year.year,
        position=said["position"],
        pgy=_number(said.get("pgy", "")) if resident else None,
        faculty_role="" if resident else said.get("faculty_role", ""),
        track=said.get("track", ""),
    )
    made.append(enrol(enrolment, by=by, at=at))
    return [*made, _remember(new, staged, by=by, at=at, person=person)]


def _rotation(new: New, staged: SheetImport) -> Rotation:
    said = new.values
    if said.get("kind") not in FOR_RESIDENTS:
        raise ValidationError("Say what kind of rotation it is.")
    levels = [_number(part) for part in re.split(r"[\s,]+", said.get("pgys", "")) if part]
    return Rotation(
        program=staged.program,
        code=said["code"],
        name=said["name"],
        kind=said["kind"],
        length=said.get("length", ""),
        pgys=sorted(set(levels)),
    )


def _activity(new: New, staged: SheetImport) -> Activity:
    said = new.values
    if said.get("kind") not in Activity.Kind.values:
        raise ValidationError("Say what kind of activity it is.")
    hours = usual_hours(staged.program, said["kind"])
    return Activity(
        program=staged.program, code=said["code"], name=said["name"], kind=said["kind"], **hours
    )


def usual_hours(program: Program, kind: str) -> dict[str, time | None]:
    """When most activities of the kind begin and end; those of a clinic, where it is the first."""
    if kind in UNTIMED:
        return {}
    for wanted in (kind, Activity.Kind.CLINIC):
        rows = Activity.objects.filter(program=program, kind=wanted).values_list(*TIMES)
        if most := Counter(row for row in rows if any(row)).most_common(1):
            return dict(zip(TIMES, most[0][0], strict=True))
    raise ValidationError("No activity has hours yet to go by. Add it under Activities.")


def _remember(new: New, staged: SheetImport, **values: Any) -> NameMatch:
    by, at = values.pop("by"), values.pop("at")
    match, _ = NameMatch.objects.update_or_create(
        program=staged.program,
        sort=new.sort,
        written=key_of(new.written),
        defaults={"person": None, "means": "", "code": "", **values, "made_by": by, "made_at": at},
    )
    return match


def _number(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 8:
        raise ValidationError(
            f"“{text}” is no PGY from 1 to 8." if text else "Say the PGY, 1 to 8."
        )
    return int(text)


def _sentences(refusal: ValidationError) -> Iterable[str]:
    if not hasattr(refusal, "error_dict"):
        return refusal.messages
    return [
        text if field == "__all__" else f"{field.replace('_', ' ')}: {text}"
        for field, texts in refusal.message_dict.items()
        for text in texts
    ]


# Taking back


def take_away_made(made: Iterable[Sequence[Any]]) -> tuple[str, ...]:
    """Take away what was made, as far as nobody has changed it and nothing rests on it.

    Returns what stays, and why.
    """
    found, changed = found_of(made)
    stays = {row: f"{named(row)} was changed since." for row in changed}
    while rest := dict(_held(found, stays)):
        stays |= rest
    for row in reversed([row for row in found if row not in stays]):
        row.delete()
    return tuple(why for row, why in stays.items() if not isinstance(row, NameMatch))


def _held(
    found: Sequence[models.Model], stays: Collection[models.Model]
) -> Iterable[tuple[models.Model, str]]:
    going = [row for row in found if row not in stays]
    for other, row in resting(going):
        if isinstance(other, AssignmentChange):
            yield row, f"{named(row)} stays in the record of what was changed."
        else:
            yield row, f"{named(row)} stays, since something rests on it: {other}."
