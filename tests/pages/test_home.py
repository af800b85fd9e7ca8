"""The first page: what waits is one step from where it is dealt with; the search finds the rest."""

import re
from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from people.models import Absence
from scheduling.services.check import check_version
from tests.factories.people import AbsenceFactory
from tests.pages.conftest import DESK
from tests.pages.desk import GAP, published
from tests.pages.hands import Hand
from tests.pages.looking import look
from tests.scheduling.small_program import SmallProgram, small_program

pytestmark = pytest.mark.pages


@pytest.fixture
def small(browser, clock, transactional_db) -> SmallProgram:
    """A night without anybody, a leave to decide, and findings of a check."""
    small = small_program()
    version = published(small)
    AbsenceFactory(
        program=small.program, person=small.residents[0], status=Absence.Status.REQUESTED,
        starts_on=date(2026, 8, 3), ends_on=date(2026, 8, 7),
    )  # fmt: skip
    check_version(version, by=small.user("chief"), at=timezone.now())
    return small


def test_each_card_leads_to_where_it_is_dealt_with(visit, small, hand: Hand, live_server):
    page = visit("/admin/", small.user("coordinator"), **DESK)
    look(page, "home")
    cards = {
        card.get_attribute("aria-labelledby"): [
            link.get_attribute("href") for link in card.get_by_role("link").all()
        ]
        for card in page.locator(".home-card").all()
    }
    answers = {
        link: page.request.get(live_server.url + link).status
        for links in cards.values()
        for link in links
    }
    assert set(cards) == {
        "card-waiting", "card-today", "card-call", "card-coverage", "card-rules", "card-fairness",
    }  # fmt: skip
    assert all(cards.values())
    assert set(answers.values()) == {200}

    hand.press(page.locator(".is-waiting").get_by_role("link", name=re.compile("leave")))
    expect(page.get_by_role("link", name="Decide on")).to_be_visible()
    page.go_back()
    hand.press(page.locator(".is-call").get_by_role("link", name=re.compile(f"July {GAP.day}")))
    hand.press(page.get_by_role("link", name="nobody").first)
    expect(page.get_by_text("Nothing stands here.")).to_be_visible()
    expect(page.get_by_label("Sorrel B.")).to_be_visible()


def test_search_leads_to_a_person_and_a_block(visit, small, hand: Hand):
    page = visit("/admin/", small.user("coordinator"), **DESK)
    field, found = page.get_by_label("Find a person"), page.locator("#find-found a")

    hand.fill(field, "sorrel")
    hand.press(found.filter(has_text="Bea Sorrel").first)
    expect(page.get_by_role("heading", name="Bea Sorrel").first).to_be_visible()
    hand.fill(field, "block 2")
    hand.press(found.filter(has_text="Block 2").first)
    expect(page).to_have_url(re.compile(r"/block/2/"))
