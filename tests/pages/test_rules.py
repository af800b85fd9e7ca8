"""A rule is changed after a look at what it does; rows are changed together; history tells it."""

import pytest
from playwright.sync_api import expect

from people.models import Enrolment
from scheduling.models import RuleSetting
from tests.pages.conftest import DESK
from tests.pages.desk import published
from tests.pages.hands import Hand
from tests.pages.looking import look
from tests.scheduling.small_program import SmallProgram, small_program

pytestmark = pytest.mark.pages


@pytest.fixture
def small(browser, clock, transactional_db) -> SmallProgram:
    small = small_program()
    published(small)
    return small


def test_rule_is_changed_after_a_look_and_its_history_says_so(visit, small, hand: Hand):
    page = visit("/admin/scheduling/rulesetting/add/", small.user("director"), **DESK)

    hand.choose(page.locator("[name=code]"), "Eighty hours a week")
    hand.fill(page.locator("[name=effective_from]"), "2026-07-01")
    hand.press(page.get_by_role("button", name="Save", exact=True))
    hand.fill(page.get_by_label("Hours"), "20")
    look(page, "rule")
    hand.press(page.get_by_role("button", name="See what it would do"))
    expect(page.get_by_text("Nothing is saved yet")).to_be_visible()
    expect(page.get_by_role("note").first).to_contain_text("appear")
    look(page, "rule-effect")
    assert RuleSetting.objects.get().parameters["hours"] != 20
    hand.press(page.get_by_role("button", name="Save the change"))
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    setting = RuleSetting.objects.get()
    assert setting.parameters["hours"] == 20

    page.goto(page.url.split("/admin/")[0] + f"/admin/scheduling/rulesetting/{setting.pk}/history/")
    expect(page.locator(".history li").first).to_contain_text("director")
    look(page, "history")


def test_rows_are_changed_together_after_a_look_and_taken_back(visit, small, hand: Hand):
    page = visit("/admin/people/enrolment/", small.user("coordinator"), **DESK)

    for box in page.locator("[name=_selected_action]").all():
        hand.press(box)
    hand.choose(page.locator("select[name=action]"), "Change the chosen together…")
    hand.press(page.get_by_role("button", name="Run"))
    hand.press(page.get_by_role("checkbox", name="Track"))
    hand.fill(page.get_by_role("textbox", name="Track"), "rural")
    hand.press(page.get_by_role("button", name="See what would change"))
    look(page, "together")
    expect(page.get_by_role("heading", name="What would change")).to_be_visible()
    hand.press(page.get_by_role("button", name="Change 2 rows"))
    expect(page.get_by_role("button", name="Take it back")).to_be_visible()
    assert set(Enrolment.objects.values_list("track", flat=True)) == {"rural"}
    hand.press(page.get_by_role("button", name="Take it back"))
    expect(page.get_by_text("Taken back")).to_be_visible()

    assert set(Enrolment.objects.values_list("track", flat=True)) == {""}


def test_week_of_a_rotation_is_painted(visit, small, hand: Hand):
    page = visit(
        f"/admin/scheduling/rotation/{small.rotation.pk}/week/", small.user("coordinator"), **DESK
    )

    hand.press(page.get_by_role("button", name="GME"))
    hand.press(page.locator("[data-cell] summary").first)
    look(page, "pattern")
    hand.press(page.get_by_role("button", name="Save the week"))

    expect(page.get_by_text("The week is saved.")).to_be_visible()
    expect(page.locator("[data-cell]").first).to_contain_text("GME")
