"""How duties are shared out, week by week, and how far each resident is on the way to graduation."""

import csv
import io
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.factories.scheduling import RequirementFactory
from tests.pages.conftest import DESK
from tests.pages.hands import Hand
from tests.pages.looking import look
from tests.pages.world import World, build_world

pytestmark = pytest.mark.pages


@pytest.fixture
def world(browser, clock, transactional_db) -> World:
    world = build_world(residents=3, faculty=1, until=date(2026, 8, 31))
    world.program.training_years = 3
    world.program.save()
    RequirementFactory(
        program=world.program, code="CARD", name="Cardiology", unit="weeks", minimum=40,
        rotation=world.rotations["CARD"], activity=None,
    )  # fmt: skip
    return world


def downloaded(page: Page, hand: Hand) -> list[list[str]]:
    with page.expect_download() as started:
        hand.press(page.get_by_role("link", name="Download as CSV"))
    return list(csv.reader(io.StringIO(started.value.path().read_text())))


def test_shares_weeks_and_coverage_have_names_and_numbers(visit, world, hand: Hand):
    names = {person.roster_name for person in (*world.residents, *world.faculty)}
    page = visit(
        f"/admin/scheduling/academicyear/{world.year.pk}/fairness/", world.coordinator, **DESK
    )

    look(page, "fairness")
    expect(page.get_by_text("Fewest").first).to_be_visible()
    assert names <= {line[0] for line in downloaded(page, hand)}
    hand.press(page.get_by_role("link", name="So far"))
    expect(
        page.get_by_role("table").get_by_role("rowheader", name="Brightwater A.")
    ).to_be_visible()
    hand.press(page.get_by_role("link", name="Load by week"))
    look(page, "weeks")
    expect(page.locator("svg.heat g")).to_have_count(len(names))
    assert downloaded(page, hand)[1][0] in names
    hand.press(page.get_by_role("link", name="Coverage"))
    look(page, "coverage")
    assert {line[0] for line in downloaded(page, hand)[1:]} == set(world.rotations)


def test_training_is_projected_with_the_day_and_what_will_be_missing(visit, world, hand: Hand):
    page = visit("/admin/scheduling/academicyear/now/training/", world.coordinator, **DESK)

    look(page, "training")
    expect(page.get_by_text("Continuity clinic").first).to_be_visible()
    expect(page.get_by_text("Longest without").first).to_be_visible()
    hand.press(page.get_by_role("link", name="Behind"))
    expect(page.get_by_text("short").first).to_be_visible()
    assert any("Cardiology" in line for line in downloaded(page, hand))
