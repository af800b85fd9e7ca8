"""A resident swaps a night on a phone, in five taps from their schedule, with and without scripts."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from people.models import Person
from people.services.tokens import issue_token
from swaps.models import Trade
from tests.factories.swaps import SwapPolicyFactory
from tests.pages.accessible import assert_accessible
from tests.pages.conftest import DESK
from tests.pages.hands import Thumb
from tests.pages.looking import look
from tests.swaps.team import Team, team

pytestmark = pytest.mark.pages


@pytest.fixture
def crew(browser, clock, transactional_db) -> Team:
    return team()


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def feed_of(person: Person) -> str:
    """Its address."""
    issued = issue_token(person.user, name="Phone", scope="feed", by=person.user, at=timezone.now())
    return f"/feeds/{issued.secret}.ics"


@pytest.mark.parametrize("scripts", [True, False], ids=["approved", "no scripts"])
def test_a_night_is_swapped_in_five_taps(scripts, visit, crew, live_server):
    """With somebody who approves, or by the policy alone; it is in the calendars of both then."""
    if scripts:
        SwapPolicyFactory(program=crew.program, approval="always")
    thumb = Thumb()
    as_on_a_phone = {"java_script_enabled": scripts, "has_touch": True}
    page = visit("/my/?on=2026-07-21", crew.account("ada"), **as_on_a_phone)
    feeds = {name: live_server.url + feed_of(crew.people[name]) for name in ("ada", "bea")}
    before = page.request.get(feeds["ada"]).text()
    look(page, "day")

    thumb.press(page.get_by_role("link", name="Swap Resident call").first)
    page.get_by_role("heading", name="Swap RC").wait_for()
    look(page, "new-offer")
    thumb.press(page.get_by_role("button", name="Find somebody"))
    page.get_by_role("heading", name="Whom to ask").wait_for()
    look(page, "offer")
    exchange = page.locator(".match").filter(has_text="Exchange").filter(has_text="Bea").first
    if scripts:
        assert_accessible(page)
    thumb.press(exchange.get_by_role("button", name="Ask Bea"))

    expect(page.get_by_text("Waiting for consent")).to_be_visible()
    look(page, "asked")
    assert fits(page)

    bea = visit("/swaps/", crew.account("bea"), **as_on_a_phone)
    look(bea, "board")
    thumb.press(bea.locator(".needs-you a").first)
    look(bea, "answer")
    thumb.press(bea.get_by_role("button", name="Agree"))
    expect(bea.get_by_role("button", name="Agree")).to_have_count(0)
    bea.goto(bea.url)
    assert thumb.acts <= 5

    if scripts:
        expect(bea.get_by_role("status").first).to_contain_text("approval")
        desk = visit("/admin/swaps/trade/waiting/", crew.account("chief"), **DESK)
        desk.get_by_role("button", name="Approve", exact=True).click()
        bea.goto(bea.url)
    expect(bea.get_by_text("Carried out")).to_be_visible()
    look(bea, "done")
    assert Trade.objects.get().status == Trade.Status.DONE
    assert (crew.nights("ada"), crew.nights("bea")) == ([7, 24], [9, 21])
    after = {name: page.request.get(address).text() for name, address in feeds.items()}
    assert ("CANCELLED" in before, "STATUS:CANCELLED" in after["ada"]) == (False, True)
    assert "DTSTART;TZID=America/Chicago:20260721" in after["bea"]
    for address in ("/swaps/plan/", "/swaps/favors/", "/swaps/history/"):
        bea.goto(bea.url.split("/swaps/")[0] + address)
        look(bea, address.strip("/").replace("/", "-"))
        assert fits(bea)
