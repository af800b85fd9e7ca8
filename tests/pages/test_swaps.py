"""A resident swaps a night on a phone, in five taps from their schedule, with and without scripts."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from scheduling.models import Assignment
from swaps.models import Trade
from tests.swaps.team import Team, team

pytestmark = pytest.mark.pages

LOOK = os.environ.get("ROUNDS_LOOK")
"""A directory for pictures, for whoever wants to look."""


@pytest.fixture
def crew(browser, clock, transactional_db) -> Team:
    return team()


def look(page: Page, name: str) -> None:
    if LOOK:
        page.screenshot(path=str(Path(LOOK) / f"{name}.png"), full_page=True)


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_night_is_swapped_in_five_taps(scripts, visit, crew):
    page = visit("/my/?on=2026-07-21", crew.account("ada"), java_script_enabled=scripts)
    look(page, "day")

    page.get_by_role("link", name="Swap Resident call").first.click()
    page.get_by_role("heading", name="Swap RC").wait_for()
    look(page, "new-offer")
    page.get_by_role("button", name="Find somebody").click()
    page.get_by_role("heading", name="Whom to ask").wait_for()
    look(page, "offer")
    exchange = page.locator(".match").filter(has_text="Exchange").filter(has_text="Bea").first
    exchange.get_by_role("button", name="Ask Bea").click()

    expect(page.get_by_text("Waiting for consent")).to_be_visible()
    look(page, "asked")
    assert fits(page)

    bea = visit("/swaps/", crew.account("bea"), java_script_enabled=scripts)
    look(bea, "board")
    bea.locator(".needs-you a").first.click()
    look(bea, "answer")
    bea.get_by_role("button", name="Agree").click()
    bea.goto(bea.url)

    expect(bea.get_by_text("Carried out")).to_be_visible()
    look(bea, "done")
    assert Trade.objects.get().status == Trade.Status.DONE
    assert 24 in {
        row.starts_on.day for row in Assignment.objects.filter(person=crew.ada, kind="call")
    }
    for address in ("/swaps/plan/", "/swaps/favors/", "/swaps/history/"):
        bea.goto(bea.url.split("/swaps/")[0] + address)
        look(bea, address.strip("/").replace("/", "-"))
        assert fits(bea)
