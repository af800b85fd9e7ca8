"""From one's own workbook to the first grid: what a coordinator's first five minutes are made of."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from scheduling.program_file.sample import make
from scheduling.program_file.workbook import read_workbook
from scheduling.program_file.writer import write_workbook
from tests.factories.people import UserFactory
from tests.pages.conftest import DESK
from tests.pages.hands import Hand
from tests.pages.looking import look

pytestmark = pytest.mark.pages


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "program.xlsx"
    path.write_bytes(write_workbook(make("tiny", 1, 2026)))
    return path


def test_workbook_becomes_a_grid_in_seven_acts(
    browser, clock, transactional_db, visit, workbook, hand: Hand, complaints, live_server
):
    page = visit("/admin/", UserFactory(is_staff=True, is_superuser=True), **DESK)

    hand.press(page.get_by_role("link", name="Import a program workbook"))
    with page.expect_file_chooser() as chooser:
        hand.press(page.locator("input[type=file]"))
    chooser.value.set_files(workbook)
    hand.press(page.get_by_role("button", name="Upload and look"))
    hand.press(page.get_by_role("button", name="Accept these changes"))
    hand.press(page.get_by_role("link", name="Generate 2026-27"))
    expect(page.get_by_text("Nothing is certain to clash")).to_be_visible()
    hand.fill(page.get_by_label("Seconds at most"), "5")
    hand.press(page.get_by_role("button", name="Generate", exact=True))
    hand.press(page.get_by_role("link", name="Open the grid"))
    look(page, "first-grid")

    expect(page.locator("#grid-found")).to_be_visible()
    assert page.locator(".year-grid .grid-piece:not(.is-empty)").count() > 0
    assert hand.acts == 7  # An eighth chooses the file in the system's own window.
    # And out again, to change much at once.
    page.goto(f"{live_server.url}/admin/scheduling/programimport/add/")
    with page.expect_download() as started:
        hand.press(page.get_by_role("link", name=re.compile("2026-27$")))
    assert read_workbook(started.value.path().read_bytes()).program
    complaints[:] = [said for said in complaints if not re.search("htmx|preflight", said)]
