"""A coordinator brings a spreadsheet, tells a name, looks, applies, and takes it back."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from scheduling.models import Assignment, SheetImport
from tests.pages.accessible import assert_accessible
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
