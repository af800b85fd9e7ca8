"""A schedule is generated, compared and chosen; a clash is seen, relaxed and solved anew."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from scheduling.engine.clash import (
    Change,
    Clash,
    Explanation,
    Member,
    Price,
    explanation_to_json,
)
from scheduling.models import RuleSetting, Waiver
from tests.factories.scheduling import (
    RotationDemandFactory,
    ScheduleFactory,
    ScheduleVersionFactory,
    SolverRunFactory,
)
from tests.pages.conftest import DESK
from tests.pages.hands import Hand
from tests.pages.looking import look
from tests.scheduling.small_program import SmallProgram, small_program

pytestmark = pytest.mark.pages

ABORTED = re.compile("htmx:(afterRequest|sendAbort)|preflight")
"""Said of a look ahead that is not waited for, because the solve itself begins."""


@pytest.fixture(autouse=True)
def _aborted(visit, complaints) -> Iterator[None]:
    yield
    complaints[:] = [said for said in complaints if not ABORTED.search(said)]


@pytest.fixture
def small(browser, transactional_db) -> SmallProgram:
    return small_program()


def generate(page, hand: Hand, seed: str = "1", schedules: str = "") -> None:
    hand.fill(page.get_by_label("Seconds at most"), "5")
    hand.fill(page.get_by_label("Seed"), seed)
    if schedules:
        hand.press(page.get_by_text("Several schedules to choose from"))
        hand.fill(page.get_by_label("Schedules to choose from"), schedules)
    hand.press(page.get_by_role("button", name="Generate", exact=True))
    expect(page.locator(".progress-state")).to_contain_text("Solved")


def test_schedules_are_generated_compared_and_asked_why(visit, small, hand: Hand, live_server):
    here = f"/admin/scheduling/academicyear/{small.year.pk}/generate/"
    page = visit(here, small.user("coordinator"), **DESK)

    expect(page.get_by_text("Nothing is certain to clash")).to_be_visible()
    generate(page, hand)
    page.goto(live_server.url + here)
    generate(page, hand, seed="2", schedules="2")
    hand.press(page.get_by_role("link", name="Compare and choose"))
    runs = page.get_by_role("checkbox")
    expect(runs).to_have_count(2)
    hand.press(runs.last)
    hand.press(page.get_by_role("button", name="Compare up to 4"))
    expect(page.get_by_role("columnheader", name=re.compile("seed"))).to_have_count(2)
    look(page, "compare")
    hand.press(page.get_by_role("button", name=re.compile("^Choose")).first)
    expect(page.get_by_text("is in the draft.")).to_be_visible()

    hand.press(page.get_by_role("link", name="Year grid").first)
    cell = page.locator(f"#row-{small.residents[0].pk} > td").first
    hand.open(cell)
    hand.press(page.get_by_role("dialog").get_by_role("link", name="Why?"))
    expect(page.get_by_role("heading", name="Why Ada", exact=True)).to_be_visible()
    look(page, "why")


def test_clash_is_told_in_words_relaxed_and_solved_anew(visit, small, hand: Hand):
    """Three are asked for in each block, and two are there."""
    RotationDemandFactory(rotation=small.rotation, minimum=3, maximum=3)
    page = visit(
        f"/admin/scheduling/academicyear/{small.year.pk}/generate/",
        small.user("coordinator"),
        **DESK,
    )

    expect(page.get_by_text("certain to clash")).to_be_visible()
    hand.fill(page.get_by_label("Seconds at most"), "20")
    hand.press(page.get_by_role("button", name="Generate", exact=True))
    look(page, "clash")
    expect(page.get_by_role("heading", name="Clash 1", exact=True)).to_be_visible()
    run = page.url
    hand.press(page.get_by_role("link", name=re.compile("Change FM")).first)
    least = page.locator("[name=demands-0-minimum]")
    hand.fill(least, "2")
    look(page, "clash-rotation")
    hand.press(page.get_by_role("button", name="Save", exact=True))
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    page.goto(run)
    hand.press(page.get_by_role("button", name="Generate again"))
    expect(page.locator(".progress-state")).to_contain_text("Solved")


def test_member_of_a_clash_is_relaxed_or_waived_by_a_form_that_is_filled_in(
    visit, small, hand: Hand
):
    """A run of nights, for one person and some days."""
    ada = small.residents[0]
    price = Price((Change("", 6, 7, is_least=False),), enough=True)
    member = Member(
        "night-run", "Nights in a row", "Program policy", str(ada.pk), "Rowan A.",
        date(2026, 7, 2), date(2026, 7, 29), (), (1,), "7 nights in a row.", price, needed=True,
    )  # fmt: skip
    told = explanation_to_json(Explanation((Clash((member,)),), complete=True))
    schedule = ScheduleFactory(program=small.program, academic_year=small.year)
    run = SolverRunFactory(
        version=ScheduleVersionFactory(schedule=schedule), status="infeasible",
        result={"explanation": told}, finished_at=timezone.now(),
    )  # fmt: skip
    page = visit(f"/admin/scheduling/solverrun/{run.pk}/change/", small.user("director"), **DESK)
    here = page.url

    hand.press(page.get_by_role("link", name="Waive it: Nights in a row, Rowan A."))
    look(page, "waiver")
    hand.fill(page.locator("[name=approved_by]"), "The committee")
    hand.fill(page.locator("[name=reason]"), "She asked for it")
    hand.press(page.get_by_role("button", name="Save", exact=True))
    expect(page.get_by_text("was added successfully")).to_be_visible()
    waiver = Waiver.objects.get()
    assert (waiver.code, waiver.person, waiver.ends_on) == ("night-run", ada, member.last_day)

    page.goto(here)
    hand.press(page.get_by_role("link", name="Change the rule: Nights in a row, Rowan A."))
    hand.press(page.get_by_role("button", name="Save", exact=True))
    expect(page.get_by_label("Nights")).to_have_value("7")
    hand.press(page.get_by_role("button", name="Save", exact=True))
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    assert RuleSetting.objects.get().parameters == {"nights": 7}
