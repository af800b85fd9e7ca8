"""Leave from the resident's phone to the office's desk; a sick call; a leave that is thought of."""

import re
from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from people.models import Absence
from people.services.absences import request_absence
from scheduling.models import Assignment, Cover
from tests.factories.people import RoleFactory
from tests.pages.accessible import assert_accessible
from tests.pages.conftest import DESK
from tests.pages.desk import FIRST_NIGHT, published
from tests.pages.hands import Hand
from tests.pages.looking import look
from tests.scheduling.small_program import SmallProgram, small_program

pytestmark = pytest.mark.pages


def test_leave_is_asked_for_on_a_phone_and_decided_at_a_desk(visit, world, live_server):
    resident = world.residents[0].user

    phone = visit("/leave/", resident)
    phone.get_by_label("First day").fill("2026-10-05")
    phone.get_by_label("Last day").fill("2026-11-08")
    # Nothing was sent yet: the page says by itself whether the days fit.
    expect(phone.locator("#fits")).to_contain_text("Vacation: 35 days asked for, 28 days left.")
    phone.get_by_label("Last day").fill("2026-10-11")
    expect(phone.locator("#fits")).to_contain_text("Fits")
    phone.get_by_role("button", name="Ask for it").click()
    expect(phone.get_by_text("waits for a decision")).to_be_visible()

    desk = visit("/admin/people/absence/queue/", world.coordinator, **DESK)
    desk.get_by_role("link", name="Decide on").click()
    expect(desk.get_by_role("heading", name="Fits")).to_be_visible()
    desk.get_by_role("button", name="Approve").click()
    expect(desk.get_by_text("approved", exact=True)).to_be_visible()

    phone.reload()
    expect(phone.get_by_text("Vacation, approved")).to_be_visible()

    # The next request is refused, and the reason reaches the phone.
    phone.get_by_label("First day").fill("2026-10-19")
    phone.get_by_label("Last day").fill("2026-10-21")
    phone.get_by_role("button", name="Ask for it").click()
    expect(phone.get_by_text("waits for a decision")).to_be_visible()
    assert_accessible(phone)
    desk.goto(f"{live_server.url}/admin/people/absence/queue/")
    desk.get_by_role("link", name="Decide on").click()
    desk.get_by_label("Reason").fill("The inspection is that week.")
    desk.get_by_role("button", name="Deny").click()
    phone.reload()
    expect(phone.get_by_text("The inspection is that week.")).to_be_visible()
    assert_accessible(phone)


@pytest.fixture
def small(browser, clock, transactional_db) -> SmallProgram:
    small = small_program()
    published(small)
    return small


def test_leave_is_decided_in_two_acts_with_its_consequences_on_screen(visit, small, hand: Hand):
    ada = small.residents[0]
    ada.user = RoleFactory(program=small.program, kind="resident").user
    ada.save()
    absence = request_absence(
        ada, program=small.program, by=ada.user, at=timezone.now(), kind="vacation",
        starts_on=date(2026, 7, 16), ends_on=date(2026, 7, 17),
    )  # fmt: skip
    page = visit("/admin/people/absence/queue/", small.user("coordinator"), **DESK)

    hand.press(page.get_by_role("link", name="Decide on"))
    for heading in ("To arrange", "Clinics", "Cheapest cover"):
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    look(page, "leave-decision")
    expect(page.get_by_role("table", name="Clinics")).to_contain_text("cancel, call patients")
    hand.press(page.get_by_role("button", name="Approve"))

    expect(page.get_by_text("Rowan A.: approved.")).to_be_visible()
    absence.refresh_from_db()
    assert (absence.status, hand.acts) == ("approved", 2)
    hand.press(page.get_by_role("link", name="Calendar", exact=True))
    expect(page.get_by_role("link", name="vacation, approved").first).to_be_visible()


def test_sick_call_is_covered_in_three_acts(visit, small, hand: Hand, live_server):
    ada, bea = small.residents
    page = visit("/admin/", small.user("chief"), **DESK)

    hand.press(page.get_by_role("link", name=re.compile("calls in sick.*Rowan A")))
    expect(page.get_by_label("Who?")).to_have_value(str(ada.pk))
    hand.press(page.get_by_role("button", name="Record, and look for cover"))
    expect(page.get_by_role("heading", name="1. Sorrel B.")).to_be_visible()
    look(page, "cover")
    hand.press(page.get_by_role("button", name="Use this").first)

    expect(page.get_by_role("heading", name="Covered")).to_be_visible()
    tonight = Assignment.objects.calls().get(starts_on=FIRST_NIGHT)
    assert (tonight.person, hand.acts) == (bea, 3)
    assert Cover.objects.get().covered_for == ada
    page.goto(f"{live_server.url}/admin/scheduling/cover/ledger/")
    hand.press(page.get_by_role("link", name="Every activation"))
    expect(page.get_by_role("row").filter(has_text="Sorrel")).to_contain_text("RC")


def test_leave_is_thought_of_and_nothing_is_saved(visit, small, hand: Hand):
    page = visit("/admin/people/absence/queue/", small.user("coordinator"), **DESK)

    hand.press(page.get_by_role("link", name="Simulator"))
    hand.choose(page.get_by_label("Person", exact=True), "Ada Rowan")
    hand.choose(page.get_by_label("Kind"), "parental leave")
    hand.fill(page.get_by_label("First day"), "2026-08-03")
    hand.fill(page.get_by_label("Last day"), "2026-11-08")
    hand.press(page.get_by_label("Of the six paid weeks"))
    hand.press(page.get_by_role("button", name="Look", exact=True))
    expect(page.locator("#verdict-title")).to_be_visible()
    look(page, "simulator")

    assert not Absence.objects.exists()
