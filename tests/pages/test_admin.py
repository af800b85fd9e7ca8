"""The admin's own pages: on a phone, by keyboard, without JavaScript, and while a solve runs."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from scheduling.engine.result import Progress
from scheduling.engine.rules.base import Tier
from scheduling.models import SolverRun
from scheduling.services.progress import tell_progress
from tests.factories.scheduling import (
    ScheduleFactory,
    ScheduleVersionFactory,
    SolverRunFactory,
)
from tests.pages.accessible import UNMARKED, press, unmarked_steps
from tests.pages.conftest import session_of
from tests.scheduling.small_program import SmallProgram, small_program
from tests.web import Web, started_web

pytestmark = pytest.mark.pages


@pytest.fixture
def small(browser, transactional_db) -> SmallProgram:
    return small_program()


@pytest.fixture
def run(small) -> SolverRun:
    """A solve that a worker has begun."""
    schedule = ScheduleFactory(program=small.program, academic_year=small.year)
    now = timezone.now()
    return SolverRunFactory(
        version=ScheduleVersionFactory(schedule=schedule),
        status=SolverRun.Status.SOLVING,
        requested_at=now,
        started_at=now,
        heartbeat_at=now + timedelta(minutes=5),
    )


def test_day_is_found_by_keyboard_and_without_javascript(visit, small):
    page = visit("/admin/", small.user("chief"), viewport={"width": 1280, "height": 900})
    page.keyboard.press("/")
    page.keyboard.type("jan 5")
    page.locator("#find-found a").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/manifest/\?on=2027-01-05$"))

    plain = visit("/admin/", small.user("chief"), java_script_enabled=False)
    plain.get_by_label("Find a person").fill("rowan")
    plain.get_by_label("Find a person").press("Enter")
    expect(plain.get_by_role("link", name="Ada Rowan")).to_be_visible()


def test_schedule_is_generated_and_published_without_javascript(visit, small):
    address = f"/admin/scheduling/academicyear/{small.year.pk}/generate/"
    page = visit(address, small.user("coordinator"), java_script_enabled=False)

    page.get_by_label("Rotations of the year").check()
    page.get_by_label("Seconds at most").fill("5")
    page.get_by_role("button", name="Generate", exact=True).click()
    expect(page.locator(".progress-state")).to_contain_text("Solved")
    page.get_by_role("link", name="Open the grid").click()
    page.get_by_role("link", name="Version 1").click()
    page.get_by_role("link", name="Publish…").click()
    page.get_by_role("button", name="Publish").click()

    expect(page.get_by_text("Version 1 is published.")).to_be_visible()


@pytest.mark.parametrize("path", ["/my/week/", "/account/", "/admin/scheduling/academicyear/now/"])
def test_focus_of_the_keyboard_is_visible(visit, small, run, path):
    page = visit(path, small.user("coordinator"), viewport={"width": 1280, "height": 900})

    assert list(unmarked_steps(page, 12)) == []


def test_measure_of_focus_finds_what_does_not_show_it(visit, small):
    """Or the tests above could not fail."""
    page = visit("/account/", small.user("coordinator"))
    page.keyboard.press("Tab")
    page.evaluate("document.activeElement.style.setProperty('outline', 'none')")

    assert page.evaluate(UNMARKED).startswith('<a class="skip"')


@pytest.fixture
def web(transactional_db) -> Iterator[Web]:
    """A real server: the one of Django's tests sends a stream when it is over."""
    with started_web() as web:
        yield web


def test_progress_of_a_solve_comes_to_the_page(browser, web, small, run):
    with browser.new_context() as context:
        context.add_cookies([session_of(small.user("chief"), web.url())])
        page = context.new_page()
        page.goto(web.url(f"/admin/scheduling/solverrun/{run.pk}/change/"))
        expect(page.locator(".progress-sentence")).to_have_text("Building the problem.")

        tell_progress(run, Progress(Tier.FAIRNESS, 40, 30, 2.0, (), None))
        line = page.locator(".progress-tiers tbody tr")
        expect(line).to_have_text(re.compile(r"Fairness\s+40\s+30\s+25\.0%\s+in progress"))
        expect(page.locator(".progress-sentence")).to_have_text("Improving fairness.")
        press(page, page.get_by_role("button", name="Cancel"))
        expect(page.get_by_text("The solve is being ended.")).to_be_visible()

        SolverRun.objects.update(
            status=SolverRun.Status.PARTIAL, finished_at=timezone.now(), message="Kept."
        )
        expect(page.get_by_role("link", name="Open the grid")).to_be_visible()
