"""What people are told of: one table of all kinds of notice, and how each reaches its reader."""

from dataclasses import dataclass
from enum import StrEnum


class Way(StrEnum):
    """How a notice is mailed; the inbox has it in any case."""

    NOW = "now"
    DAILY = "daily"
    NEVER = "never"


@dataclass(frozen=True)
class NoticeKind:
    """What it is called, when it comes, and how unless its reader prefers otherwise."""

    title: str
    comes_when: str
    """Completes "You are told when …"."""
    mailed: Way = Way.NOW
    may_ask: bool = False
    """Whether its reader may be asked to say by a moment that they have seen it. It is mailed
    then, whatever they prefer."""
    for_those_who: str = ""
    """The action of those whom it concerns, when that is not everybody."""
    for_webhooks: bool = True
    """Whether other programs may be told of it."""


NOTICE_KINDS: dict[str, NoticeKind] = {
    # The schedule
    "schedule_published": NoticeKind(
        "Schedule published", "a schedule is published that changes your days"
    ),
    "late_change": NoticeKind(
        "Late change", "a published schedule changes for you shortly before", may_ask=True
    ),
    # Hours
    "hours_to_confirm": NoticeKind(
        "Hours to confirm", "days of yours are not confirmed and will be locked soon"
    ),
    # Preferences
    "preferences_asked": NoticeKind(
        "Preferences asked for", "the program asks what you would like, and before the deadline"
    ),
    # Leave and cover
    "leave_requested": NoticeKind(
        "Leave to decide",
        "somebody asks for leave that you decide",
        for_those_who="decide_absence",
    ),
    "leave_decided": NoticeKind("Leave decided", "your leave is approved, denied or cancelled"),
    "cover_asked": NoticeKind(
        "Cover asked for", "you are asked to take over for somebody who is away", may_ask=True
    ),
    "credential_ending": NoticeKind(
        "Credential runs out",
        "a credential of yours, or one that you keep track of, runs out in 90, 30 or 7 days",
    ),
    # Swaps
    "swap_offered": NoticeKind("Swap offered", "somebody offers you a swap"),
    "swap_answered": NoticeKind("Swap answered", "somebody takes or declines a swap of yours"),
    "swap_to_decide": NoticeKind(
        "Swap to decide", "a swap waits for your approval", for_those_who="decide_swap"
    ),
    "swap_decided": NoticeKind("Swap decided", "a swap of yours is approved, declined or undone"),
    "swap_ended": NoticeKind("Swap ended", "an offer of a swap expires or goes to somebody else"),
    "swap_reminder": NoticeKind("Swap still open", "a swap of yours has found nobody yet"),
    # What was not seen, and what did not arrive
    "unseen": NoticeKind(
        "Not seen in time",
        "somebody has not said in time that they saw a change",
        for_those_who="view_notices",
    ),
    "webhook_failed": NoticeKind(
        "Webhook failed",
        "a webhook that you look after does not reach its address",
        for_those_who="manage_webhooks",
        # Or a webhook would be told of its own failures for ever.
        for_webhooks=False,
    ),
}

WEBHOOK_KINDS = {kind: about for kind, about in NOTICE_KINDS.items() if about.for_webhooks}
