"""News come to all open tabs of a browser, on pages of residents and of the admin."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from people.broadcast import announce
from people.services.notices import tell
from tests.pages.conftest import PHONE, session_of
from tests.scheduling.small_program import small_program
from tests.web import started_web

pytestmark = pytest.mark.pages


def test_news_come_to_every_open_page(browser, transactional_db):
    small = small_program()
    coordinator = small.user("coordinator")
    with started_web() as web:
        context = browser.new_context(viewport=PHONE)
        context.add_cookies([session_of(coordinator, web.url())])
        inbox, desk = context.new_page(), context.new_page()
        inbox.goto(web.url("/notices/"))
        desk.goto(web.url("/admin/"))
        expect(inbox.get_by_text("Nothing yet")).to_be_visible()
        # The first tab holds the stream; the second one hears of it from there.
        inbox.wait_for_function("navigator.locks.query().then((all) => all.held.length === 1)")

        now = timezone.now()
        tell(
            "late_change", program=small.program, people=[coordinator], subject="Your call moved.",
            lines=[], url="/my/", at=now, event="e", needs_ack_by=now + timedelta(hours=8),
        )  # fmt: skip
        expect(inbox.get_by_role("heading", name="Your call moved.")).to_be_visible()
        for page in (inbox, desk):
            expect(page.locator("[data-open-notices] .count")).to_have_text("1")
        inbox.get_by_role("button", name="I have seen it").click()
        expect(inbox.get_by_role("status")).to_contain_text("You have acknowledged")
        expect(desk.locator("[data-open-notices]")).to_be_hidden()

        with desk.expect_event("console") as said:
            desk.evaluate(
                "document.body.addEventListener('live-draft', () => console.log('draft'))"
            )
            announce("draft", planners=[small.program.pk])
        assert said.value.text == "draft"
        context.close()
