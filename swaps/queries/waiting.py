"""What waits in a program of its swaps."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.urls import reverse

from people.models import Program, User
from people.permissions import may
from people.waiting import Waiting, counted, waits
from swaps.models import Trade
from swaps.services.policies import deciding_action, policy_of

SOON = timedelta(days=2)


@waits("swaps", 22, "swap_horiz", "view_swaps")
def swaps_to_decide(program: Program, user: User, at: datetime) -> Waiting | None:
    """For those whose word counts by the program's policy."""
    waiting = Trade.objects.filter(program=program, status=Trade.Status.WAITING)
    ends = list(waiting.order_by("expires_at").values_list("expires_at", flat=True))
    if not ends or not may(user, deciding_action(policy_of(program)), program, at=at):
        return None
    until = ends[0].astimezone(program.zone)
    return Waiting(
        len(ends),
        counted(len(ends), "swap to decide", "swaps to decide"),
        reverse("admin:swaps_trade_waiting"),
        hint=f"The first is off after {until:%a %b} {until.day}, {until:%H:%M}.",
        pressing=ends[0] < at + SOON,
    )
