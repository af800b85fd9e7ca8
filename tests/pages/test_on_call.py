"""Who is on call, on a screen that is left open, and on the account page the address to copy."""

from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import expect

from tests.pages.conftest import NOW

pytestmark = pytest.mark.pages


def test_open_page_follows_the_clock(visit, world):
    page = visit("/on-call/", world.residents[0].user)
    expect(page.get_by_text("No call runs at this moment.")).to_be_visible()

    with time_machine.travel(NOW + timedelta(hours=8), tick=True):
        page.evaluate("htmx.trigger('#on-call', 'refresh')")
        expect(page.get_by_text("As of 18:00")).to_be_visible()

    expect(page.get_by_text("No call runs at this moment.")).to_have_count(0)
    expect(page.locator(".who")).to_have_text(["Cedarholm T.", "Eastmere E."])


def test_phone_number_can_be_called(visit, world):
    page = visit("/on-call/?on=2026-07-14", world.residents[0].user)

    assert page.get_by_role("link", name="555-0101").get_attribute("href") == "tel:555-0101"


def test_another_day_can_be_asked_for(visit, world):
    page = visit("/on-call/", world.residents[0].user)

    page.get_by_label("Another day").fill("2026-07-18")
    page.get_by_role("button", name="Show").click()

    expect(page.get_by_role("heading", name="Saturday, Jul 18")).to_be_visible()


def test_calendar_address_can_be_copied(visit, world):
    page = visit(
        "/calendars/", world.residents[0].user, permissions=["clipboard-read", "clipboard-write"]
    )

    page.get_by_role("button", name="Make the address").click()
    page.get_by_role("button", name="Copy the address").click()
    expect(page.get_by_role("button", name="Copied.")).to_be_visible()

    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("#feed-address").input_value()
    assert page.request.get(copied).headers["content-type"] == "text/calendar; charset=utf-8"


def test_token_can_be_made_and_revoked(visit, world):
    page = visit("/account/", world.residents[0].user)

    page.get_by_text("Make a token").click()
    page.get_by_label("What is it for?").fill("Night sheet")
    page.get_by_role("button", name="Make the token").click()
    assert page.locator("#token-secret").input_value().startswith("rounds_")

    page.get_by_role("button", name="Revoke Night sheet").click()

    expect(page.get_by_role("status")).to_contain_text("“Night sheet” is revoked")
