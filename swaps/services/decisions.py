"""Approving a swap or not, and undoing one: by those whose word counts, or by all who traded."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from people.models import Person, User
from people.spoken import refused
from people.wording import said
from scheduling.services.undoing import take_back
from swaps.models import Trade
from swaps.services import favors, queue, telling
from swaps.services.policies import act_for, policy_of, require_decider
from swaps.services.refused import SwapRefused
from swaps.services.settling import give_up

Status = Trade.Status

LONGEST = 400
"""Of what somebody writes about a swap."""


@transaction.atomic
def approve_trade(trade: Trade, *, by: User, at: datetime, reason: str = "") -> Trade:
    """Let a swap go ahead. A worker looks at it once more and carries it out."""
    require_decider(trade.program, by=by, at=at)
    _require_no_part(trade, by)
    approved = Trade.objects.filter(pk=trade.pk, status=Status.WAITING).update(
        status=Status.AGREED, decided_at=at, decided_by=by, message=reason.strip()[:LONGEST]
    )
    _require_moved(trade, approved)
    transaction.on_commit(partial(queue.settle, trade))
    return trade


@transaction.atomic
def refuse_trade(trade: Trade, *, by: User, at: datetime, reason: str) -> Trade:
    """Not let it go ahead, and say why; its duties are on offer again."""
    require_decider(trade.program, by=by, at=at)
    if not reason.strip():
        raise SwapRefused(said("Say why the swap is not approved."), code="reason")
    decided = Trade.objects.filter(pk=trade.pk, status=Status.WAITING).update(
        decided_at=at, decided_by=by
    )
    _require_moved(trade, decided)
    give_up(trade, Status.REFUSED, reason.strip()[:LONGEST], at=at)
    trade.refresh_from_db()
    return trade


def _require_no_part(trade: Trade, by: User) -> None:
    """Nobody approves their own swap."""
    if trade.consents.filter(person__user=by).exists():
        raise SwapRefused(
            said("Somebody else approves a swap that you take part in."), code="own-swap"
        )


def _require_moved(trade: Trade, moved: int) -> None:
    trade.refresh_from_db()
    telling.renew_boards(trade.program)
    if not moved:
        raise SwapRefused(
            said(
                "This swap does not wait for approval: {status}.",
                status=said(trade.get_status_display().lower()),
            ),
            code="not-waiting",
        )


# Undoing

ALL_ASKED = said("Everybody in it asked to undo it.")


@transaction.atomic
def ask_to_undo(
    trade: Trade, person: Person, *, by: User, at: datetime, consent: str = ""
) -> Trade:
    """One of those who traded would undo it. When all of them would, it is undone."""
    act_for(person, trade.program, by=by, at=at, consent=consent)
    _require_within_window(trade, at=at)
    asked = trade.consents.filter(person=person, undo_asked_at=None).update(undo_asked_at=at)
    if not asked:
        raise SwapRefused(
            said("{person} has no part in it, or has asked already.", person=person), code="asked"
        )
    if trade.consents.filter(undo_asked_at=None).exists():
        telling.undo_asked(trade, person, at=at)
        return trade
    return _undo(trade, by=by, at=at, reason=ALL_ASKED)


@transaction.atomic
def undo_trade(trade: Trade, *, by: User, at: datetime, reason: str) -> Trade:
    """Give every duty back, by the stored difference; refused when a cell has changed since."""
    require_decider(trade.program, by=by, at=at)
    _require_within_window(trade, at=at)
    if not reason.strip():
        raise SwapRefused(said("Say why the swap is undone."), code="reason")
    return _undo(trade, by=by, at=at, reason=reason.strip())


def _require_within_window(trade: Trade, *, at: datetime) -> None:
    held = Trade.objects.select_for_update().get(pk=trade.pk)
    if held.status != Status.DONE or held.done_at is None:
        raise SwapRefused(
            said(
                "This swap cannot be undone: {status}.",
                status=said(held.get_status_display().lower()),
            ),
            code="not-done",
        )
    hours = policy_of(trade.program).undo_hours
    if at > held.done_at + timedelta(hours=hours):
        raise SwapRefused(
            said(
                "A swap can be undone for {hours} hours after it was carried out. Offer the "
                "duty again instead.",
                hours=hours,
            ),
            code="too-late",
        )


def _undo(trade: Trade, *, by: User, at: datetime, reason: str) -> Trade:
    if trade.change_set is None:
        raise refused("This swap has no change on record.", code="not-done")
    told = telling.people_of(trade)
    take_back(trade.change_set, by=by, at=at, reason=reason, told=told)
    trade.status, trade.undone_at, trade.undone_by = Status.UNDONE, at, by
    trade.message = reason[:LONGEST]
    trade.save(update_fields=["status", "undone_at", "undone_by", "message"])
    favors.cancel(trade, by=by, at=at)
    telling.undone(trade, at=at)
    telling.renew_boards(trade.program)
    return trade
