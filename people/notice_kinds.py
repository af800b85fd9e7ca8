"""What people are told of: one table of all kinds of notice, and how each reaches its reader."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_noop as N_


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
        N_("Schedule published"), N_("a schedule is published that changes your days")
    ),
    "late_change": NoticeKind(
        N_("Late change"), N_("a published schedule changes for you shortly before"), may_ask=True
    ),
    # Hours
    "hours_to_confirm": NoticeKind(
        N_("Hours to confirm"), N_("days of yours are not confirmed and will be locked soon")
    ),
    # Preferences
    "preferences_asked": NoticeKind(
        N_("Preferences asked for"),
        N_("the program asks what you would like, and before the deadline"),
    ),
    # Leave and cover
    "leave_requested": NoticeKind(
        N_("Leave to decide"),
        N_("somebody asks for leave that you decide"),
        for_those_who="decide_absence",
    ),
    "leave_decided": NoticeKind(
        N_("Leave decided"), N_("your leave is approved, denied or cancelled")
    ),
    "cover_asked": NoticeKind(
        N_("Cover asked for"),
        N_("you are asked to take over for somebody who is away"),
        may_ask=True,
    ),
    "credential_ending": NoticeKind(
        N_("Credential runs out"),
        N_("a credential of yours, or one that you keep track of, runs out in 90, 30 or 7 days"),
    ),
    # Swaps
    "swap_offered": NoticeKind(N_("Swap offered"), N_("somebody offers you a swap")),
    "swap_answered": NoticeKind(
        N_("Swap answered"), N_("somebody takes or declines a swap of yours")
    ),
    "swap_to_decide": NoticeKind(
        N_("Swap to decide"), N_("a swap waits for your approval"), for_those_who="decide_swap"
    ),
    "swap_decided": NoticeKind(
        N_("Swap decided"), N_("a swap of yours is approved, declined or undone")
    ),
    "swap_ended": NoticeKind(
        N_("Swap ended"), N_("an offer of a swap expires or goes to somebody else")
    ),
    "swap_reminder": NoticeKind(N_("Swap still open"), N_("a swap of yours has found nobody yet")),
    # What was not seen, and what did not arrive
    "unseen": NoticeKind(
        N_("Not seen in time"),
        N_("somebody has not said in time that they saw a change"),
        for_those_who="view_notices",
    ),
    "webhook_failed": NoticeKind(
        N_("Webhook failed"),
        N_("a webhook that you look after does not reach its address"),
        for_those_who="manage_webhooks",
        # Or a webhook would be told of its own failures for ever.
        for_webhooks=False,
    ),
}

WEBHOOK_KINDS = {kind: about for kind, about in NOTICE_KINDS.items() if about.for_webhooks}
