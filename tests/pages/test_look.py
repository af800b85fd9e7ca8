"""Every page fits a phone, can be touched, can be read by day and at night, and can be printed."""

from datetime import date

import pytest

from tests.factories.people import TokenFactory
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
    "/accounts/password/change/",
)
OPEN_PAGES = ("/accounts/login/", "/accounts/password/reset/")


@pytest.fixture
def resident(world):
    """With an absence in the week, a token and a calendar address."""
    person = world.residents[0]
    add_absence(world, person, date(2026, 7, 15), date(2026, 7, 16), "sick")
    TokenFactory(user=person.user)
    TokenFactory(user=person.user, scope="feed", name="Calendar")
    return person.user


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_fit_a_phone_and_can_be_read(visit, resident, live_server, scheme):
    page = visit(PAGES[0], resident, color_scheme=scheme)

    found = {}
    for address in PAGES:
        page.goto(live_server.url + address)
        found[address] = (overflow(page), small_targets(page), low_contrast(page))

    assert found == dict.fromkeys(PAGES, (0, [], []))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_fit_a_desk_and_can_be_read(visit, world, live_server, scheme):
    resident = world.residents[0]
    size = {"width": 1280, "height": 900}
    page = visit(PAGES[0], world.coordinator, color_scheme=scheme, viewport=size)

    found = {}
    for address in PAGES:
        join = "&" if "?" in address else "?"
        page.goto(f"{live_server.url}{address}{join}person={resident.pk}")
        found[address] = (overflow(page), small_targets(page), low_contrast(page))

    assert found == dict.fromkeys(PAGES, (0, [], []))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", OPEN_PAGES)
def test_entrance_fits_and_can_be_read(visit, address, scheme):
    page = visit(address, color_scheme=scheme)

    assert (overflow(page), small_targets(page), low_contrast(page)) == (0, [], [])


def test_measure_of_contrast_finds_what_is_too_pale(visit, resident):
    """Or the tests above could not fail."""
    page = visit("/my/week/", resident)
    page.evaluate("document.querySelector('h1').style.setProperty('color', '#888')")

    (pale,) = low_contrast(page)

    assert pale.endswith("My schedule")


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
