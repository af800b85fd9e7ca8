"""Every page of the admin that is ours, in one walk: open to all by day and by night, of any width."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from people.models import User
from scheduling.services.check import check_version
from tests.doors.areas import ROWS
from tests.doors.things import Things
from tests.factories.people import TokenFactory, UserFactory
from tests.pages.accessible import barriers, settle
from tests.pages.admin_pages import admin_pages, staged
from tests.pages.measuring import overflow

pytestmark = pytest.mark.pages

DESK = {"width": 1280, "height": 900}
WIDTHS = (1280, 820, 360)
# Of these every page has the same; they are read with the first.
FRAME = ["#nav-sidebar"]
# What is drawn by us. The colors of Unfold's lists and forms are the same in all of them.
OWN = ".rounds-page"
SAMPLES = ("/people/enrolment/", "/people/enrolment/add/")


@pytest.fixture
def root(world) -> User:
    return UserFactory(is_superuser=True, is_staff=True)


@pytest.fixture
def paths(world, root) -> list[str]:
    """With a row of every kind, and the faults of a draft that a check has found."""
    stage = staged(world)
    things = Things(stage, TokenFactory(user=root))
    for label in ROWS:
        things.row(label)
    check_version(stage.draft, by=root, at=timezone.now())
    return list(admin_pages(things))


def test_pages_of_the_desk_fit_and_are_open_to_all_by_day_and_by_night(visit, paths, root):
    page = visit("/admin/", root, viewport=DESK, reduced_motion="reduce")
    origin = page.url.removesuffix("/admin/")
    frame = barriers(page)

    found = {path: wrong for path in paths if (wrong := seen(page, origin + path))}

    assert frame == []
    assert found == {}


def seen(page: Page, address: str) -> list[str]:
    """What is wrong: not there, too wide, shut to somebody by day, too pale at night."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    answer = page.goto(address)
    wrong = [] if answer and answer.ok else [f"answered {answer and answer.status}"]
    wrong += barriers(page, without=FRAME)
    if page.locator(OWN).count() or address.endswith(SAMPLES):
        settle(page, "dark")
        pale = barriers(page, only="color-contrast", without=FRAME)
        wrong += [f"at night: {each}" for each in pale]
    for width in WIDTHS:
        page.set_viewport_size({**DESK, "width": width})
        if wide := overflow(page):
            wrong.append(f"{wide} too wide at {width}")
    page.set_viewport_size(DESK)
    return wrong
