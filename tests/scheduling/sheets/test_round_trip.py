"""A workbook goes out, is changed by hand, and comes back."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from scheduling.models import Assignment, ChangeSet, SheetImport
from scheduling.services.changes import Put, apply_changes
from scheduling.services.export_schedule import export_block, export_year
from scheduling.services.sheet_imports import apply_sheet, preview_sheet, undo_sheet
from scheduling.services.sheet_staging import SheetRefused, stage_sheet
from tests.pages.world import World, build_world

AT = datetime(2026, 6, 15, 18, tzinfo=UTC)
NAME = "Block.xlsx"

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build_world(residents=3, faculty=2, until=date(2026, 8, 31), publish=False)


def edited(content: bytes, edit: Callable[[dict[str, Worksheet]], None]) -> bytes:
    book = load_workbook(io.BytesIO(content))
    edit({sheet.title: sheet for sheet in book.worksheets})
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def row_of(sheet: Worksheet, key: str) -> int:
    return next(row for row in range(1, 99) if sheet.cell(row, 1).value == key)


def stage(world: World, content: bytes) -> SheetImport:
    return stage_sheet(world.year, content, file_name=NAME, by=world.coordinator, at=AT)


def half_days(world: World) -> list[tuple[object, ...]]:
    rows = Assignment.objects.filter(version=world.version)
    return list(
        rows.order_by("person", "kind", "starts_on", "slot", "call_type").values_list(
            "person", "kind", "starts_on", "ends_on", "slot", "activity", "rotation", "call_type"
        )
    )


def test_an_unedited_workbook_changes_nothing(world):
    year = export_year(world.version, by=world.coordinator, at=AT)
    block = export_block(world.version, 1, by=world.coordinator, at=AT)

    staged = [stage(world, year.content), stage(world, block.content)]

    # Saved by a program of its own, it is the same too.
    staged.append(stage(world, edited(block.content, lambda sheets: None)))
    assert [each.entries for each in staged] == [[], [], []]
    assert all(each.unchanged > 280 for each in staged)
    assert preview_sheet(staged[0], by=world.coordinator, at=AT).read.lines == ()


def test_a_workbook_of_another_block_is_refused(world):
    content = export_block(world.version, 1, by=world.coordinator, at=AT).content

    def bring(block: int) -> SheetImport:
        return stage_sheet(
            world.year, content, file_name=NAME, block=block, by=world.coordinator, at=AT
        )

    assert bring(1).unchanged > 280
    for block, code, words in (
        (2, "block-mismatch", "Block 2 was meant, .*; the file is about block 1 "),
        (40, "no-such-block", "There is no block 40 in 2026-27."),
    ):
        with pytest.raises(ValidationError, match=words) as refusal:
            bring(block)
        assert refusal.value.code == code


def test_what_was_typed_is_applied_as_one_change_and_taken_back(world):
    first, second, _ = world.residents
    before = half_days(world)
    content = export_block(world.version, 1, by=world.coordinator, at=AT).content

    def edit(sheets: dict[str, Worksheet]) -> None:
        sheet = sheets["Block 1"]
        row = row_of(sheet, f"person/{first.pk}")
        sheet.insert_rows(row)  # Rows move, and their keys with them.
        clinics = [cell for cell in sheet[row + 1] if cell.value == "C"]
        clinics[0].value, clinics[1].value = "cv", None
        sheet.cell(row, 5).value = "Nobody Known"
        sheet.cell(row, 8).value = "C"
        sheet.cell(row_of(sheet, f"person/{second.pk}"), 9).value = "Clinicc"

    staged = stage(world, edited(content, edit))
    looked = preview_sheet(staged, by=world.coordinator, at=AT)
    done = apply_sheet(staged, seen=looked.seen, by=world.coordinator, at=AT)

    assert [(line.who, line.wanted) for line in looked.read.lines] == [
        (str(first), "CV"),
        (str(first), ""),
    ]
    unmatched = {each.written: each for each in looked.read.unmatched}
    assert {each.sort for each in unmatched.values()} == {"person", "half-day"}
    assert ("half-day/C", "C Clinic") in unmatched["Clinicc"].guesses
    assert (done.kind, done.changes.count()) == (ChangeSet.Kind.IMPORT, 2)
    changed = Assignment.objects.get(version=world.version, person=first, source="import")
    assert changed.code == "CV"

    undo_sheet(staged, by=world.coordinator, at=AT)

    assert half_days(world) == before
    staged.refresh_from_db()
    assert staged.status == SheetImport.Status.UNDONE


def test_calls_rotations_and_leave_come_back_too(world):
    first = world.residents[0]
    content = export_year(world.version, by=world.coordinator, at=AT).content
    holder = Assignment.objects.get(
        version=world.version, kind="call", starts_on=date(2026, 7, 3), person__in=world.residents
    )
    other = next(person for person in world.residents if person != holder.person)

    def edit(sheets: dict[str, Worksheet]) -> None:
        year, block = sheets["Year"], sheets["Block 1"]
        row = row_of(year, f"person/{first.pk}")
        year.cell(row, 9).value = "CARD / FMC"
        year.cell(row + 1, 9).value = "Nov 30-Dec 6"
        call = row_of(block, f"call/{holder.call_type_id}")
        block.cell(call, 10).value = other.last_name

    staged = stage(world, edited(content, edit))
    read = preview_sheet(staged, by=world.coordinator, at=AT).read

    lines = {
        (line.sort.value, line.who, line.day): (line.there, line.wanted) for line in read.lines
    }
    assert read.unmatched == ()
    assert lines["call", str(holder.person), date(2026, 7, 3)][1] == ""
    assert lines["call", str(other), date(2026, 7, 3)] == ("", holder.code)
    rotations = {wanted for (sort, _, _), (_, wanted) in lines.items() if sort == "rotation"}
    assert {word.split()[0] for word in rotations} == {"CARD", "FMC"}
    assert lines["leave", str(first), date(2026, 11, 30)] == ("", "LV to Dec 6")


def test_a_cell_that_was_changed_meanwhile_is_a_conflict(world):
    """On the third day, the one before a night of theirs: nothing else is in the way."""
    person, day = world.residents[0], world.year.starts_on + timedelta(2)
    content = export_block(world.version, 1, by=world.coordinator, at=AT).content
    there = Assignment.objects.get(
        version=world.version, person=person, starts_on=day, slot="AM", kind="half-day"
    )
    put = Put(person.pk, day, world.activities["LEC"], "AM", None, there.pk)
    apply_changes(world.version, [put], by=world.coordinator, at=AT)

    def edit(sheets: dict[str, Worksheet]) -> None:
        sheet = sheets["Block 1"]
        sheet.cell(row_of(sheet, f"person/{person.pk}"), 10).value = "GME"

    staged = stage(world, edited(content, edit))
    looked = preview_sheet(staged, by=world.coordinator, at=AT)

    line = looked.read.lines[0]
    assert (line.was, line.there, line.wanted, line.verdict) == (
        there.code, "LEC", "GME", "conflict",
    )  # fmt: skip
    assert looked.changes is None
    also = preview_sheet(staged, by=world.coordinator, at=AT, also=[line.key])
    assert also.changes is not None


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda sheets: sheets["Block 1"].__setitem__("F10", "=1+1"), "a formula"),
        (lambda sheets: sheets["_rounds"].__setitem__("C5", "x"), "hidden part"),
    ],
)
def test_what_cannot_be_told_is_refused_with_its_place(world, edit, words):
    content = export_block(world.version, 1, by=world.coordinator, at=AT).content

    with pytest.raises(SheetRefused, match=words):
        stage(world, edited(content, edit))

    assert not SheetImport.objects.exists()
