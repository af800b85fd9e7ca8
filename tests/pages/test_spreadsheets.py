"""A coordinator brings a spreadsheet, tells a name, looks, applies, and takes it back."""

import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import expect

from scheduling.models import Activity, Assignment, NameMatch, SheetImport
from tests.pages.accessible import assert_accessible
from tests.pages.hands import Keyboard
from tests.pages.looking import look
from tests.pages.world import World, build_world

pytestmark = pytest.mark.pages

DESK = {"width": 1280, "height": 900}


@pytest.fixture
def world(browser, clock, transactional_db) -> World:
    return build_world(residents=2, faculty=1, until=date(2026, 8, 31), publish=False)


def test_a_workbook_goes_out_and_comes_back(world, visit, tmp_path):
    person, grid = world.residents[0], f"/admin/scheduling/academicyear/{world.year.pk}/block/1/"
    page = visit(grid, world.coordinator, viewport=DESK)

    page.get_by_text("Download", exact=True).click()
    assert_accessible(page)
    with page.expect_download() as started:
        page.get_by_role("link", name="Block 1 as a workbook").click()
    book = load_workbook(io.BytesIO(started.value.path().read_bytes()))
    sheet = book["Block 1"]
    row = next(cell.row for cell in sheet["A"] if cell.value == f"person/{person.pk}")
    clinics = [cell for cell in sheet[row] if cell.value == "C"]
    clinics[-1].value, clinics[-2].value = "Videoclinic", "cv"
    changed = tmp_path / "block.xlsx"
    book.save(changed)

    page.get_by_role("link", name="Bring a spreadsheet").click()
    page.locator("input[type=file]").set_input_files(changed)
    assert_accessible(page)
    page.get_by_role("button", name="Upload and look").click()
    page.get_by_label("Videoclinic means").select_option("half-day/CV")
    assert_accessible(page)
    page.get_by_role("button", name="Remember and look again").click()

    expect(page.get_by_role("heading", name="What changes")).to_be_visible()
    assert page.locator("ins").all_inner_texts() == ["CV", "CV"]
    page.get_by_role("button", name="Apply as one change").click()
    expect(page.get_by_role("heading", name="What was changed")).to_be_visible()
    assert Assignment.objects.filter(version=world.version, source="import").count() == 2
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("Taken back by")).to_be_visible()
    assert_accessible(page)
    assert not Assignment.objects.filter(version=world.version, source="import").exists()
    assert SheetImport.objects.get().status == SheetImport.Status.UNDONE


def their_workbook(world: World, to: Path) -> Path:
    """A week as somebody else's office keeps it: a nickname, and a code of their own."""
    book, person = Workbook(), world.residents[1]
    sheet = book.worksheets[0]
    days = [date(2026, 7, 20) + timedelta(days=number) for number in range(5)]
    sheet.append(["Name", *(each for day in days for each in (day, None))])
    sheet.append([f"{person.last_name}, Bunny", "KLINIK", "cv", "", "SIMLAB", "gme", "GME"])
    book.save(to)
    return to


def test_a_foreign_workbook_is_told_its_names_by_keyboard(world, visit, tmp_path):
    hand, person = Keyboard(), world.residents[1]
    page = visit("/admin/scheduling/sheetimport/add/", world.coordinator, viewport=DESK)

    with page.expect_file_chooser() as chooser:
        hand.press(page.locator("input[type=file]"))
    chooser.value.set_files(their_workbook(world, tmp_path / "theirs.xlsx"))
    hand.press(page.get_by_role("button", name="Upload and look"))
    look(page, "foreign")
    name = f"{person.last_name}, {person.first_name}"
    hand.choose(page.get_by_label(f"{person.last_name}, Bunny means"), name)
    hand.choose(page.get_by_label("KLINIK means"), "C ")
    hand.choose(page.get_by_label("SIMLAB means"), "A new")
    hand.press(page.get_by_role("button", name="Remember and look again"))
    expect(page.get_by_role("heading", name="New with this file")).to_be_visible()
    assert_accessible(page)
    hand.choose(page.get_by_label("Kind", exact=True), "Education")
    hand.press(page.get_by_role("button", name="Keep and look again"))
    expect(page.get_by_role("heading", name="What changes")).to_be_visible()
    look(page, "foreign-changes")
    hand.press(page.get_by_role("button", name="Apply as one change"))
    expect(page.get_by_role("heading", name="What was changed")).to_be_visible()

    assert NameMatch.objects.count() == 3
    assert Activity.objects.get(code="SIMLAB").kind == Activity.Kind.EDUCATION
    imported = Assignment.objects.filter(version=world.version, source="import")
    assert set(imported.values_list("person", flat=True)) == {person.pk}
    hand.press(page.get_by_role("button", name="Take it back"))
    expect(page.get_by_text("Taken back by")).to_be_visible()
    assert not imported.exists()


def test_lists_and_pages_for_the_wall_are_downloaded(world, visit):
    grid = f"/admin/scheduling/academicyear/{world.year.pk}/block/1/"
    page = visit(grid, world.coordinator, viewport=DESK)
    kinds = {
        "Assignments (.csv)": b"",
        "People (.csv)": b"",
        "Absences (.csv)": b"",
        "Block 1 for the wall (.pdf)": b"%PDF",
        "The year for the wall (.pdf)": b"%PDF",
        "A month of call (.pdf)": b"%PDF",
        "The year as a workbook (.xlsx)": b"PK",
    }
    found = {}
    page.get_by_text("Download", exact=True).click()
    for words in kinds:
        with page.expect_download() as started:
            page.get_by_role("link", name=words).click()
        found[words] = started.value.path().read_bytes()

    assert {
        words: found[words].startswith(start) for words, start in kinds.items()
    } == dict.fromkeys(kinds, True)
    assert world.residents[0].email in found["People (.csv)"].decode()
    assert b"FMIT" in found["Assignments (.csv)"]
