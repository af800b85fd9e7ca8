"""What hangs on a duty goes with it: when it moves, when it is lost, when nobody takes it."""

from datetime import date, timedelta

import pytest
import time_machine

from people.models import Notice
from scheduling.models import Assignment, ScheduleVersion
from scheduling.services.changes import Put, TakeAway, apply_changes
from scheduling.services.check import check_and_store
from scheduling.services.publish import publish_version
from scheduling.services.versions import open_draft
from swaps.models import SwapOffer, SwapPolicy, Trade
from swaps.services.offers import offer_duty
from swaps.services.reminders import expire, remind
from swaps.services.trades import propose_match
from tests.swaps.team import AT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def offered(crew, at_once):
    with at_once():
        offer = offer_duty(crew.call("ada", 7), by=crew.account("ada"), at=AT)
    offer.refresh_from_db()
    return offer


def test_an_offer_follows_its_call_to_another_night_and_consents_are_asked_again(
    offered, crew, at_once
):
    """In an amendment of what is published, which leaves the seventh to nobody."""
    director = crew.account("director")
    trade = propose_match(offered, 1, by=crew.account("ada"), at=AT, person=crew.ada)
    row = crew.call("ada", 7)

    with at_once():
        apply_changes(
            crew.version,
            [TakeAway(row.pk), Put(crew.ada.pk, date(2026, 7, 4), crew.call_type)],
            by=director, at=AT, reason="The night was needed.", override=True,
        )  # fmt: skip

    offered.refresh_from_db()
    trade.refresh_from_db()
    assert (offered.status, offered.obligation.starts_on) == ("open", date(2026, 7, 4))
    assert offered.expires_at == offered.obligation.starts_at - timedelta(hours=48)
    assert offered.matches, "Matches are looked for again."
    assert not trade.consents.exclude(agrees=None).exists()
    told = Notice.objects.filter(person=crew.ada, kind="swap_offered")
    assert "RC on Tue 7 Jul on offer is now RC on Sat 4 Jul" in [n.subject for n in told]


def test_an_offer_follows_into_the_next_publication_or_ends_with_its_duty(offered, crew, at_once):
    """A new version in which Ada's night is Dot's."""
    coordinator = crew.account("coordinator")
    check_and_store(crew.version, at=AT)
    draft = open_draft(crew.year, by=coordinator, at=AT)
    moved = Assignment.objects.filter(version=draft, person=crew.ada, starts_on=date(2026, 7, 7))
    apply_changes(
        draft,
        [
            TakeAway(moved.get(kind="call").pk),
            Put(crew.dot.pk, date(2026, 7, 7), crew.call_type),
            # Of a half-day with a choice somebody says what it is for.
            Put(crew.ada.pk, date(2026, 7, 8), crew.activities["GME"], "PM", expects=_free(draft)),
        ],
        by=coordinator, at=AT,
    )  # fmt: skip
    with at_once():
        publish_version(draft, by=coordinator, at=AT)

    offered.refresh_from_db()
    assert ScheduleVersion.objects.published().get() == draft
    assert (offered.status, offered.obligation.end) == (
        SwapOffer.Status.LOST,
        "Ada Rowan has RC on Tue 7 Jul no more.",
    )
    assert Notice.objects.filter(person=crew.ada, kind="swap_ended").exists()


def _free(draft: ScheduleVersion) -> int:
    """Ada's afternoon after the call."""
    rows = Assignment.objects.filter(version=draft, person__first_name="Ada", slot="PM")
    return rows.get(starts_on=date(2026, 7, 8)).pk


def test_reminders_climb_the_ladder_within_waking_hours_until_it_is_too_late(offered, crew):
    """The call begins on 7 July at 17:00 in Chicago."""
    SwapPolicy.objects.create(program=crew.program, closes_hours=1)
    offered.expires_at = offered.obligation.starts_at - timedelta(hours=1)
    offered.save()
    starts_at = offered.obligation.starts_at
    offered.refresh_from_db()

    def reminded(**before: float) -> str | None:
        at = starts_at - timedelta(**before)
        count = remind(at=at)
        last = Notice.objects.filter(kind="swap_reminder").order_by("-pk").first()
        return last.lines[0].split(".")[0] if count and last else None

    assert reminded(days=21.5) is None, "The rung of three weeks has not come yet."
    assert reminded(days=21) == "It begins in 3 weeks"
    assert reminded(days=20) is None, "Once a rung."
    assert reminded(weeks=1, hours=-12) is None, "It is five in the morning."
    assert reminded(weeks=1, hours=-15) == "It begins in a week", "Two rungs at once are one."
    assert reminded(hours=12) is None, "It is five in the morning again."
    assert reminded(hours=9) == "It begins in 12 hours"

    assert expire(at=starts_at) == 1
    offered.refresh_from_db()
    assert offered.status == SwapOffer.Status.EXPIRED


def test_a_proposal_that_nobody_answers_expires(offered, crew):
    trade = propose_match(offered, 1, by=crew.account("ada"), at=AT, person=crew.ada)

    expire(at=trade.expires_at)

    trade.refresh_from_db()
    assert trade.status == Trade.Status.EXPIRED
