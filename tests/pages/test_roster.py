"""Who is where this half-day, and the roster of a month with its layers; both for the wall."""

from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from scheduling.models import Assignment
from scheduling.services.changes import Put, TakeAway, apply_changes
from tests.pages.conftest import DESK
from tests.pages.desk import GAP, published
from tests.pages.hands import Hand
from tests.pages.looking import look
from tests.scheduling.small_program import SmallProgram, small_program

pytestmark = pytest.mark.pages

NIGHT = date(2026, 7, 16)


@pytest.fixture
def small(browser, clock, transactional_db) -> SmallProgram:
    """Bea has taken Ada's call of Thursday since it was published."""
    small = small_program()
    version = published(small)
    call = Assignment.objects.calls().get(starts_on=NIGHT)
    put = Put(small.residents[1].pk, NIGHT, call.call_type)
    take = TakeAway(call.pk)
    apply_changes(
        version, [take, put], by=small.user("chief"), at=timezone.now(), reason="A wedding"
    )
    return small


def test_day_and_month_show_who_is_where_and_what_is_open(visit, small, hand: Hand):
    page = visit("/admin/", small.user("coordinator"), **DESK)

    hand.press(page.locator(".is-today").get_by_role("link", name="Who is where"))
    clinic = page.get_by_role("row").filter(has_text="Clinic")
    expect(clinic.get_by_role("cell").first).to_contain_text("Rowan A.")
    hand.press(page.get_by_role("link", name="Wed Jul 15"))
    expect(page.get_by_role("heading", name="Wednesday, July 15, 2026")).to_be_visible()
    look(page, "manifest")

    page.go_back()
    hand.press(page.get_by_role("link", name="Call roster"))
    look(page, "roster")
    thursday = page.get_by_role("cell").filter(has_text="16")
    expect(thursday).to_contain_text("Sorrel")
    expect(thursday.locator("s")).to_have_text("Rowan")
    expect(page.get_by_role("complementary")).to_contain_text("Rowan A.")
    assert page.get_by_role("cell").filter(has_text=str(GAP.day)).locator(".is-hard").count() == 1
    hand.press(page.get_by_role("link", name="August"))
    expect(page.get_by_role("heading", name="August 2026", exact=True)).to_be_visible()
    page.go_back()

    page.emulate_media(media="print")
    assert not page.get_by_role("navigation", name="Month").is_visible()
    assert not page.locator("#nav-sidebar, aside nav").first.is_visible()
    look(page, "roster-print")
