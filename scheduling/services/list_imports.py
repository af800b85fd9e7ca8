"""Lists of people and of absences on their way in: looked at, applied by the usual verbs, undone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from people.models import Absence, Enrolment, Person, User
from people.permissions import require
from people.services.absences import cancel_absence, record_absence
from people.services.enrolments import enrol
from people.services.saving import save_checked
from scheduling.models import AcademicYear, SheetImport
from scheduling.program_file.container import refusal_by_size
from scheduling.program_file.problem import of_file
from scheduling.services.made_rows import noted
from scheduling.services.people_back import Changed, take_people_back
from scheduling.services.sheet_imports import decide, move
from scheduling.services.sheet_names import Names, everybody_of
from scheduling.services.sheet_staging import SheetRefused, printable
from scheduling.sheets import tables
from scheduling.sheets.entries import Found
from scheduling.sheets.names import Directory
from scheduling.sheets.tables import day_of

Subject, Status = SheetImport.Subject, SheetImport.Status
Row = dict[str, str]

ACTIONS = {Subject.PEOPLE: "manage_people", Subject.ABSENCES: "decide_absence"}
COLUMNS = {Subject.PEOPLE: tables.PEOPLE, Subject.ABSENCES: tables.ABSENCES}
HALVES = tables.is_one_of(("am", "pm"), empty=True)
CHECKS = {
    Subject.PEOPLE: {
        "First name": tables.is_there,
        "Last name": tables.is_there,
        "Position": tables.is_one_of(Enrolment.Position.values),
        "PGY": tables.is_number(1, 8),
        "Faculty role": tables.is_one_of(Enrolment.FacultyRole.values, empty=True),
        "FTE percent": tables.is_number(1, 100),
    },
    Subject.ABSENCES: {
        "Person": tables.is_there,
        "Kind": tables.is_one_of(Absence.Kind.values),
        "First day": tables.is_day,
        "Last day": tables.is_day,
        "From": HALVES,
        "To": HALVES,
    },
}


WORDS = {
    "position": "position",
    "pgy": "PGY",
    "faculty_role": "faculty role",
    "fte_percent": "FTE percent",
    "track": "track",
}


@dataclass(frozen=True, slots=True)
class ListLine:
    """One row of the list, and what would become of it."""

    key: str
    words: str
    verdict: str
    """new, changed, same, or refused."""
    note: str = ""

    @property
    def acts(self) -> bool:
        return self.verdict in ("new", "changed")


def stage_list(
    year: AcademicYear, data: bytes, *, subject: str, file_name: str, by: User, at: datetime
) -> SheetImport:
    """Keep what was read from a CSV of people or absences, to be looked at."""
    kind = Subject(subject)
    require(by, ACTIONS[kind], year.program, at=at)
    found = Found()
    if reason := refusal_by_size(data):
        found.problems.append(of_file(reason))
    rows = [] if found.problems else tables.read_table(data, COLUMNS[kind], CHECKS[kind], found)
    if kind == Subject.PEOPLE and not found.problems:
        _problems_of_people(rows, found)
    if found.problems:
        raise SheetRefused(found.problems)
    return SheetImport.objects.create(
        program=year.program,
        academic_year=year,
        subject=kind,
        file_name=printable(file_name),
        sha256=sha256(data).hexdigest(),
        layout=f"A list of {kind.label.lower()} (.csv)",
        entries=rows,
        uploaded_by=by,
        uploaded_at=at,
    )


def preview_list(staged: SheetImport, *, by: User, at: datetime) -> list[ListLine]:
    """What each row would do now."""
    require(by, ACTIONS[Subject(staged.subject)], staged.program, at=at)
    if staged.subject == Subject.PEOPLE:
        return list(_people_lines(staged, everybody_of(staged.program)))
    names = Names(staged.program, staged.academic_year.year)
    standing = _standing(names)
    return [_absence_line(row, names, standing) for row in staged.entries]


@transaction.atomic
def apply_list(
    staged: SheetImport, *, by: User, at: datetime, without: Collection[str] = ()
) -> SheetImport:
    """Do what the rows say, but for those that are left out; all of them or none."""
    lines = {line.key: line for line in preview_list(staged, by=by, at=at)}
    taken = [r for r in staged.entries if lines[r["row"]].acts and r["row"] not in without]
    decide(staged, Status.APPLIED, by=by, at=at)
    if not taken:
        raise ValidationError("Nothing would change.", code="nothing")
    names = Names(staged.program, staged.academic_year.year)
    done = [_applied(staged, row, names, by=by, at=at) for row in taken]
    outcome = {
        "taken": len(taken),
        "same": sum(line.verdict == "same" for line in lines.values()),
        "left": len(lines) - len(taken) - sum(line.verdict == "same" for line in lines.values()),
        "unmatched": 0,
        "made": noted(row for each in done for row in each.made),
        "changed": [each.changed for each in done if each.changed],
    }
    SheetImport.objects.filter(pk=staged.pk).update(entries=[], outcome=outcome)
    staged.refresh_from_db()
    return staged


@transaction.atomic
def undo_list(staged: SheetImport, *, by: User, at: datetime) -> SheetImport:
    """Cancel the absences that the list entered; take away the people, as far as nothing rests on
    them, and give back what it changed."""
    require(by, ACTIONS[Subject(staged.subject)], staged.program, at=at)
    move(staged, (Status.APPLIED,), Status.UNDONE, by=by, at=at)
    made, changed = staged.outcome.get("made", []), staged.outcome.get("changed", [])
    stays: tuple[str, ...] = ()
    if staged.subject == Subject.PEOPLE:
        stays = take_people_back(made, changed, by=by, at=at)
    else:
        keys = [key for _, key, _ in made]
        for absence in Absence.objects.standing().filter(pk__in=keys):
            cancel_absence(absence, by=by, at=at, note=f"{staged.file_name} was taken back.")
    outcome = {**staged.outcome, "made": [], "changed": [], "stays": stays}
    SheetImport.objects.filter(pk=staged.pk).update(outcome=outcome)
    staged.refresh_from_db()
    return staged


@transaction.atomic
def discard_list(staged: SheetImport, *, by: User, at: datetime) -> SheetImport:
    require(by, ACTIONS[Subject(staged.subject)], staged.program, at=at)
    decide(staged, Status.DISCARDED, by=by, at=at)
    SheetImport.objects.filter(pk=staged.pk).update(entries=[])
    staged.refresh_from_db()
    return staged


@dataclass(frozen=True, slots=True)
class Done:
    """What one row has made, or changed."""

    made: tuple[Model, ...] = ()
    changed: Changed | None = None


def _applied(staged: SheetImport, row: Row, names: Names, *, by: User, at: datetime) -> Done:
    try:
        if staged.subject == Subject.PEOPLE:
            return _enrolled(staged, row, by=by, at=at)
        return Done((_recorded(staged, row, names, by=by, at=at),))
    except ValidationError as refusal:
        words = " ".join(refusal.messages)
        raise ValidationError(f"Row {row['row']}: {words}", code=refusal.code) from refusal


# People


def _people_lines(staged: SheetImport, people: Directory) -> Iterator[ListLine]:
    enrolled = {e.person_id: e for e in _enrolments(staged)}
    for row in staged.entries:
        who = f"{row['First name']} {row['Last name']}"
        known = _person_of(row, people)
        there = enrolled.get(known or 0)
        if there is None:
            note = "Already known from another year." if known else ""
            yield ListLine(row["row"], f"{who}, {_place(row)}", "new", note)
            continue
        changes = [
            f"{name}: {old or 'empty'} becomes {new}" for name, old, new in _differences(there, row)
        ]
        yield ListLine(row["row"], who, "changed" if changes else "same", "; ".join(changes))


def _enrolments(staged: SheetImport) -> Sequence[Enrolment]:
    rows = Enrolment.objects.in_year(staged.academic_year.year).filter(program=staged.program)
    return list(rows.select_related("person"))


def _place(row: Row) -> str:
    return f"PGY-{row['PGY']}" if row.get("PGY") else row.get("Faculty role") or row["Position"]


def _person_of(row: Row, people: Directory) -> int | None:
    """By the e-mail address; without one, by both names."""
    by_address = people.find(row["E-mail"]) if row.get("E-mail") else None
    return by_address or people.find(f"{row['First name']} {row['Last name']}")


def _values(row: Row) -> dict[str, object]:
    """What the row says of the enrollment; an empty cell says nothing."""
    resident = row["Position"].casefold() == Enrolment.Position.RESIDENT
    said: dict[str, object] = {
        "position": row["Position"].casefold(),
        "pgy": int(row["PGY"]) if resident and row.get("PGY") else None,
        "faculty_role": "" if resident else row.get("Faculty role", "").casefold(),
    }
    if row.get("FTE percent"):
        said["fte_percent"] = int(row["FTE percent"])
    if row.get("Track"):
        said["track"] = row["Track"]
    return said


def _differences(there: Enrolment, row: Row) -> Iterator[tuple[str, object, object]]:
    for name, value in _values(row).items():
        if getattr(there, name) != value:
            yield WORDS[name], getattr(there, name), value


def _enrolled(staged: SheetImport, row: Row, *, by: User, at: datetime) -> Done:
    program, year = staged.program, staged.academic_year.year
    key = _person_of(row, everybody_of(program))
    person = Person.objects.get(pk=key) if key else _new_person(row)
    there = Enrolment.objects.in_year(year).filter(program=program, person=person).first()
    enrolment = there or Enrolment(program=program, person=person, academic_year=year)
    after = _values(row)
    before = {name: getattr(enrolment, name) for name in after}
    for name, value in after.items():
        setattr(enrolment, name, value)
    enrol(enrolment, by=by, at=at)
    if there:
        return Done(changed=(enrolment.pk, before, after))
    return Done((enrolment,) if key else (person, enrolment))


def _new_person(row: Row) -> Person:
    person = Person(
        first_name=row["First name"], last_name=row["Last name"], email=row.get("E-mail", "")
    )
    save_checked(person)
    return person


def _problems_of_people(rows: Sequence[Row], found: Found) -> None:
    """Somebody is a resident of a PGY, or of the faculty with a role."""
    for row in rows:
        resident = row["Position"].casefold() == Enrolment.Position.RESIDENT
        column = "PGY" if resident else "Faculty role"
        if not row.get(column):
            message = f"This is empty; {row['Position'].casefold()} needs it."
            found.refuse("", int(row["row"]), column, message)


# Absences


def _standing(names: Names) -> dict[int, list[Absence]]:
    """What takes up the time of the people of the year, whichever program it is of."""
    found: dict[int, list[Absence]] = defaultdict(list)
    for absence in Absence.objects.standing().filter(person__in=names.people):
        found[absence.person_id].append(absence)
    return found


def _absence_line(row: Row, names: Names, standing: Mapping[int, list[Absence]]) -> ListLine:
    first, last = day_of(row, "First day"), day_of(row, "Last day")
    words = f"{row['Person']}, {_day(first)} to {_day(last)}"
    person = names.person(row["Person"])
    if not person:
        note = "Nobody of the year is called so." if person is None else "Left out by its name."
        return ListLine(row["row"], words, "refused", note)
    if last < first:
        return ListLine(row["row"], words, "refused", "It ends before it starts.")
    for absence in standing.get(person, ()):
        if absence.starts_on > last or absence.ends_on < first:
            continue
        same = (absence.starts_on, absence.ends_on, absence.kind) == (first, last, _kind(row))
        if same:
            return ListLine(row["row"], words, "same")
        return ListLine(
            row["row"], words, "refused", "They are away already in a part of that time."
        )
    return ListLine(row["row"], f"{words}, {Absence.Kind(_kind(row)).label}", "new")


def _day(day: date) -> str:
    return f"{day:%b} {day.day}, {day.year}"


def _kind(row: Row) -> str:
    return row["Kind"].casefold()


def _recorded(staged: SheetImport, row: Row, names: Names, *, by: User, at: datetime) -> Absence:
    return record_absence(
        names.people[names.person(row["Person"]) or 0],
        program=staged.program,
        by=by,
        at=at,
        kind=_kind(row),
        starts_on=day_of(row, "First day"),
        ends_on=day_of(row, "Last day"),
        starts_at_slot=(row.get("From") or "AM").upper(),
        ends_slot=(row.get("To") or "PM").upper(),
        reason=row.get("Reason", ""),
    )
