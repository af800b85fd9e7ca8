"""A workbook says what the grid says, and its footer counts on."""

import io
from datetime import UTC, date, datetime

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from scheduling.queries.block_grid import BlockGrid, block_grid
from scheduling.services.export_schedule import Download, export_block, export_year
from tests.pages.world import World, build_world
from tests.scheduling.sheets.evaluating import value_of

AT = datetime(2026, 9, 15, 18, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build_world(residents=3, faculty=2, until=date(2026, 8, 31))


def opened(download: Download) -> Workbook:
    return load_workbook(io.BytesIO(download.content))


def page_of(world: World) -> BlockGrid:
    grid = block_grid(world.year, 1, world.version, faults=(), today=date(2026, 9, 15))
    assert grid is not None
    return grid


def test_a_block_in_excel_says_what_its_page_says_and_counts_the_same(world):
    book = opened(export_block(world.version, 1, by=world.coordinator, at=AT))

    sheet, grid = book["Block 1"], page_of(world)
    rows = {sheet.cell(row, 1).value or sheet.cell(row, 5).value: row for row in range(1, 60)}
    for person in (row for group in grid.groups for row in group.rows):
        at = rows[f"person/{person.person}"]
        said = [sheet.cell(at, 6 + i).value or "" for i in range(grid.half_days)]
        assert said == [cell.code for cell in person.cells]
    for line in grid.footer:
        said = [value_of(sheet, sheet.cell(rows[line.title], 6 + i).value) for i in range(56)]
        assert said == [float(cell.text or 0) for cell in line.cells[:56]], line.title
    call = next(call for call in grid.calls if call.cells[0].names)
    named = {f"call/{call_type.pk}": call_type.code for call_type in world.calls.values()}
    at = next(row for key, row in rows.items() if named.get(key) == call.code)
    assert sheet.cell(at, 6).value == ", ".join(name.name for name in call.cells[0].names)
    assert book["_rounds"].sheet_state == book["_lists"].sheet_state == "veryHidden"
    assert sheet.freeze_panes == "F6"
    assert sheet.print_area
    assert len(sheet.data_validations.dataValidation) == 3


def test_a_year_in_excel_has_a_sheet_for_each_planned_block(world):
    book = opened(export_year(world.version, by=world.coordinator, at=AT))

    # Half-days end in block 3.
    assert book.sheetnames == ["Year", "Block 1", "Block 2", "Block 3", "_lists", "_rounds"]
    year = book["Year"]
    codes = [cell.value for cell in year[6][3:16]]
    assert all(code in world.rotations for code in codes)
