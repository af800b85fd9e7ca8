"""A trade: agreeing, declining, taking it back, undoing it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from people.answering import answered
from swaps.models import Trade
from swaps.permissions import visible_trades
from swaps.queries.trades import trade_page
from swaps.services.decisions import ask_to_undo
from swaps.services.trades import answer_trade, withdraw_trade
from swaps.views.actor import Actor, show


def _trade(actor: Actor, pk: int) -> Trade:
    found: Trade = get_object_or_404(visible_trades(actor.user, at=actor.at), pk=pk)
    return found


@require_safe
@never_cache
def trade(request: HttpRequest, pk: int) -> HttpResponse:
    """What happens, who has agreed, and the arithmetic."""
    actor = Actor.of(request)
    found = _trade(actor, pk)
    plans = actor.plans(found.program)
    page = trade_page(found, actor.person, plans=plans, at=actor.at)
    return show(request, "trade", {"actor": actor, "page": page, "trade": found, "plans": plans})


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    agrees = request.POST.get("answer") == "yes"
    return _act(
        request,
        pk,
        lambda found, person, asked: partial(answer_trade, found, person, agrees, **asked),
        done=_("You agreed.") if agrees else _("You declined."),
    )


@require_POST
def withdraw_proposal(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(
        request,
        pk,
        lambda found, person, asked: partial(withdraw_trade, found, person, **asked),
        done=_("Taken back."),
    )


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(
        request,
        pk,
        lambda found, person, asked: partial(ask_to_undo, found, person, **asked),
        done=_("Noted. It is undone when everybody in it has asked for that."),
    )


def _act(
    request: HttpRequest, pk: int, verb: Callable[..., Callable[[], Trade]], *, done: str
) -> HttpResponse:
    """Whatever one does with a trade as one of its people, or for one of them."""
    actor = Actor.of(request)
    found = _trade(actor, pk)
    here = reverse("swaps:trade", args=[pk])
    asked = {
        "by": actor.user,
        "at": actor.at,
        "consent": request.POST.get("consent", "")[:120],
    }
    call = verb(found, actor.acts_for(request, found.program), asked)
    return answered(request, call, done=done, to=lambda _: here, otherwise=here)
