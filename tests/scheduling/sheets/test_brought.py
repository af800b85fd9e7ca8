"""Files of another make: names are told once, and lists of people and absences do what they say."""

import io
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from openpyxl import Workbook

from people.models import Absence, Enrolment, Person, Role
from scheduling.models import Activity, Assignment, ChangeSet, NameMatch, Rotation
from scheduling.queries.change_history import told
from scheduling.services.changes import ChangeRefused
from scheduling.services.export_lists import export_absences, export_assignments, export_people
from scheduling.services.list_imports import apply_list, preview_list, stage_list, undo_list
from scheduling.services.sheet_imports import (
    apply_sheet,
    preview_sheet,
    put_new_right,
    tell_names,
    undo_sheet,
)
from scheduling.services.sheet_names import Told
from scheduling.services.sheet_staging import SheetRefused, stage_sheet
from scheduling.services.undoing import undo_change_set
from tests.factories.people import RoleFactory
from tests.pages.world import World, build_world

AT = datetime(2026, 6, 15, 18, tzinfo=UTC)
MONDAY = date(2026, 7, 6)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build_world(residents=3, faculty=2, until=date(2026, 7, 29), publish=False)


def their_workbook(world: World) -> bytes:
    """A week of one resident, by a nickname, and who has call."""
    book, first = Workbook(), world.residents[1]
    sheet = book.worksheets[0]
    days = [MONDAY + timedelta(days=n) for n in range(7)]
    sheet.append(["Name", *(each for day in days for each in (day, None))])
    sheet.append(["Resident call", world.residents[2].last_name])
    sheet.append([f"{first.last_name}, Bunny", "KLINIK", "KLINIK", "gme", "GME"])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_foreign_workbook_is_told_its_names_and_becomes_one_change(world):
    by, person = world.coordinator, world.residents[1]
    staged = stage_sheet(world.year, their_workbook(world), file_name="x.xlsx", by=by, at=AT)
    unmatched = preview_sheet(staged, by=by, at=AT).read.unmatched

    told = {
        f"{person.last_name}, Bunny": ("person", f"person/{person.pk}"),
        "KLINIK": ("half-day", "half-day/C"),
        "Resident call": ("call", "call/RC"),
    }
    assert {(each.written, each.sort) for each in unmatched} == {
        (written, sort) for written, (sort, _) in told.items()
    }
    answers = [Told(sort, written, choice) for written, (sort, choice) in told.items()]
    assert tell_names(staged, answers, by=by, at=AT) == 3

    looked = preview_sheet(staged, by=by, at=AT)
    changes = {(line.sort.value, line.day, line.wanted) for line in looked.read.lines}
    assert looked.read.unmatched == ()
    assert {("half-day", MONDAY, "C"), ("call", MONDAY, "RC")} <= changes
    # Whoever has that call gives it up, since the file says who has it.
    call = next(line for line in looked.read.lines if line.sort == "call")
    assert call.note.startswith("Takes away the call of") or call.verdict == "same"
    # What breaks a rule is left out; the rest is one change.
    without = {line.key for line in looked.read.lines if line.sort == "call"}
    apply_sheet(staged, seen=looked.seen, without=without, by=by, at=AT)
    code = Assignment.objects.get(
        version=world.version, person=person, starts_on=MONDAY, slot="AM", kind="half-day"
    ).code
    assert code == "C"
    # The same workbook again needs no names, and says what stands there.
    again = stage_sheet(world.year, their_workbook(world), file_name="y.xlsx", by=by, at=AT)
    read = preview_sheet(again, by=by, at=AT).read
    assert read.unmatched == ()
    assert {line.verdict.value for line in read.lines if line.sort == "half-day"} == {"same"}
    assert NameMatch.objects.filter(program=world.program).count() == 3
    with pytest.raises(ValidationError, match="has no such code"):
        tell_names(again, [Told("half-day", "Z", "half-day/NONE")], by=by, at=AT)


def with_what_nobody_knows(world: World) -> bytes:
    """A week of somebody new, on a new rotation, with a new code beside a known one."""
    book = Workbook()
    sheet = book.worksheets[0]
    days = [MONDAY + timedelta(days=n) for n in range(7)]
    sheet.append(["PGY", "Name", "Rotation", *(each for day in days for each in (day, None))])
    sheet.append(["2", "Alder, Wren MD", "Ultrasound", "POCUS", "C", "POCUS", "POCUS"])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_people_and_codes_that_are_new_come_and_go_with_their_file(world):
    by, data = world.coordinator, with_what_nobody_knows(world)
    chief = RoleFactory(program=world.program, kind=Role.Kind.CHIEF).user
    staged = stage_sheet(world.year, data, file_name="x.xlsx", by=by, at=AT)
    kinds = {"person": "new/person", "rotation": "new/rotation", "half-day": "new/half-day"}
    unmatched = preview_sheet(staged, by=by, at=AT).read.unmatched
    before = (Person.objects.count(), NameMatch.objects.count())

    tell_names(staged, [Told(u.sort, u.written, kinds[u.sort]) for u in unmatched], by=by, at=AT)
    first = preview_sheet(staged, by=by, at=AT)
    assert {each.new.written: (dict(each.new.values), each.fault) for each in first.new} == {
        "Alder, Wren MD": (
            {"first_name": "Wren", "last_name": "Alder", "position": "resident", "pgy": "2"}, ""
        ),
        "Ultrasound": (
            {"code": "Ultrasound", "name": "Ultrasound", "length": "block", "pgys": "1,2,3"},
            "New rotation “Ultrasound”: Say what kind of rotation it is.",
        ),
        "POCUS": (
            {"code": "POCUS", "name": "POCUS"},
            "New activity “POCUS”: Say what kind of activity it is.",
        ),
    }  # fmt: skip
    assert (first.changes, first.refusal.count("Say what kind")) == (None, 2)
    said = [
        ("rotation", "Ultrasound", {"kind": "elective"}),
        ("half-day", "POCUS", {"kind": "clinic"}),
    ]
    put_new_right(staged, said, by=by, at=AT)
    looked = preview_sheet(staged, by=by, at=AT)
    assert (looked.read.unmatched, looked.refusal, {e.fault for e in looked.new}) == ((), "", {""})
    assert {line.who for line in looked.read.lines} == {"Wren Alder"}
    # Looking makes nothing.
    assert (Person.objects.count(), NameMatch.objects.count()) == before
    refused = preview_sheet(staged, by=chief, at=AT).refusal
    assert "You may not change the people and their enrolments" in refused
    with pytest.raises(PermissionDenied, match="You may not change the people"):
        apply_sheet(staged, seen=looked.seen, by=chief, at=AT)

    done = apply_sheet(staged, seen=looked.seen, by=by, at=AT)
    wren = Enrolment.objects.get(person__last_name="Alder")
    pocus = Activity.objects.get(program=world.program, code="POCUS")
    assert (wren.pgy, pocus.am_starts) == (2, time(8))
    mine = Assignment.objects.filter(version=world.version, person=wren.person, source="import")
    assert {row.code for row in mine.with_names()} == {"Ultrasound", "POCUS", "C"}

    undo_sheet(staged, by=by, at=AT)
    assert staged.status == "undone"
    codes = (Activity.objects.filter(code="POCUS"), Rotation.objects.filter(code="Ultrasound"))
    assert not any(rows.exists() for rows in (Enrolment.objects.filter(pk=wren.pk), *codes))
    # The record of the changes still names them, and they are not made again.
    assert staged.outcome["stays"] == [
        "The person “Wren Alder” stays in the record of what was changed."
    ]
    assert "Wren Alder" in str([p.person for p in told(done).people])
    with pytest.raises(ChangeRefused, match="Wren Alder has no place in 2026-27 any longer"):
        undo_change_set(ChangeSet.objects.get(undoes=done), by=by, at=AT)


def test_our_own_lists_come_back_as_they_went(world):
    by = world.coordinator
    assignments = export_assignments(world.version, by=by, at=AT).content
    people = export_people(world.year, by=by, at=AT).content

    staged = stage_sheet(world.year, assignments, file_name="a.csv", by=by, at=AT)
    listed = stage_list(world.year, people, subject="people", file_name="p.csv", by=by, at=AT)

    read = preview_sheet(staged, by=by, at=AT).read
    assert read.unmatched == ()
    assert {line.verdict.value for line in read.lines} == {"same"}
    assert {line.verdict for line in preview_list(listed, by=by, at=AT)} == {"same"}


def test_people_and_absences_come_in_as_lists(world):
    by, known = world.coordinator, world.residents[0]
    people = (
        "First name,Last name,E-mail,Position,PGY,Faculty role\n"
        f"{known.first_name},{known.last_name},,resident,3,\n"
        "Wren,Alder,wren@example.org,resident,1,\n"
    )
    absences = (
        "Person,Kind,First day,Last day\n"
        '"Alder, Wren",vacation,2026-08-03,8/9/2026\n'
        "Nobody Known,vacation,2026-08-03,2026-08-09\n"
    )

    listed = stage_list(
        world.year, people.encode(), subject="people", file_name="p.csv", by=by, at=AT
    )
    verdicts = [line.verdict for line in preview_list(listed, by=by, at=AT)]
    apply_list(listed, by=by, at=AT)
    away = stage_list(
        world.year, absences.encode(), subject="absences", file_name="a.csv", by=by, at=AT
    )
    lines = preview_list(away, by=by, at=AT)
    apply_list(away, by=by, at=AT)

    assert verdicts == ["changed", "new"]
    assert Enrolment.objects.get(person=known, academic_year=2026).pgy == 3
    wren = Enrolment.objects.get(person__last_name="Alder")
    assert (wren.pgy, wren.program) == (1, world.program)
    assert [line.verdict for line in lines] == ["new", "refused"]
    absence = Absence.objects.get(person=wren.person)
    assert (absence.status, absence.ends_on) == ("approved", date(2026, 8, 9))
    assert b"vacation" in export_absences(world.year, by=by, at=AT).content
    chief = RoleFactory(program=world.program, kind=Role.Kind.CHIEF).user
    assert b"vacation" not in export_absences(world.year, by=chief, at=AT).content
    with pytest.raises(PermissionDenied, match="You may not approve, deny or enter absences"):
        preview_list(away, by=chief, at=AT)

    undo_list(away, by=by, at=AT)

    absence.refresh_from_db()
    assert absence.status == "cancelled"
    assert away.entries == []
    # Wren's absence is on record, so she stays.
    undo_list(listed, by=by, at=AT)
    assert Enrolment.objects.get(person=known, academic_year=2026).pgy == 1
    assert not Enrolment.objects.filter(pk=wren.pk).exists()
    (stays,) = listed.outcome["stays"]
    assert stays.startswith("The person “Wren Alder” stays, since something rests on it: ")


def test_a_list_that_is_wrong_names_row_and_column(world):
    bad = b"First name,Last name,Position,PGY,Faculty role\nA,B,resident,9,\nC,D,faculty,,boss\n"

    with pytest.raises(SheetRefused) as refused:
        stage_list(
            world.year, bad, subject="people", file_name="p.csv", by=world.coordinator, at=AT
        )

    assert refused.value.messages[0] == (
        "row 2, column PGY: “9” is not a whole number from 1 to 8."
    )
    assert refused.value.messages[1].startswith("row 3, column Faculty role: “boss” is none of")
