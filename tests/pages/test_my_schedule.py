"""A resident's week on a phone: signing in, going on, with and without JavaScript."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from people.models import Role
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.pages


@pytest.fixture
def resident(world):
    return world.residents[0].user


def test_resident_signs_in_and_sees_today(visit, resident):
    page = visit("/")

    page.get_by_label("E-mail address").fill(resident.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()

    expect(page.get_by_role("heading", name="Tuesday, Jul 14")).to_be_visible()
    expect(page.locator(".now .big")).to_have_text("Family medicine inpatient team")


def test_next_week_is_swapped_in_and_the_page_stays(visit, resident):
    page = visit("/my/week/", resident)
    page.evaluate("window.stayed = true")

    page.get_by_role("link", name="Later").click()

    expect(page.get_by_role("heading", name="Jul 20")).to_be_visible()
    expect(page).to_have_title("Jul 20\N{EN DASH}26, 2026 - My schedule - Rounds")
    assert page.url.endswith("/my/week/?on=2026-07-20")
    assert page.evaluate("window.stayed") is True
    assert page.evaluate("document.activeElement.id") == "after"
    assert page.locator("header.top").count() == 1


def test_going_back_shows_what_was_there(visit, resident):
    page = visit("/my/week/", resident)
    page.get_by_role("link", name="Later").click()
    expect(page.get_by_role("heading", name="Jul 20")).to_be_visible()

    page.go_back()

    expect(page.get_by_role("heading", name="Jul 13")).to_be_visible()
    assert page.locator("header.top").count() == 1


def test_day_that_one_looks_at_stays_in_other_views(visit, resident):
    page = visit("/my/week/?on=2026-09-02", resident)

    page.get_by_role("link", name="Block", exact=True).click()
    expect(page.get_by_role("heading", name="Block 3")).to_be_visible()
    page.get_by_role("link", name="Day", exact=True).click()

    expect(page.get_by_role("heading", name="Wednesday, Sep 2")).to_be_visible()


def test_pages_work_without_javascript(visit, resident):
    page = visit("/my/", resident, java_script_enabled=False)

    page.get_by_role("link", name="Week", exact=True).click()
    page.get_by_role("link", name="Later").click()
    expect(page.get_by_role("heading", name="Jul 20")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()

    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("You are signed out.")


def test_keyboard_reaches_the_content_first(visit, resident):
    page = visit("/my/", resident)

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    expect(page.get_by_role("link", name="My hours")).to_be_focused()


def test_session_that_ended_leads_to_sign_in(visit, resident):
    page = visit("/my/week/", resident)
    Session.objects.all().delete()

    page.get_by_role("link", name="Later").click()

    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert page.locator("header.top").count() == 0


def test_refusal_is_shown_as_a_page(visit, resident, complaints):
    page = visit("/my/week/", resident)
    Role.objects.filter(user=resident).update(ends_on="2026-07-13")

    with page.expect_navigation():
        page.get_by_role("link", name="Later").click()

    expect(page.get_by_role("heading", name="You may not see this")).to_be_visible()
    assert complaints
    assert all("403" in complaint for complaint in complaints)
    complaints.clear()


def test_coordinator_looks_at_a_resident(visit, world):
    page = visit("/my/week/", world.coordinator)

    page.get_by_label("Schedule of").select_option(label="Brightwater, Amara")
    page.get_by_role("button", name="Show").click()

    expect(page.get_by_role("heading", name="Amara Brightwater")).to_be_visible()
    expect(page.get_by_role("heading", name="Jul 13")).to_be_visible()
