"""Hours are read clause by clause; a finding is dealt with, waived, and handed over as evidence."""

import io
import zipfile
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import expect

from scheduling.compliance import tasks  # noqa: F401 -- As a worker does, so that it is known.
from scheduling.compliance.models import Case
from scheduling.models import LoggedWork
from tests.factories.scheduling import LoggedWorkFactory
from tests.pages.conftest import DESK
from tests.pages.desk import published
from tests.pages.hands import Hand
from tests.pages.looking import look
from tests.scheduling.small_program import SmallProgram, small_program

pytestmark = pytest.mark.pages

SUNDAY = datetime(2026, 7, 12, 13, tzinfo=UTC)


@pytest.fixture
def small(browser, clock, transactional_db) -> SmallProgram:
    """An intern moonlighted on Sunday, which a PGY-1 may not."""
    small = small_program()
    published(small)
    ada = small.residents[0]
    LoggedWorkFactory(
        program=small.program, person=ada, kind=LoggedWork.Kind.MOONLIGHTING_EXTERNAL,
        starts_at=SUNDAY, ends_at=SUNDAY + timedelta(hours=2),
        logged_by=small.user("coordinator"),
    )  # fmt: skip
    return small


def test_finding_is_read_dealt_with_and_settled(visit, small, hand: Hand):
    page = visit("/admin/compliance/case/overview/", small.user("coordinator"), **DESK)

    look(page, "compliance")
    expect(page.get_by_role("heading", name="Findings by month")).to_be_visible()
    # Who will cross what when leads to the sum.
    coming = page.get_by_role("listitem").filter(has_text="Tue Jul 28").filter(has_text="must")
    short = "Rowan A. has 3 of 4 required free days of 24 hours in FM, block 1"
    hand.press(coming.get_by_role("link", name=short))
    free = page.get_by_role("row").filter(has_text="6.21.b (2025)")
    expect(free).to_contain_text(f"{short} (01 Jul to 28 Jul 2026).")
    clause = page.get_by_role("row").filter(has_text="6.25 (2025)")
    expect(clause).to_contain_text("moonlights 2.0 h")
    hand.press(page.get_by_role("link", name="Every duty that counts").first)
    expect(page.get_by_role("region", name="What counts", exact=True)).to_contain_text("At most")
    look(page, "compliance-person")
    hand.press(clause.locator("summary"))
    hand.fill(clause.get_by_label("Why it came about"), "She did not know")
    hand.press(clause.get_by_role("button", name="Look into it"))
    hand.press(page.get_by_role("row").filter(has_text="6.25 (2025)").locator("summary"))
    hand.press(page.get_by_role("link", name="The case and its history"))
    hand.fill(page.get_by_label("The reason"), "Talked to her")
    hand.press(page.get_by_role("button", name="Settle it"))
    look(page, "case")

    expect(page.locator(".case-steps li")).to_have_count(2)
    assert Case.objects.get().state == Case.State.SETTLED


def test_pack_is_made_with_one_button_and_is_what_its_checksums_say(visit, small, hand: Hand):
    page = visit("/admin/compliance/case/overview/", small.user("director"), **DESK)

    tabs = page.get_by_role("navigation", name="Compliance")
    hand.press(tabs.get_by_role("link", name="Logged and scheduled"))
    expect(page.get_by_role("heading", name="Worth a look")).to_be_visible()
    hand.press(tabs.get_by_role("link", name="Site visit pack"))
    hand.press(page.get_by_role("button", name="Make the pack"))
    with page.expect_download() as started:
        hand.press(page.get_by_role("link", name="Download").first)
    look(page, "pack")

    archive = zipfile.ZipFile(io.BytesIO(started.value.path().read_bytes()))
    told = {
        row.get_by_role("rowheader").inner_text(): row.get_by_role("cell").last.inner_text()
        for row in page.get_by_role("table").first.get_by_role("row").all()[1:]
    }
    assert {".pdf", ".csv"} <= {Path(name).suffix for name in told}
    for name, checksum in told.items():
        assert sha256(archive.read(name)).hexdigest() == checksum
