"""Leave from the resident's phone to the office's desk."""

from playwright.sync_api import expect

from tests.pages.accessible import assert_accessible

DESK = {"width": 1280, "height": 900}


def test_leave_is_asked_for_on_a_phone_and_decided_in_two_clicks(visit, world, live_server):
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

    desk = visit("/admin/people/absence/queue/", world.coordinator, viewport=DESK)
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
