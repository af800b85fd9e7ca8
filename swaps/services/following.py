"""Swaps hang on duties: when the schedule moves one, its offer and its trades go along."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone

from people.models import Program
from people.wording import said
from scheduling.models import Assignment, AssignmentChange, ChangeSet, ScheduleVersion
from scheduling.services.changes import published_amended
from scheduling.services.publish import schedule_published
from swaps.models import Obligation, SwapOffer, Trade
from swaps.models.obligation import name_of
from swaps.services import queue, telling
from swaps.services.matching import ask_again
from swaps.services.obligations import TIMES, end, rows_of
from swaps.services.offers import close_offer, end_trade
from swaps.services.policies import closes_at, policy_of
from swaps.services.settling import give_up

Name = tuple[object, ...]
New = Callable[[Collection[int]], Collection[Name]]
"""Which duties of some people are new in what is published."""

NEAR = {
    Assignment.Kind.HALF_DAY: timedelta(days=7),
    Assignment.Kind.CALL: timedelta(days=28),
    Assignment.Kind.ROTATION: timedelta(days=366),
}
"""What is moved further than this is another duty."""


@receiver(schedule_published, dispatch_uid="swaps follow what is published")
def after_publication(
    sender: type, *, version: ScheduleVersion, before: ScheduleVersion | None, **_: Any
) -> None:
    def new(people: Collection[int]) -> Collection[Name]:
        return _names(version, people) - (_names(before, people) if before else set())

    follow(version.schedule.program, new, at=timezone.now())


@receiver(published_amended, dispatch_uid="swaps follow amendments")
def after_amendment(sender: type, *, change_set: ChangeSet, **_: Any) -> None:
    def new(people: Collection[int]) -> Collection[Name]:
        changes = change_set.changes.filter(person__in=people, after__isnull=False)
        return {_name_after(change) for change in changes}

    follow(change_set.version.schedule.program, new, at=change_set.at)


def _names(version: ScheduleVersion, people: Collection[int]) -> set[Name]:
    return {name_of(row) for row in Assignment.objects.filter(version=version, person__in=people)}


def _name_after(change: AssignmentChange) -> Name:
    after = change.after or {}
    things = (after.get(name) for name in ("rotation_id", "activity_id", "call_type_id"))
    return (change.person_id, change.kind, change.starts_on, change.slot, *things)


@transaction.atomic
def follow(program: Program, new: New, *, at: datetime) -> None:
    """Bring every duty that is on offer or in a trade up to what is published now."""
    live = list(_live(program))
    lost = [each for each in live if each.pk not in rows_of(live)]
    people = {each.person_id for each in lost}
    names = new(people) if people else ()
    moved = [row for row in _published(people) if name_of(row) in names]
    for each in lost:
        row = _moved_to(each, moved)
        if row is None:
            _lose(each, at=at)
        else:
            moved.remove(row)
            _move(each, row, at=at)
    if live:
        ask_again(program, at=at)


def _live(program: Program) -> Iterable[Obligation]:
    """Duties whose offer is open or taken, or whose trade is not over."""
    offered = SwapOffer.objects.filter(program=program, status__in=("open", "taken"))
    traded = Trade.objects.live().filter(program=program)
    keys = {*offered.values_list("obligation", flat=True)}
    keys |= {*traded.values_list("legs__obligation", flat=True)}
    rows = Obligation.objects.standing().filter(pk__in=keys).with_names()
    return rows.select_for_update(of=("self",)).order_by("pk")


def _published(people: Collection[int]) -> list[Assignment]:
    rows = Assignment.objects.filter(
        version__status=ScheduleVersion.Status.PUBLISHED, person__in=people
    )
    return list(rows.with_names().order_by("starts_at", "pk")) if people else []


def _moved_to(lost: Obligation, rows: Iterable[Assignment]) -> Assignment | None:
    """The same thing of the same person on a day that is new for it; the nearest of several."""
    near = NEAR[Assignment.Kind(lost.kind)]
    same = [
        row
        for row in rows
        if _thing(row) == _thing(lost) and abs(row.starts_at - lost.starts_at) <= near
    ]
    return min(same, key=lambda row: abs(row.starts_at - lost.starts_at), default=None)


def _thing(duty: Assignment | Obligation) -> Name:
    """Whose it is and what of, whenever it is."""
    return (duty.person_id, duty.kind, duty.rotation_id, duty.activity_id, duty.call_type_id)


def _lose(obligation: Obligation, *, at: datetime) -> None:
    """It is theirs no more: what hangs on it ends."""
    why = said("{person} has {what} no more.", person=obligation.person, what=obligation.what)
    end(obligation, why, at=at)
    for trade in Trade.objects.live().filter(legs__obligation=obligation).distinct():
        if not end_trade(trade, Trade.Status.LOST, why, at=at):
            give_up(trade, Trade.Status.LOST, why, at=at)
    for offer in obligation.offers.filter(status=SwapOffer.Status.OPEN):
        close_offer(offer, SwapOffer.Status.LOST, at=at)
        telling.offer_ended(offer, at=at)


def _move(obligation: Obligation, row: Assignment, *, at: datetime) -> None:
    """The obligation goes where its duty went, and so does what hangs on it."""
    before, starts_on = obligation.what, obligation.starts_on
    for column in ("starts_on", "slot", *TIMES):
        setattr(obligation, column, getattr(row, column))
    obligation.save(update_fields=["starts_on", "slot", *TIMES])
    for offer in obligation.offers.filter(status__in=("open", "taken")):
        _move_offer(offer, obligation, before, row.starts_on - starts_on, at=at)
    for trade in Trade.objects.live().filter(legs__obligation=obligation).distinct():
        _ask_again(trade, before, at=at)


def _move_offer(
    offer: SwapOffer, obligation: Obligation, before: str, by: timedelta, *, at: datetime
) -> None:
    """What was wanted around the duty is wanted around it still."""
    offer.obligation = obligation
    offer.expires_at = closes_at(obligation.starts_at, policy_of(offer.program))
    offer.wanted_from, offer.wanted_until = (
        _shifted(day, by) for day in (offer.wanted_from, offer.wanted_until)
    )
    offer.matches, offer.cannot = [], {}
    offer.save(update_fields=["expires_at", "wanted_from", "wanted_until", "matches", "cannot"])
    telling.moved(offer, before, at=at)


def _shifted(day: date | None, by: timedelta) -> date | None:
    return day + by if day else None


def _ask_again(trade: Trade, before: str, *, at: datetime) -> None:
    """Nobody has agreed to the new day yet."""
    Trade.objects.filter(pk=trade.pk).update(
        status=Trade.Status.PROPOSED, agreed_at=None, looked_at=None, look={}, doubts=[],
        decided_at=None, decided_by=None,
    )  # fmt: skip
    trade.consents.update(agrees=None, answered_at=None, recorded_by=None, how="")
    SwapOffer.objects.filter(obligation__legs__trade=trade, status=SwapOffer.Status.TAKEN).update(
        status=SwapOffer.Status.OPEN
    )
    trade.refresh_from_db()
    telling.asked_again(trade, before, at=at)
    transaction.on_commit(partial(queue.settle, trade))
