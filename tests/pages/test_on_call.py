"""Who is on call, on a screen that is left open, and on the account page the address to copy."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import expect

from people.services.tokens import issue_token
from tests.pages.accessible import assert_accessible
from tests.pages.conftest import NOW
from tests.pages.measuring import overflow
from tests.pages.world import World, build_world

pytestmark = pytest.mark.pages


def test_open_page_follows_the_clock(visit, world):
    page = visit("/on-call/", world.residents[0].user)
    expect(page.get_by_text("No call runs at this moment.")).to_be_visible()

    with time_machine.travel(NOW + timedelta(hours=8), tick=True):
        page.evaluate("htmx.trigger('#on-call', 'refresh')")
        expect(page.get_by_text("As of 18:00")).to_be_visible()

    expect(page.get_by_text("No call runs at this moment.")).to_have_count(0)
    expect(page.locator(".who")).to_have_text(["Cedarholm T.", "Eastmere E."])


def test_a_nurse_sees_who_is_on_in_the_night_in_which_the_clocks_change(
    visit, clock, transactional_db, live_server
):
    """Without an account, where the program opens its roster. One to two comes twice that night."""
    world = build_world(residents=2, faculty=2, until=date(2026, 11, 2))
    world.program.roster_is_public = True
    world.program.save()
    address = f"/on-call/{world.program.slug}/"
    saturday, sunday = ["Brightwater A.", "Dovecote P."], ["Cedarholm T.", "Eastmere E."]

    for hour, minute, said, who in (
        (8, 30, "As of 01:30", saturday),
        (9, 30, "As of 01:30", saturday),
        (14, 59, "As of 06:59", saturday),
        (15, 0, "As of 07:00", sunday),
    ):
        with time_machine.travel(datetime(2026, 11, 1, hour, minute, tzinfo=UTC), tick=False):
            page = visit(address)
            expect(page.get_by_text(said)).to_be_visible()
            assert page.locator(".who").all_inner_texts()[:2] == who
            machine = page.request.get(
                f"{live_server.url}/api/v1/on-call/",
                headers={"Authorization": f"Bearer {_secret(world)}"},
            ).json()
            assert [call["roster_name"] for call in machine["calls"]][:2] == who
    assert_accessible(page)
    assert overflow(page) == 0
    page.emulate_media(media="print")
    expect(page.locator(".who").first).to_be_visible()


def _secret(world: World) -> str:
    user = world.residents[0].user
    return issue_token(user, name="Board", scope="read", by=user, at=timezone.now()).secret


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
