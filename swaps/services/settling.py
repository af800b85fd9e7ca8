"""In a worker: a trade is looked at, and carried out, put to somebody, or found impossible."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from people.models import User
from people.spoken import said_in
from people.wording import said, shortened
from scheduling.engine.rules import BY_CODE
from scheduling.models import ChangeSet
from scheduling.services.asked_changes import delta_of
from scheduling.services.changes import Preview, hold, look_at, make
from scheduling.services.check import Finding
from swaps.engine.judge import Judged, is_advice
from swaps.models import Obligation, SwapOffer, SwapPolicy, Trade
from swaps.services import favors, telling
from swaps.services.changing import changes_of
from swaps.services.markets import engine_trade, judged, market_of
from swaps.services.obligations import end, row_of
from swaps.services.offers import end_trade
from swaps.services.policies import policy_of
from swaps.services.refused import SwapRefused
from swaps.words import amount

log = logging.getLogger(__name__)

Status = Trade.Status
Approval = SwapPolicy.Approval

SHOWN = 3
"""Sentences of a rule that a message quotes at most."""


@dataclass(frozen=True)
class Look:
    """A trade as it would be carried out now, and what that does."""

    judged: Judged
    preview: Preview

    @property
    def advice(self) -> list[Finding]:
        """What should hold, or serves the program, and would not."""
        return [
            fault
            for fault in self.preview.judged.advisories
            if is_advice(fault.force, BY_CODE[fault.rule].tier)
        ]

    def to_json(self) -> dict[str, Any]:
        return {
            "against": [fault.message for fault in self.preview.against],
            "advised": [fault.message for fault in self.advice],
            "mended": [fault.message for fault in self.preview.judged.mended],
            "changes": self.preview.sentence,
            "limits": limits_json(self.judged),
        }


def limits_json(found: Judged) -> list[dict[str, Any]]:
    """The arithmetic of a trade: for each person the sums that it moves, beside their limits."""
    return [
        {
            "person": int(each.person),
            "rule": each.rule,
            "title": each.title,
            "label": each.label,
            "before": amount(each.rule, each.before),
            "after": amount(each.rule, each.after),
            "low": None if each.low is None else amount(each.rule, each.low),
            "high": None if each.high is None else amount(each.rule, each.high),
        }
        for each in found.arithmetic
    ]


@transaction.atomic
def look(trade: Trade, *, at: datetime) -> Look:
    """The trade in what is published now, which nobody else changes until the transaction ends."""
    legs = list(trade.legs.select_related("obligation__person").order_by("pk"))
    version = hold(row_of(legs[0].obligation).version)
    market = market_of(version)
    found = engine_trade(market, legs)
    if found is None:
        raise SwapRefused(OVERTAKEN, code="changed")
    verdict = judged(market, found, at=at)
    delta = delta_of(market.source, changes_of(market, verdict.way))
    return Look(verdict, look_at(market.source, delta, at=at))


OVERTAKEN = said("Meanwhile the schedule has changed, and one of these duties is somebody else's.")


@transaction.atomic
def settle(trade: Trade, *, at: datetime) -> Trade:
    """Take a trade one step on. Called in a worker; safe to call twice."""
    held = Trade.objects.select_for_update().select_related("program").get(pk=trade.pk)
    if held.status == Status.PROPOSED:
        _note(held, at=at)
    elif held.status == Status.AGREED:
        _go_on(held, at=at)
    held.refresh_from_db()
    telling.renew_boards(held.program)
    log.info("trade %s: %s", held.pk, held.status)
    return held


def _note(trade: Trade, *, at: datetime) -> None:
    """Show those who are asked what it would do; what is impossible ends before they answer."""
    try:
        with transaction.atomic():
            found = look(trade, at=at)
    except ValidationError as refusal:
        end_trade(trade, Status.FAILED, said_in(refusal), at=at)
        return
    _keep(trade, found, at=at)
    if found.preview.against:
        end_trade(trade, Status.FAILED, _broken(found), at=at)


def _go_on(trade: Trade, *, at: datetime) -> None:
    try:
        with transaction.atomic():
            found = look(trade, at=at)
            _keep(trade, found, at=at)
            doubts = list(_doubts(trade, found, at=at))
            if found.preview.against:
                raise SwapRefused(_broken(found), code="violations")
            if doubts and trade.decided_by is None:
                _put_to_somebody(trade, doubts, at=at)
            else:
                _carry_out(trade, found, at=at)
    except ValidationError as refusal:
        give_up(trade, Status.FAILED, said_in(refusal), at=at)


def _keep(trade: Trade, found: Look, *, at: datetime) -> None:
    trade.look, trade.looked_at = found.to_json(), at
    trade.save(update_fields=["look", "looked_at"])


def _broken(found: Look) -> str:
    faults = shortened([fault.message for fault in found.preview.against], SHOWN)
    return said("This swap would break rules that must hold. {faults}", faults=faults)


def _doubts(trade: Trade, found: Look, *, at: datetime) -> Iterator[str]:
    """Why somebody has to approve it."""
    policy = policy_of(trade.program)
    if policy.approval == Approval.NEVER:
        return
    if policy.approval == Approval.ALWAYS:
        yield said("In {program} somebody approves every swap.", program=trade.program)
    notice = timedelta(days=trade.program.notice_days)
    for leg in trade.legs.select_related("obligation").order_by("obligation__starts_at"):
        if leg.obligation.starts_at < at + notice:
            yield (
                said(
                    "{what} begins in less than {notice_days} days.",
                    what=leg.obligation.what,
                    notice_days=trade.program.notice_days,
                )
            )
    for fault in found.advice[:SHOWN]:
        yield said("Advised against: {message}", message=fault.message)


def _put_to_somebody(trade: Trade, doubts: list[str], *, at: datetime) -> None:
    trade.status, trade.doubts = Status.WAITING, doubts
    trade.save(update_fields=["status", "doubts"])
    telling.to_decide(trade, at=at)


def _carry_out(trade: Trade, found: Look, *, at: datetime) -> None:
    change_set = make(
        found.preview,
        by=_author(trade),
        at=at,
        kind=ChangeSet.Kind.SWAP,
        reason=f"Swap {trade.pk}, agreed by everybody in it.",
        told=telling.people_of(trade),
    )
    trade.status, trade.done_at, trade.change_set = Status.DONE, at, change_set
    trade.save(update_fields=["status", "done_at", "change_set"])
    _close_what_it_moved(trade, at=at)
    favors.earn(trade, at=at)
    telling.done(trade, at=at)


def _author(trade: Trade) -> User | None:
    """Whoever approved it, or else agreed last."""
    if trade.decided_by is not None:
        return trade.decided_by
    last = trade.consents.filter(agrees=True).order_by("-answered_at", "-pk").first()
    return last.recorded_by if last else None


def _close_what_it_moved(trade: Trade, *, at: datetime) -> None:
    """Its duties are somebody else's now: offers of them end, and what else was proposed."""
    moved = list(Obligation.objects.filter(legs__trade=trade))
    SwapOffer.objects.filter(
        obligation__in=moved, status__in=(SwapOffer.Status.OPEN, SwapOffer.Status.TAKEN)
    ).update(status=SwapOffer.Status.DONE, closed_at=at)
    for each in moved:
        end(each, said("It went to somebody else in swap {trade}.", trade=trade.pk), at=at)
    others = Trade.objects.filter(legs__obligation__in=moved, status=Status.PROPOSED).distinct()
    for other in others:
        end_trade(other, Status.LOST, said("One of its duties went to somebody else."), at=at)


def give_up(trade: Trade, status: str, why: str, *, at: datetime) -> None:
    """End a trade that everybody had agreed to; its duties are on offer again, if they were."""
    ended = Trade.objects.filter(pk=trade.pk, status__in=(Status.AGREED, Status.WAITING)).update(
        status=status, message=why
    )
    if not ended:
        return
    taken = SwapOffer.objects.filter(obligation__legs__trade=trade, status=SwapOffer.Status.TAKEN)
    for offer in taken:
        late = offer.expires_at <= at
        offer.status = SwapOffer.Status.EXPIRED if late else SwapOffer.Status.OPEN
        offer.closed_at = at if late else None
        offer.save(update_fields=["status", "closed_at"])
    trade.refresh_from_db()
    telling.ended(trade, at=at)
