"""The grids of the admin, changed in place: once by mouse, once by keyboard."""

import re
from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from scheduling.models import ScheduleVersion
from scheduling.services.changes import Put, apply_changes
from tests.factories.people import AbsenceFactory
from tests.factories.scheduling import (
    AssignmentFactory,
    CallTypeFactory,
    RotationAssignmentFactory,
    RotationFactory,
    ScheduleFactory,
    ScheduleVersionFactory,
)
from tests.pages.accessible import assert_accessible, tab_to
from tests.pages.hands import Hand
from tests.pages.looking import look
from tests.pages.world import build_world
from tests.scheduling.small_program import SmallProgram, small_program

pytestmark = pytest.mark.pages

DESK = {"width": 1280, "height": 900}
SAID = "[data-grid-said]"


@pytest.fixture
def small(browser, clock, transactional_db) -> SmallProgram:
    return small_program()


@pytest.fixture
def draft(small) -> ScheduleVersion:
    """Clinic every morning of July; the first resident has an elective in block 2."""
    version = ScheduleVersionFactory(schedule=ScheduleFactory(academic_year=small.year))
    elective = RotationFactory(program=small.program, code="ELE", pgys=[1], color="#c6e0b4")
    for person in small.residents:
        for block in small.year.blocks.all():
            is_elective = (block.number, person) == (2, small.residents[0])
            RotationAssignmentFactory(
                version=version, person=person, rotation=elective if is_elective else small.rotation,
                starts_on=block.starts_on, ends_on=block.ends_on,
            )  # fmt: skip
        for day in range(1, 30):
            AssignmentFactory(
                version=version, person=person, starts_on=date(2026, 7, day), activity=small.clinic
            )
    return version


def cell(page: Page, person: int, column: int) -> Locator:
    """The cell of a row, counted from 0 after the name (and the rotation)."""
    return page.locator(f"#row-{person} > td").nth(column)


def test_grids_are_changed_by_mouse(visit, small, draft):
    ada, bea = (person.pk for person in small.residents)
    address = f"/admin/scheduling/academicyear/{small.year.pk}/block/1/?version=draft"
    page = visit(address, small.user("coordinator"), viewport=DESK)
    thursday = 1 + 2 * 15  # July 16, after the rotation

    cell(page, ada, thursday).click()
    cell(page, ada, thursday).click()
    panel = page.get_by_role("dialog", name="Ada Rowan, Thursday 16 July 2026, AM")
    expect(panel).to_contain_text("C stands here")
    assert_accessible(page)
    panel.get_by_label("GME Office").check()
    panel.get_by_role("button", name="Put it there").click()
    expect(cell(page, ada, thursday)).to_have_text("GME")
    expect(page.locator(SAID)).to_contain_text("Ada Rowan gets GME instead of C")

    page.get_by_role("button", name="Undo").click()
    expect(cell(page, ada, thursday)).to_have_text("C")

    # What the chief changes meanwhile is shown as soon as the page hears that something changed.
    chief, row = (
        small.user("chief"),
        draft.assignments.filter(person=bea, starts_on=date(2026, 7, 16)),
    )
    put = Put(bea, date(2026, 7, 16), small.office, "AM", expects=row.get().pk)
    apply_changes(draft, [put], by=chief, at=timezone.now())
    page.evaluate("document.body.dispatchEvent(new CustomEvent('live-draft'))")
    expect(cell(page, bea, thursday)).to_have_text("GME")
    expect(page.locator(SAID)).to_contain_text(f"{chief}: Bea Sorrel gets GME")

    page.get_by_role("link", name="Year", exact=True).click()
    first, second = (cell(page, person, 1).locator("a") for person in (ada, bea))
    first.drag_to(second)
    page.get_by_role("button", name="Swap", exact=True).click()
    expect(second).to_have_text("ELE")
    expect(first).to_have_text("FM")
    assert_accessible(page)


def test_block_is_changed_by_keyboard(visit, small, draft):
    ada, bea = (person.pk for person in small.residents)
    address = f"/admin/scheduling/academicyear/{small.year.pk}/block/1/?version=draft&week=3"
    page = visit(address, small.user("coordinator"), viewport=DESK)
    press = page.keyboard.press

    page.locator("td[tabindex='0']").focus()
    press("ArrowRight")
    expect(cell(page, ada, 1)).to_be_focused()
    assert_accessible(page)
    press("g")
    expect(page.get_by_role("dialog")).to_contain_text("Office")
    page.keyboard.type("me")
    press("Enter")
    expect(cell(page, ada, 1)).to_have_text("GME")
    expect(cell(page, ada, 1)).to_be_focused()

    # The same for the one below, filled from the cell above.
    press("Shift+ArrowDown")
    press("Control+d")
    expect(cell(page, bea, 1)).to_have_text("GME")
    expect(page.locator(SAID)).to_have_text(re.compile("Bea Sorrel gets GME instead of C"))
    press("Escape")
    press("Delete")
    expect(cell(page, bea, 1)).to_have_text("")
    press("Control+z")
    expect(cell(page, bea, 1)).to_have_text("GME")
    press("Control+z")
    expect(cell(page, bea, 1)).to_have_text("C")
    press("Control+y")
    expect(cell(page, bea, 1)).to_have_text("GME")


def test_pages_beside_the_grids_are_accessible(visit, small, draft, live_server):
    ada, year = small.residents[0].pk, f"/admin/scheduling/academicyear/{small.year.pk}"
    CallTypeFactory(program=small.program, code="RC", pgys=[1])
    page = visit(f"{year}/manifest/?on=2026-07-16", small.user("coordinator"), viewport=DESK)

    assert_accessible(page)
    for path in (
        f"{year}/roster/?on=2026-07-16",
        f"{year}/block/1/draft/at/{ada}/30/?explain={small.office.pk}",
        f"/admin/scheduling/rotation/{small.rotation.pk}/week/",
    ):
        page.goto(live_server.url + path)
        assert_accessible(page)
    # Painted: the office in a morning of clinic.
    page.get_by_role("button", name="GME").click()
    page.locator("[data-cell] summary").first.click()
    page.get_by_role("button", name="Save the week").click()
    expect(page.get_by_text("The week is saved.")).to_be_visible()
    expect(page.locator("[data-cell]").first).to_contain_text(re.compile(r"C\s*GME"))


def test_what_breaks_a_rule_is_greyed_refused_and_explained(visit, small, draft, complaints):
    """Several are chosen, filled and locked; what somebody else changed is not written over."""
    ada, bea = (person.pk for person in small.residents)
    AbsenceFactory(
        program=small.program, person=small.residents[0], approved=True,
        starts_on=date(2026, 7, 17), ends_on=date(2026, 7, 17),
    )  # fmt: skip
    address = f"/admin/scheduling/academicyear/{small.year.pk}/block/1/?version=draft"
    page = visit(address, small.user("coordinator"), viewport=DESK)
    thursday, friday = 1 + 2 * 15, 1 + 2 * 16

    cell(page, ada, friday).dblclick()
    panel = page.get_by_role("dialog", name="Ada Rowan, Friday 17 July 2026, AM")
    office = panel.locator(".cell-option").filter(has_text="GME")
    expect(office).to_have_class(re.compile("is-refused"))
    expect(office).to_contain_text("Rowan A. is on leave on Fri 17 Jul 2026 and cannot do GME")
    look(page, "refused")
    with page.context.expect_page() as opened:
        office.get_by_role("link", name="How it adds up").click()
    expect(opened.value.get_by_role("heading", name="How it adds up")).to_be_visible()
    look(opened.value, "sums")
    opened.value.close()
    office.get_by_label("GME Office").check()
    panel.get_by_role("button", name="Put it there").click()
    expect(panel.get_by_role("alert")).to_contain_text("cannot do GME")
    page.keyboard.press("Escape")

    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    cell(page, ada, thursday + 1).click()
    page.get_by_role("button", name="Fill").click()
    expect(page.locator(SAID)).to_have_text("Nothing changes.")
    cell(page, ada, thursday).click()
    cell(page, bea, thursday).click(modifiers=["Shift"])
    expect(page.locator("td[aria-selected=true]")).to_have_count(2)
    page.get_by_role("button", name="Copy").click()
    cell(page, ada, thursday + 1).click()
    page.get_by_role("button", name="Paste").click()
    for person in (ada, bea):
        expect(cell(page, person, thursday + 1)).to_have_text("C")
    page.get_by_role("button", name="Lock…").click()
    page.get_by_label("Why", exact=True).fill("Promised")
    page.get_by_role("button", name="Lock", exact=True).click()
    expect(page.locator(SAID)).to_contain_text("locked")
    look(page, "locked")

    standing = draft.assignments.get(person=bea, starts_on=date(2026, 7, 15), slot="AM")
    put = Put(bea, date(2026, 7, 15), small.office, "AM", expects=standing.pk)
    apply_changes(draft, [put], by=small.user("chief"), at=timezone.now())
    cell(page, bea, thursday - 2).click()
    page.keyboard.press("Delete")
    refusal = page.get_by_role("dialog", name="This was not done.")
    expect(refusal).to_contain_text("Changed meanwhile: Bea Sorrel gets GME instead of C")
    refusal.get_by_role("button", name="Close").click()
    expect(cell(page, bea, thursday - 2)).to_have_text("C")
    assert draft.assignments.get(person=bea, starts_on=date(2026, 7, 15)).activity == small.office
    assert {"409 (Conflict)" in said for said in complaints} == {True}
    complaints.clear()


def test_rotations_are_swapped_by_keyboard_and_counts_follow(visit, small, draft):
    ada, bea = (person.pk for person in small.residents)
    address = f"/admin/scheduling/academicyear/{small.year.pk}/grid/?version=draft"
    page = visit(address, small.user("coordinator"), viewport=DESK)
    press = page.keyboard.press

    tab_to(page, page.locator("td[tabindex='0']"))
    press("ArrowRight")
    expect(cell(page, ada, 1)).to_be_focused()
    press("Shift+ArrowDown")
    press("Alt+s")
    expect(page.get_by_role("dialog")).to_contain_text("Bea Sorrel")
    look(page, "swap")
    press("Enter")
    expect(cell(page, bea, 1)).to_have_text("ELE")
    expect(cell(page, ada, 1)).to_have_text("FM")
    press("Control+z")
    expect(cell(page, ada, 1)).to_have_text("ELE")


def test_block_is_narrowed_to_whom_and_when_one_looks_at(
    visit, clock, transactional_db, hand: Hand
):
    world = build_world(residents=4, faculty=1, until=date(2026, 7, 29), publish=False)
    inpatient, _, nights, cardiology = (person.roster_name for person in world.residents)
    address = f"/admin/scheduling/academicyear/{world.year.pk}/block/1/?version=draft"
    page = visit(address, world.coordinator, viewport=DESK)

    def narrowed(**chosen: str) -> list[str]:
        for name, words in chosen.items():
            hand.choose(page.locator(f"select[name={name}]"), words)
        with page.expect_navigation():
            hand.press(page.get_by_role("button", name="Show", exact=True))
        return page.locator("tr[id^=row-] > th").all_inner_texts()

    assert narrowed(pgy="PGY-1") == [inpatient, cardiology]
    assert narrowed(rotation="FMIT") == [inpatient]
    hospital = {"site": "Harborview Hills Hospital", "week": "Week 2"}
    assert narrowed(pgy="All", rotation="All", **hospital) == [nights, inpatient]
    expect(page.locator(".block-grid thead th[colspan='2']")).to_have_count(7)
    expect(page.get_by_text("What is counted below stays everybody's.")).to_be_visible()
    assert_accessible(page)
    hand.press(page.get_by_role("link", name="Show everything"))
    expect(page.locator("tr[id^=row-]")).to_have_count(5)
