"""Every page that residents, faculty and chiefs see, on a phone: by day, at night, by touch, by axe."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import Page

from people.models import Person, Role, User
from scheduling.models import Assignment, PreferenceAnswer
from swaps.models import Trade
from tests.factories.people import (
    AbsenceFactory,
    LeaveAllotmentFactory,
    NoticeFactory,
    RoleFactory,
    TokenFactory,
)
from tests.factories.scheduling import (
    CoverFactory,
    CurriculumItemFactory,
    LoggedWorkFactory,
    MoonlightingPermissionFactory,
    PreferenceRoundFactory,
    RepairRunFactory,
    RequestFactory,
)
from tests.factories.swaps import (
    FavorFactory,
    SwapOfferFactory,
    SwapPolicyFactory,
    TradeFactory,
    obligation_for,
)
from tests.pages.accessible import SETTLED, barriers
from tests.pages.looking import look
from tests.pages.measuring import low_contrast, overflow, small_targets
from tests.pages.world import World, add_absence

pytestmark = pytest.mark.pages

ENTRANCE = (
    "/accounts/login/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/done/",
    "/accounts/signup/",
    "/accounts/inactive/",
    "/on-call/harborview-hills/",
    "/offline/",
)
RESIDENT = (
    *("/my/", "/my/week/", "/my/week/?on=2026-08-03", "/my/block/", "/my/block/?on=2026-08-30"),
    *("/my/year/", "/my/?on=2027-08-02", "/my/numbers/", "/my/training/"),
    *("/on-call/", "/on-call/?on=2027-08-02", "/rules/", "/why/{placed}/", "/why/{call}/"),
    *("/leave/", "/hours/", "/hours/?different=2026-07-13"),
    *(
        "/preferences/",
        "/preferences/{open}/",
        "/preferences/{closed}/",
        "/preferences/wish/{wish}/",
    ),
    *("/swaps/", "/swaps/new/{next_call}/", "/swaps/offers/{mine}/", "/swaps/offers/{theirs}/"),
    *("/swaps/{trade}/", "/swaps/plan/", "/swaps/favors/", "/swaps/history/"),
    *("/notices/", "/notices/preferences/", "/calendars/"),
    "/accounts/sign-on/",
    *("/account/", "/account/sessions/", "/accounts/password/change/", "/accounts/logout/"),
)
FACULTY = (
    *("/my/", "/my/week/", "/my/block/", "/my/year/", "/my/numbers/", "/my/training/", "/hours/"),
    *(
        "/leave/",
        "/preferences/",
        "/preferences/{faculty}/",
        "/swaps/",
        "/swaps/plan/",
        "/on-call/",
    ),
)
CHIEF = (
    *("/my/", "/my/week/?person={faculty_member}", "/on-call/", "/swaps/", "/account/"),
    *("/sick-call/", "/cover/{sick}/", "/cover/{covered}/", "/why/{placed}/", "/notices/"),
)

REFUSED = {"/nothing-here/": 404, "/on-call/elsewhere/": 403, "/my/?on=nonsense": 400}


@dataclass
class Lived:
    """A world in which much has happened, and the keys of the rows that addresses name."""

    world: World
    resident: User
    faculty: User
    chief: User
    keys: dict[str, int]

    def addresses(self, pages: tuple[str, ...]) -> list[str]:
        return [page.format(**self.keys) for page in pages]


@pytest.fixture
def lived(world) -> Lived:
    ada, bea = world.residents
    doctor = world.faculty[0]
    chief = bea.user
    RoleFactory(program=world.program, user=chief, kind=Role.Kind.CHIEF)
    chief.is_staff = True
    chief.save()
    world.program.roster_is_public = True
    world.program.save()
    SwapPolicyFactory(program=world.program)
    keys = {"faculty_member": doctor.pk}
    _account(world, ada)
    for part in (_schedule, _wishes, _swaps, _absences):
        keys |= part(world, ada, bea)
    return Lived(world, ada.user, doctor.user, chief, keys)


def _account(world: World, ada: Person) -> None:
    TokenFactory(user=ada.user)
    TokenFactory(user=ada.user, scope="feed", name="Calendar")
    NoticeFactory(program=world.program, person=ada)
    NoticeFactory(program=world.program, person=ada, asked=True, lines=["Tue Jul 21: Clinic."])
    MoonlightingPermissionFactory(program=world.program, person=ada)
    LoggedWorkFactory(
        program=world.program, person=ada, kind="stayed", reason="A long talk with a family.",
        starts_at=datetime(2026, 7, 13, 1, tzinfo=UTC), ends_at=datetime(2026, 7, 13, 3, tzinfo=UTC),
    )  # fmt: skip


def _schedule(world: World, ada: Person, bea: Person) -> dict[str, int]:
    rows = Assignment.objects.filter(version=world.version, person=ada)
    calls = rows.calls().order_by("starts_on")
    return {
        "placed": rows.filter(kind="rotation").order_by("starts_on")[0].pk,
        "call": calls[0].pk,
        "next_call": calls.filter(starts_on__gt=date(2026, 7, 20))[0].pk,
    }


def _wishes(world: World, ada: Person, bea: Person) -> dict[str, int]:
    for rotation in world.rotations.values():
        CurriculumItemFactory(rotation=rotation, minimum_halves=0)
    asked = {"program": world.program}
    closed = PreferenceRoundFactory(
        **asked, name="The year", closes_at=datetime(2026, 5, 1, tzinfo=UTC)
    )
    wish = RequestFactory(
        **asked, person=ada, round=closed, kind="rotation", rotation=world.rotations["CARD"],
        starts_on=None, ends_on=None,
    )  # fmt: skip
    RequestFactory(**asked, person=ada, round=closed)
    PreferenceAnswer.objects.create(
        round=closed, person=ada, answered_at=closed.opens_at, by=ada.user
    )
    return {
        "closed": closed.pk,
        "wish": wish.pk,
        "open": PreferenceRoundFactory(**asked, note="Say what matters to you.").pk,
        "faculty": PreferenceRoundFactory(**asked, position="faculty").pk,
    }


def _swaps(world: World, ada: Person, bea: Person) -> dict[str, int]:
    """Both offer a night; Bea asks Ada to take one, and a favor is owed."""
    calls = Assignment.objects.filter(version=world.version, starts_on__gt=date(2026, 7, 25))
    calls = calls.calls().select_related("version__schedule__program").order_by("starts_on")
    mine = SwapOfferFactory(obligation=obligation_for(calls.filter(person=ada)[0]))
    first, second = calls.filter(person=bea)[:2]
    theirs = SwapOfferFactory(obligation=obligation_for(first), note="A wedding.")
    trade = TradeFactory(offer=SwapOfferFactory(obligation=obligation_for(second)), taker=ada)
    FavorFactory(leg=trade.legs.get())
    done = TradeFactory(
        offer=SwapOfferFactory(obligation=obligation_for(calls.filter(person=bea)[2])), taker=ada
    )
    Trade.objects.filter(pk=done.pk).update(status=Trade.Status.DECLINED)
    return {"mine": mine.pk, "theirs": theirs.pk, "trade": trade.pk}


def _absences(world: World, ada: Person, bea: Person) -> dict[str, int]:
    LeaveAllotmentFactory(program=world.program)
    sick = add_absence(world, ada, date(2026, 7, 15), date(2026, 7, 16), "sick")
    covered = add_absence(world, bea, date(2026, 7, 14), date(2026, 7, 14), "sick")
    AbsenceFactory(
        program=world.program, person=ada,
        starts_on=date(2026, 10, 5), ends_on=date(2026, 10, 9),
    )  # fmt: skip
    run = RepairRunFactory(
        version=world.version, absence=covered, status="failed", message="The search was cut off."
    )
    CoverFactory(program=world.program, absence=covered, run=run, covered_by=ada)
    return {"sick": sick.pk, "covered": covered.pk}


def test_every_page_of_those_on_the_schedule_can_be_used_on_a_phone(
    visit, lived, live_server, complaints
):
    found = {}
    for who, user, pages in (
        ("anybody", None, ENTRANCE),
        ("resident", lived.resident, RESIDENT),
        ("faculty", lived.faculty, FACULTY),
        ("chief", lived.chief, CHIEF),
    ):
        addresses = lived.addresses(pages)
        page = visit(addresses[0], user)
        for address in addresses:
            if wrong := seen(page, live_server.url + address, who):
                found[f"{address} as {who}"] = wrong

    for address, status in REFUSED.items():
        if wrong := seen(page, live_server.url + address, "chief", status):
            found[address] = wrong
    # The browser complains of an answer that is a refusal.
    assert [
        said for said in complaints if "the server responded with a status of 40" not in said
    ] == []
    assert len(complaints) == len(REFUSED)
    complaints.clear()
    assert found == {}


def seen(page: Page, address: str, who: str, status: int = 200) -> list[str]:
    """What is wrong: no answer, too wide, too small to touch, too pale, shut to somebody."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    answer = page.goto(address)
    assert answer is not None
    page.evaluate(SETTLED)
    wide = overflow(page)
    wrong = [f"answered {answer.status}"] * (answer.status != status) + [f"{wide} px too wide"] * (
        wide > 0
    )
    wrong += small_targets(page) + low_contrast(page) + barriers(page)
    look(page, f"{who}-{name_of(page)}-light")
    page.emulate_media(color_scheme="dark")
    page.evaluate(SETTLED)
    wrong += low_contrast(page) + barriers(page, only="color-contrast")
    look(page, f"{who}-{name_of(page)}-dark")
    return wrong


def name_of(page: Page) -> str:
    return page.url.split("/", 3)[3].strip("/").replace("/", "-").replace("?", "-") or "home"
