"""Without a network the pages that were last seen are there, say how old they are, and go at sign-out."""

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import wait_until

pytestmark = pytest.mark.pages

CONTROLLED = "navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"
KEPT = """
caches.has('rounds-pages')
  .then(there => there ? caches.open('rounds-pages').then(cache => cache.keys()) : [])
  .then(keys => keys.length)
"""


def kept(page: Page, number: int) -> None:
    wait_until(lambda: page.evaluate(KEPT) == number, what=f"{number} pages are kept")


def test_last_seen_pages_are_there_offline_until_sign_out(visit, world, live_server, complaints):
    page = visit("/my/", world.residents[0].user, service_workers="allow")
    page.wait_for_function(CONTROLLED)
    page.reload()
    # Today, and along with it the week, the block, the year and who is on call.
    kept(page, 5)
    expect(page.locator(".kept")).to_be_hidden()

    page.context.set_offline(True)
    page.goto(f"{live_server.url}/my/week/")
    expect(page.get_by_role("heading", name="Jul 13").first).to_be_visible()
    expect(page.locator(".kept")).to_contain_text("This page was kept on Jul 14, 2026 at 10:00")
    page.get_by_role("link", name="Day", exact=True).click()
    expect(page.locator(".now .big")).to_have_text("Family medicine inpatient team")
    page.goto(f"{live_server.url}/account/")
    expect(page.get_by_role("heading", name="You are offline")).to_be_visible()

    page.context.set_offline(False)
    page.goto(f"{live_server.url}/my/")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    kept(page, 0)
    # The browser complains that there was no network, and so does htmx.
    assert any("ERR_INTERNET_DISCONNECTED" in said for said in complaints)
    assert all("DISCONNECTED" in said or said.startswith("htmx:") for said in complaints)
    complaints.clear()
