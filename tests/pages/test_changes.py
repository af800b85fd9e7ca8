"""A draft is compared, approved by a second person, published, rolled back and looked back at."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from scheduling.services.publish import publish_version
from scheduling.services.versions import open_draft
from tests.factories.scheduling import (
    AssignmentFactory,
    RotationAssignmentFactory,
    ScheduleFactory,
    ScheduleVersionFactory,
)
from tests.pages.conftest import NOW
from tests.pages.measuring import overflow
from tests.scheduling.small_program import SmallProgram, small_program

pytestmark = pytest.mark.pages

DESK = {"viewport": {"width": 1280, "height": 900}}
SOON = date(2026, 7, 20)


@pytest.fixture
def small(browser, transactional_db) -> SmallProgram:
    """Published an hour ago; its draft has a clinic more."""
    small = small_program(second_person_publishes=True)
    director, coordinator = small.user("director"), small.user("coordinator")
    schedule = ScheduleFactory(program=small.program, academic_year=small.year)
    version = ScheduleVersionFactory(schedule=schedule, created_at=NOW)
    for person in small.residents:
        for block in small.year.blocks.all():
            RotationAssignmentFactory(
                version=version, person=person, rotation=small.rotation,
                starts_on=block.starts_on, ends_on=block.ends_on,
            )  # fmt: skip
    publish_version(version, by=director, at=NOW - timedelta(hours=1))
    draft = open_draft(small.year, by=coordinator, at=NOW - timedelta(minutes=30))
    AssignmentFactory(
        version=draft, person=small.residents[0], starts_on=SOON, activity=small.clinic
    )
    return small


def test_draft_goes_the_way_of_maker_and_checker_and_back(visit, small, live_server):
    draft = small.year.schedule.versions.draft().get()
    version = f"/admin/scheduling/scheduleversion/{draft.pk}"
    line = "Mon 20 Jul 2026 AM: Clinic is new."

    maker = visit(f"{version}/differences/", small.user("coordinator"), **DESK)
    expect(maker.get_by_text(line)).to_be_visible()
    maker.get_by_role("button", name="Submit for approval").press("Enter")
    expect(maker.get_by_text("it waits for somebody else")).to_be_visible()

    checker = visit(f"{version}/differences/", small.user("director"), **DESK)
    checker.get_by_role("button", name="Approve").click()
    expect(checker.get_by_text(f"Version {draft.number} is approved.")).to_be_visible()

    maker.reload()
    maker.get_by_role("link", name="Publish…").press("Enter")
    expect(maker.get_by_text("1 cell changes that are past or within 7 days.")).to_be_visible()
    maker.get_by_label("Reason").fill("A new clinic")
    maker.keyboard.press("Enter")
    expect(maker.get_by_text(f"Version {draft.number} is published.")).to_be_visible()

    maker.get_by_role("link", name="Roll back…").click()
    maker.get_by_label("Reason").fill("The clinic is closed")
    maker.get_by_role("button", name="Roll back").click()
    expect(maker.get_by_text("are as they were published before")).to_be_visible()
    maker.get_by_role("link", name="Changes", exact=True).click()
    maker.get_by_role("link", name="Ada Rowan no longer has C").click()
    expect(maker.get_by_text("Why: The clinic is closed")).to_be_visible()
    maker.get_by_label("Reason").fill("It is open after all")
    maker.get_by_role("button", name="Take it back").click()
    expect(maker.get_by_text("It is taken back.")).to_be_visible()
    assert draft.assignments.half_days().count() == 1

    found = {}
    for path in (
        f"{version}/differences/",
        f"{version}/changes/",
        f"/admin/scheduling/schedule/{draft.schedule_id}/as-of/?day={SOON}",
    ):
        phone = visit(path, small.user("director"))
        found[path] = overflow(phone)
    expect(phone.get_by_role("rowheader", name="Rowan A.")).to_be_visible()
    assert set(found.values()) == {0}
