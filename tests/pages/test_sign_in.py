"""Signing in by passkey, with the authenticator that Chromium has for tests."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page

from people.models import User
from tests.factories.people import PASSWORD, UserFactory
from tests.pages.accessible import assert_accessible
from tests.pages.measuring import overflow, small_targets

pytestmark = pytest.mark.pages

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def ada(browser, transactional_db) -> User:
    return UserFactory(email="ada@example.org")


@contextmanager
def keys_of(page: Page) -> Iterator[None]:
    """The browser has a key that is opened by its owner's finger."""
    line = page.context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    made = line.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    yield
    line.send("WebAuthn.removeVirtualAuthenticator", made)


def looks_right(page: Page) -> None:
    assert_accessible(page)
    assert (overflow(page), small_targets(page)) == (0, [])


def test_passkey_is_added_signs_in_and_is_removed(visit, ada, live_server, mailoutbox):
    page = visit("/accounts/factors/", ada)
    looks_right(page)
    with keys_of(page):
        page.get_by_role("link", name="Add a passkey").click()
        page.get_by_label("Password").fill(PASSWORD)
        looks_right(page)
        page.get_by_role("button", name="Go on").click()
        looks_right(page)
        page.get_by_label("Name").fill("My telephone")
        assert page.get_by_label("Signs me in without a password").is_checked()
        page.get_by_role("button", name="Add it").click()
        page.get_by_role("heading", name="10 codes left of 10").wait_for()
        looks_right(page)
        for address in ("recovery-codes/generate/", "webauthn/", ""):
            page.goto(f"{live_server.url}/accounts/factors/{address}")
            looks_right(page)
        page.get_by_role("link", name="Rename My telephone").click()
        looks_right(page)

        page.get_by_role("button", name="Sign out").click()
        page.goto(f"{live_server.url}/accounts/login/?next=/account/sessions/")
        looks_right(page)
        page.get_by_role("button", name="Sign in with a passkey").click()
        page.get_by_role("heading", name="Where you are signed in").wait_for()
        assert re.search("Chrome on .* · this one", page.content())
        looks_right(page)

        # Who uses the password is asked for the key as well.
        page.get_by_role("button", name="Sign out").click()
        page.goto(f"{live_server.url}/accounts/login/?next=/accounts/factors/")
        page.get_by_label("E-mail address").fill(ada.email)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.get_by_role("heading", name="Second factor").wait_for()
        looks_right(page)
        page.get_by_role("button", name="Use a passkey or security key").click()
        page.get_by_role("heading", name="Passkeys and second factors").wait_for()
        looks_right(page)

        page.get_by_role("link", name="Remove My telephone").click()
        page.get_by_role("heading", name="Confirm that it is you").wait_for()
        looks_right(page)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Go on").click()
        page.get_by_role("button", name="Remove it").click()
        page.get_by_text("The key is removed.").wait_for()

        assert [mail.subject for mail in mailoutbox] == [
            "Rounds: a key was added",
            "Rounds: a key was removed",
        ]

        # A key that the site no longer knows opens nothing, and says so.
        page.get_by_role("button", name="Sign out").click()
        page.goto(f"{live_server.url}/accounts/login/")
        page.get_by_role("button", name="Sign in with a passkey").click()
        page.get_by_role("alert").filter(visible=True).wait_for()

    page = visit("/accounts/factors/totp/activate/", ada)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", name="Set up an authenticator").wait_for()
    looks_right(page)
