"""The academic year is turned: looked at first, done at once, and taken back."""

from datetime import date

import pytest
from playwright.sync_api import expect

from people.models import Enrolment
from scheduling.models import AcademicYear, Assignment
from tests.pages.conftest import DESK
from tests.pages.hands import Hand
from tests.pages.looking import look
from tests.pages.world import World, build_world

pytestmark = pytest.mark.pages


@pytest.fixture
def world(browser, clock, transactional_db) -> World:
    """One resident of each PGY, in a program of three years."""
    world = build_world(residents=3, faculty=1, until=date(2026, 7, 8))
    world.program.training_years = 3
    world.program.save()
    return world


def test_year_is_turned_after_a_look_and_taken_back(visit, world, hand: Hand):
    before = list(Assignment.objects.order_by("pk").values_list("pk", "starts_on", "ends_on"))
    page = visit("/admin/scheduling/rollover/begin/", world.coordinator, **DESK)

    hand.press(page.get_by_role("button", name="Plan it"))
    expect(page.get_by_label("Priya Dovecote in 2027")).to_have_value("graduate")
    hand.choose(page.get_by_label("Amara Brightwater in 2027"), "stays PGY-1")
    look(page, "july-people")
    hand.press(page.get_by_role("button", name="Save and go on to newcomers"))
    hand.press(page.get_by_text("Paste from a spreadsheet"))
    page.get_by_label("One person a line").fill("Ines\tMaplewood\tines@example.org\t1")
    hand.press(page.get_by_role("button", name="Save and go on"))
    hand.press(page.get_by_role("button", name="Save and look at everything"))
    look(page, "july-review")
    row = page.get_by_role("row")
    expect(row.filter(has_text="Ines Maplewood")).to_contain_text("begins")
    expect(row.filter(has_text="Priya Dovecote")).to_contain_text("graduates")
    assert not Enrolment.objects.in_year(2027).exists()

    hand.press(page.get_by_role("button", name="Apply all of it"))
    expect(page.get_by_text("Nothing rests on it yet")).to_be_visible()
    pgys = Enrolment.objects.in_year(2027).order_by("pgy").values_list("pgy", flat=True)
    assert list(pgys) == [1, 1, 3, None]
    hand.press(page.get_by_text("Take it back…"))
    hand.press(page.get_by_role("button", name="Take back 2027-28"))
    expect(page.get_by_text("Taken back")).to_be_visible()
    look(page, "july-undone")

    assert not AcademicYear.objects.filter(year=2027).exists()
    after = Assignment.objects.order_by("pk").values_list("pk", "starts_on", "ends_on")
    assert list(after) == before
