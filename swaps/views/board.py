"""The first page of swaps, what is owed, and what was."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from people.answering import answered
from swaps.models import Favor, Trade
from swaps.queries.board import board as read_board
from swaps.services.favors import forgive
from swaps.views.actor import Actor, choose_program, show


@require_safe
@never_cache
def board(request: HttpRequest) -> HttpResponse:
    """What waits for me, what I have begun, and what others offer."""
    actor = Actor.of(request)
    programs = actor.programs()
    program = choose_program(request, programs)
    if program is None or actor.person is None:
        return show(request, "nobody", {"actor": actor})
    found = read_board(actor.person, program, at=actor.at)
    context = {"actor": actor, "program": program, "programs": programs, "board": found}
    return show(request, "board", context)


@require_safe
@never_cache
def history(request: HttpRequest) -> HttpResponse:
    """Every swap of mine, the last first."""
    actor = Actor.of(request)
    if actor.person is None:
        return show(request, "nobody", {"actor": actor})
    trades = Trade.objects.of(actor.person).with_names()[:100]
    return show(request, "history", {"actor": actor, "trades": trades})


@require_safe
@never_cache
def favors(request: HttpRequest) -> HttpResponse:
    """Who owes me, and whom I owe."""
    actor = Actor.of(request)
    if actor.person is None:
        return show(request, "nobody", {"actor": actor})
    rows = Favor.objects.select_related(
        "program", "owed_to", "owed_by", "leg__obligation__rotation",
        "leg__obligation__activity", "leg__obligation__call_type",
    )  # fmt: skip
    owed = rows.owed()
    mine = rows.filter(owed_to=actor.person) | rows.filter(owed_by=actor.person)
    context = {
        "actor": actor,
        "owed_to_me": owed.filter(owed_to=actor.person),
        "owed_by_me": owed.filter(owed_by=actor.person),
        "settled": mine.exclude(settled_at=None).order_by("-settled_at")[:20],
    }
    return show(request, "favors", context)


@require_POST
def forgive_favor(request: HttpRequest, pk: int) -> HttpResponse:
    actor = Actor.of(request)
    favor = get_object_or_404(Favor.objects.filter(owed_to=actor.person), pk=pk)
    here = reverse("swaps:favors")
    return answered(
        request,
        partial(forgive, favor, by=actor.user, at=actor.at),
        done=_("Forgiven."),
        to=lambda _: here,
        otherwise=here,
    )
