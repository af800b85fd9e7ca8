"""What a program lets its people trade, until when, and whose word counts."""

from __future__ import annotations

from datetime import datetime, timedelta

from people.models import Person, Program, User
from people.permissions import owns, require
from people.wording import said
from scheduling.models import Assignment, ScheduleVersion
from swaps.models import SwapPolicy
from swaps.models.policy import DutyKind, kind_of
from swaps.services.refused import SwapRefused
from swaps.words import what

Deciders = SwapPolicy.Deciders


def policy_of(program: Program) -> SwapPolicy:
    """The program's own, or what holds for a program that has set nothing."""
    return SwapPolicy.objects.filter(program=program).first() or SwapPolicy(program=program)


def closes_at(starts_at: datetime, policy: SwapPolicy) -> datetime:
    """The moment from which a duty is traded no more."""
    return starts_at - timedelta(hours=policy.closes_hours)


def deciding_action(policy: SwapPolicy) -> str:
    return "decide_swap" if policy.deciders == Deciders.OFFICE else "arrange_swaps"


def require_decider(program: Program, *, by: User, at: datetime) -> None:
    require(by, deciding_action(policy_of(program)), program, at=at)


def act_for(person: Person, program: Program, *, by: User, at: datetime, consent: str) -> str:
    """Whoever acts for somebody else arranges swaps, and says how the person agreed.

    Returns what is to be kept of it: nothing, where people act for themselves.
    """
    if owns(by, person):
        require(by, "offer_own_swap", program, at=at, person=person)
        return ""
    require(by, "arrange_swaps", program, at=at)
    if not consent.strip():
        raise SwapRefused(
            said("Say how {person} agreed: by telephone, by mail.", person=person), code="consent"
        )
    return consent.strip()


def require_tradable(row: Assignment, policy: SwapPolicy, *, at: datetime) -> DutyKind:
    """The duty's kind. Refused when it is not published, not to be traded, locked, or too near."""
    kind = kind_of(row)
    if row.version.status != ScheduleVersion.Status.PUBLISHED:
        raise SwapRefused(said("Only what is published can be traded."), code="not-published")
    if kind is None:
        raise SwapRefused(said("Leave is not traded. Ask for other days instead."), code="leave")
    if kind not in policy.kinds:
        raise SwapRefused(
            said(
                "{program} trades no {kind}.", program=policy.program, kind=said(kind.label.lower())
            ),
            code="kind",
        )
    if row.locked:
        raise SwapRefused(
            said("{what} is locked and stays with {person}.", what=what(row), person=row.person),
            code="locked",
        )
    require_open(row, policy, at=at)
    return kind


def require_open(row: Assignment, policy: SwapPolicy, *, at: datetime) -> None:
    if at >= closes_at(row.starts_at, policy):
        raise SwapRefused(
            said(
                "{what} can be traded no more: it begins in less than {closes_hours} hours, or "
                "has begun.",
                what=what(row),
                closes_hours=policy.closes_hours,
            ),
            code="closed",
        )
