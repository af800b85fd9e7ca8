"""Hours on a phone: a week confirmed in one tap but for one exception, home call at night, by keyboard."""

import re
from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import expect

from scheduling.compliance.models import ConfirmedDay
from scheduling.models import CallType, LoggedWork
from tests.pages.accessible import assert_accessible, press, tab_to
from tests.pages.conftest import NOW
from tests.pages.hands import Thumb
from tests.pages.measuring import overflow

pytestmark = pytest.mark.pages

LAST_WEEK = re.compile("Worked as scheduled ?, Jul 6 to Jul 12")


def test_week_is_confirmed_in_a_tap_and_only_what_differed_is_logged(visit, world, live_server):
    CallType.objects.filter(code="RC").update(kind=CallType.Kind.HOME)
    tomas, amara = world.residents[1], world.residents[0]
    page, thumb = visit("/my/", tomas.user, has_touch=True), Thumb()

    thumb.press(page.get_by_role("link", name="My hours"))
    thumb.press(page.get_by_role("button", name=LAST_WEEK))
    expect(page.get_by_role("status")).to_contain_text("7 days are confirmed.")
    assert thumb.acts == 2
    assert ConfirmedDay.objects.filter(person=tomas).count() == 7

    # On Monday the clinic ended early: the form is open at that day, and in sight.
    page.locator("summary", has_text="1 of 1 days open").tap()
    page.get_by_role("link", name=re.compile("Different ?, Mon 13")).tap()
    expect(page.get_by_label("What was it?")).to_be_in_viewport()
    expect(page.get_by_label("Day", exact=True)).to_have_value("2026-07-13")
    page.get_by_label("What was it?").select_option(label="Scheduled work that was not done")
    page.get_by_label("From").fill("15:00")
    page.get_by_label("Until").fill("17:00")
    page.get_by_role("button", name="Log it").tap()
    expect(page.locator(".logged")).to_contain_text("Mon, Jul 13, 15:00 to 17:00, 2 h")
    page.locator("summary", has_text="1 of 1 days open").tap()
    expect(page.locator(".week-days").first).to_contain_text("13:00\N{EN DASH}15:00")
    page.get_by_role("button", name=re.compile("As scheduled ?, Mon 13")).tap()
    expect(page.get_by_text("5 days that nobody knows of yet")).to_be_visible()
    assert_accessible(page)

    # That evening the telephone rings for half an hour.
    with time_machine.travel(NOW + timedelta(hours=11), tick=True):
        page.goto(f"{live_server.url}/hours/")
        page.get_by_role("button", name="From home, 30 min").tap()
        expect(page.get_by_role("status")).to_contain_text("30 minutes")
        assert_accessible(page)
    assert overflow(page) == 0
    assert sorted(LoggedWork.objects.values_list("kind", "person")) == [
        ("from_home", tomas.pk),
        ("not_worked", tomas.pk),
    ]

    by_keyboard = visit("/hours/", amara.user)
    press(by_keyboard, by_keyboard.get_by_role("button", name=LAST_WEEK))
    expect(by_keyboard.get_by_role("status")).to_contain_text("7 days are confirmed.")
    press(by_keyboard, by_keyboard.locator("summary", has_text="Log what was different"))
    tab_to(by_keyboard, by_keyboard.get_by_label("What was it?"))
    by_keyboard.keyboard.type("Clinical")
    tab_to(by_keyboard, by_keyboard.get_by_label("Day", exact=True))
    by_keyboard.keyboard.type("07132026")
    tab_to(by_keyboard, by_keyboard.get_by_label("From"))
    by_keyboard.keyboard.type("0800PM")
    tab_to(by_keyboard, by_keyboard.get_by_label("Until"))
    by_keyboard.keyboard.type("0845PM")
    press(by_keyboard, by_keyboard.get_by_role("button", name="Log it"))
    expect(by_keyboard.locator(".logged")).to_contain_text(
        "Mon, Jul 13, 20:00 to 20:45, 0 h 45 min"
    )
