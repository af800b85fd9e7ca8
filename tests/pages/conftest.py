"""A browser, a small program that is published, and somebody signed in."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.contrib.staticfiles.views import serve
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from people.models import User
from tests.pages.chromium import NoChromium, chromium
from tests.pages.hands import Hand, Keyboard, Mouse
from tests.pages.world import World, build_world

PHONE = {"width": 360, "height": 780}
DESK = {"viewport": {"width": 1280, "height": 900}}
NOW = datetime(2026, 7, 14, 17, tzinfo=UTC)  # a Tuesday, 10:00 in Los Angeles
SHOWN_UNTIL = date(2026, 9, 30)
DECADE = 10 * 365 * 24 * 3600

NO_WORKER = "Service Worker registration blocked by Playwright"
# The server of Django's tests has no streams; tests/pages/test_live.py starts one that has. Routes
# of Playwright would do too, and switch off the browser's cache: each page would fetch everything.
NO_STREAMS = "window.EventSource = class extends EventTarget { close() {} };"

Visit = Callable[..., Page]

# As patient as with clicks: a machine may have much else to do.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="package")
def browser(django_db_setup) -> Iterator[Browser]:
    """Playwright runs an event loop in this thread, which Django takes for an asynchronous view.

    It is closed before tests of another folder, which may want a loop of their own.
    """
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        environment.setattr(StaticFilesHandler, "serve", _lasting)
        try:
            with chromium() as opened:
                yield opened
        except NoChromium as missing:
            pytest.fail(str(missing))


@pytest.fixture
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def world(browser, clock, transactional_db) -> World:
    return build_world(residents=2, faculty=2, until=SHOWN_UNTIL)


@pytest.fixture(params=[Mouse, Keyboard], ids=["mouse", "keyboard"])
def hand(request: pytest.FixtureRequest) -> Hand:
    """A journey that asks for it is gone twice: by mouse, and by keyboard alone."""
    return request.param()


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained of. A test that provokes it looks and clears the list."""
    return []


@pytest.fixture
def visit(browser: Browser, clock, live_server, complaints: list[str]) -> Iterator[Visit]:
    """Opens an address as somebody; what the browser complains of fails the test."""
    contexts: list[BrowserContext] = []

    def open_page(address: str, user: User | None = None, **options) -> Page:
        # A worker would keep pages from one visit to the next; tests/pages/test_offline.py has one.
        options = {"viewport": PHONE, "service_workers": "block", **options}
        context = browser.new_context(**options)
        contexts.append(context)
        context.add_init_script(NO_STREAMS)
        if user is not None:
            context.add_cookies([session_of(user, live_server.url)])
        page = context.new_page()
        page.on("console", lambda said: _note(complaints, said.type, said.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(live_server.url + address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def _lasting(handler: StaticFilesHandler, request: HttpRequest) -> HttpResponseBase:
    """As in an installation. The server lives in another month than the browser, to which all that
    it sends would be old at once and asked for again with every page."""
    response = serve(request, handler.file_path(request.path), insecure=True)
    response["Cache-Control"] = f"max-age={DECADE}"
    return response


def session_of(user: User, url: str) -> dict[str, str]:
    client = Client()
    client.force_login(user)
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}


def _note(complaints: list[str], kind: str, text: str) -> None:
    """A violation of the content security policy is told as an error too."""
    if kind in ("error", "warning") and text != NO_WORKER:
        complaints.append(text)
