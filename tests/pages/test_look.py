"""Pages fit a desk, can be read by day and at night, and can be printed; and the measures find faults.

On a phone every page is walked in tests/pages/test_walk.py.
"""

from datetime import date

import pytest
from playwright.sync_api import Page

from tests.factories.people import NoticeFactory, TokenFactory
from tests.pages.accessible import assert_accessible, barriers
from tests.pages.measuring import low_contrast, overflow, small_targets
from tests.pages.world import add_absence

pytestmark = pytest.mark.pages

PAGES = (
    "/my/",
    "/my/week/",
    "/my/week/?on=2026-08-03",
    "/my/block/",
    "/my/block/?on=2026-08-30",
    "/my/year/",
    "/my/?on=2027-08-02",
    "/on-call/",
    "/on-call/?on=2027-08-02",
    "/account/",
    "/calendars/",
    "/notices/",
    "/notices/preferences/",
    "/accounts/password/change/",
)
Seen = tuple[int, list[str], list[str], list[str], list[str]]
NOTHING: Seen = (0, [], [], [], [])


@pytest.fixture
def resident(world):
    """With an absence in the week, a token and a calendar address."""
    person = world.residents[0]
    add_absence(world, person, date(2026, 7, 15), date(2026, 7, 16), "sick")
    TokenFactory(user=person.user)
    TokenFactory(user=person.user, scope="feed", name="Calendar")
    NoticeFactory(program=world.program, person=person)
    NoticeFactory(program=world.program, person=person, asked=True, lines=["Tue Jul 21: Clinic."])
    return person.user


def test_pages_fit_a_desk_and_can_be_read(visit, world, live_server):
    resident = world.residents[0]
    page = visit(PAGES[0], world.coordinator, viewport={"width": 1280, "height": 900})

    found = {}
    for address in PAGES:
        join = "&" if "?" in address else "?"
        found[address] = seen(page, f"{live_server.url}{address}{join}person={resident.pk}")

    assert found == dict.fromkeys(PAGES, NOTHING)


def seen(page: Page, address: str) -> Seen:
    """What is wrong: too wide, too small to touch, too pale by day or at night, shut to somebody."""
    # Colors that glide from day to night would be measured halfway.
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.goto(address)
    by_day = low_contrast(page)
    page.emulate_media(color_scheme="dark")
    return overflow(page), small_targets(page), by_day, low_contrast(page), barriers(page)


def test_measure_of_contrast_finds_what_is_too_pale(visit, resident):
    """Or the tests above could not fail."""
    page = visit("/my/week/", resident)
    page.evaluate("document.querySelector('h1').style.setProperty('color', '#888')")

    (pale,) = low_contrast(page)

    assert pale.endswith("My schedule")


def test_axe_finds_what_keeps_somebody_out(visit, resident):
    page = visit("/my/week/", resident)
    assert_accessible(page)
    page.evaluate("document.documentElement.removeAttribute('lang')")

    (barrier,) = barriers(page)

    assert barrier.startswith("html-has-lang at html: ")


def test_measure_of_width_finds_what_is_too_wide(visit, resident):
    page = visit("/my/week/", resident)
    page.evaluate("document.querySelector('h1').style.setProperty('width', '500px')")

    assert overflow(page) == 156


def test_print_has_the_schedule_and_no_controls(visit, resident):
    page = visit("/on-call/", resident)
    page.emulate_media(media="print")

    assert page.locator(".who").first.is_visible()
    assert [page.locator(name).first.is_visible() for name in (".tabbar", ".arrow", ".pick")] == [
        False,
        False,
        False,
    ]
