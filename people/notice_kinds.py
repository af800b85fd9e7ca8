"""What people are told of: one table of all kinds of notice, and how each reaches its reader."""

from dataclasses import dataclass


@dataclass(frozen=True)
class NoticeKind:
    """What it is called, when it comes, and how unless its reader prefers otherwise."""

    title: str
    comes_when: str
    """Completes "You are told when …"."""
    mailed: str = "now"
    """`now`, `daily` with the other news of the day, or `never`; the inbox has it in any case."""
    may_ask: bool = False
    """Whether its reader may be asked to say by a moment that they have seen it. It is mailed
    at once then, whatever they prefer."""


NOTICE_KINDS: dict[str, NoticeKind] = {
    # The schedule
    "schedule_published": NoticeKind(
        "Schedule published", "a schedule is published that changes your days"
    ),
    "late_change": NoticeKind(
        "Late change", "a published schedule changes for you shortly before", may_ask=True
    ),
    # Leave and cover
    "leave_requested": NoticeKind("Leave to decide", "somebody asks for leave that you decide"),
    "leave_decided": NoticeKind("Leave decided", "your leave is approved, denied or cancelled"),
    "cover_asked": NoticeKind(
        "Cover asked for", "you are asked to take over for somebody who is away", may_ask=True
    ),
    # Swaps
    "swap_offered": NoticeKind("Swap offered", "somebody offers you a swap"),
    "swap_answered": NoticeKind("Swap answered", "somebody takes or declines a swap of yours"),
    "swap_to_decide": NoticeKind("Swap to decide", "a swap waits for your approval"),
    "swap_decided": NoticeKind("Swap decided", "a swap of yours is approved, declined or undone"),
    "swap_ended": NoticeKind("Swap ended", "an offer of a swap expires or goes to somebody else"),
    "swap_reminder": NoticeKind("Swap still open", "a swap of yours has found nobody yet"),
}
