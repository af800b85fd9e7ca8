import io
from datetime import date, datetime, UTC
import pytest
from openpyxl import load_workbook
from tests.pages.world import build_world
from tests.pages.accessible import barriers
from scheduling.services.export_schedule import export_block
from scheduling.services.changes import Put, apply_changes
from scheduling.models import Assignment
pytestmark = [pytest.mark.django_db, pytest.mark.pages]

@pytest.fixture
def world(browser, clock, transactional_db):
    return build_world(residents=5, faculty=3, until=date(2026, 8, 31), publish=False)

def test_look(world, visit, tmp_path):
    at = datetime(2026, 7, 14, 17, tzinfo=UTC)
    d = export_block(world.version, 1, by=world.coordinator, at=at)
    p = world.residents[0]; day = date(2026, 7, 20)
    there = Assignment.objects.get(version=world.version, person=p, starts_on=day, slot="AM", kind="half-day")
    apply_changes(world.version, [Put(p.pk, day, world.activities["LEC"], "AM", None, there.pk)], by=world.coordinator, at=at)
    book = load_workbook(io.BytesIO(d.content))
    s = book["Block 1"]
    rows = {s.cell(r, 1).value: r for r in range(6, 40)}
    r = rows[f"person/{p.pk}"]
    col = next(c for c in range(6, 64) if str(s.cell(1, c).value) == "2026-07-20/AM")
    s.cell(r, col).value = "GME"; s.cell(r, col + 6).value = "CV"; s.cell(r, col + 7).value = "Urgent"
    book.save("/tmp/excel-edited.xlsx")
    page = visit("/admin/scheduling/sheetimport/add/", world.coordinator, viewport={"width": 1280, "height": 900})
    page.screenshot(path="/tmp/excel-2.png")
    page.locator("input[type=file]").set_input_files("/tmp/excel-edited.xlsx")
    page.get_by_text("Upload and look").click()
    page.wait_for_url("**/change/")
    page.screenshot(path="/tmp/excel-3.png", full_page=True)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 820, "height": 1100})
    page.screenshot(path="/tmp/excel-5.png", full_page=True)
    page.emulate_media(color_scheme="light")
    page.goto(page.url.split("/admin")[0] + "/admin/scheduling/sheetimport/add/")
    (tmp_path / "p.csv").write_text("First name,Last name,E-mail,Position,PGY\nWren,Alder,w@example.org,resident,1\n%s,%s,,resident,3\n" % (p.first_name, p.last_name))
    page.get_by_label("It changes").select_option("people")
    page.locator("input[type=file]").set_input_files(tmp_path / "p.csv")
    page.get_by_text("Upload and look").click()
    page.wait_for_url("**/change/")
    page.screenshot(path="/tmp/excel-6.png")
    assert barriers(page) == []
    page.get_by_role("button", name="Apply").click()
    page.wait_for_selector("text=rows taken over")
    page.screenshot(path="/tmp/excel-7.png")
    page.goto(page.url.split("/admin")[0] + "/admin/scheduling/sheetimport/")
    page.screenshot(path="/tmp/excel-4.png")
