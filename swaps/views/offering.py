"""Offering a duty, the offer with whom to ask, and taking it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.answering import answered
from people.models import Enrolment, Person
from people.permissions import owns
from scheduling.models import Assignment
from scheduling.permissions import visible_versions
from swaps.forms import OfferForm
from swaps.models import SwapOffer, Trade
from swaps.permissions import visible_offers
from swaps.queries.matches import MatchReader
from swaps.services.offers import offer_duty, withdraw_offer
from swaps.services.policies import policy_of
from swaps.services.trades import propose_match, take_offer
from swaps.views.actor import Actor, show


def _row(actor: Actor, pk: int) -> Assignment:
    """One's own published duty, or anybody's for those who arrange swaps."""
    rows = Assignment.objects.filter(version__in=visible_versions(actor.user, at=actor.at))
    rows = rows.filter(version__status="published").select_related(
        "person", "rotation", "activity", "call_type", "version__schedule__program",
        "version__schedule__academic_year",
    )  # fmt: skip
    row = get_object_or_404(rows, pk=pk)
    if not owns(actor.user, row.person) and not actor.plans(row.version.schedule.program):
        raise PermissionDenied(_("You may offer your own duties only."))
    return row


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new_offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer this duty: one tap is enough."""
    actor = Actor.of(request)
    row = _row(actor, pk)
    standing = _standing_offer(row)
    if standing is not None:
        return redirect("swaps:offer", standing.pk)
    program = row.version.schedule.program
    enrolled = Enrolment.objects.on(row.starts_on, program).exclude(person=row.person)
    people = Person.objects.filter(pk__in=enrolled.values("person"))
    form = OfferForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        return answered(
            request,
            partial(offer_duty, row, by=actor.user, at=actor.at, **form.asked_for()),
            done=_("Your duty is on offer.")
            if owns(actor.user, row.person)
            else _("It is on offer."),
            to=lambda offer: reverse("swaps:offer", args=[offer.pk]),
            otherwise=reverse("swaps:new_offer", args=[pk]),
        )
    is_own = owns(actor.user, row.person)
    context = {"actor": actor, "row": row, "form": form, "is_own": is_own,
               "policy": policy_of(program)}  # fmt: skip
    return show(request, "new_offer", context)


def _standing_offer(row: Assignment) -> SwapOffer | None:
    return SwapOffer.objects.filter(
        status__in=("open", "taken"),
        obligation__person=row.person,
        obligation__kind=row.kind,
        obligation__starts_on=row.starts_on,
        obligation__slot=row.slot,
        obligation__call_type=row.call_type,
    ).first()


def _offer(actor: Actor, pk: int) -> SwapOffer:
    offer: SwapOffer = get_object_or_404(visible_offers(actor.user, at=actor.at), pk=pk)
    return offer


@require_safe
@never_cache
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom to ask, for its giver; whether it suits, for everybody else."""
    actor = Actor.of(request)
    found = _offer(actor, pk)
    giver = found.obligation.person
    plans = actor.plans(found.program)
    is_own = owns(actor.user, giver)
    arranges = plans and not is_own
    reader = MatchReader(found, actor.person, plans=plans, asker=giver if arranges else None)
    context: dict[str, Any] = {
        "actor": actor,
        "offer": found,
        "is_own": is_own,
        "arranges": arranges,
        "policy": policy_of(found.program),
        "trades": Trade.objects.filter(offer=found).with_names(),
    }
    if is_own or plans:
        context |= {"matches": list(reader.matches()), "cannot": reader.who_cannot()}
    if not is_own and actor.person is not None:
        context |= {
            "mine": list(reader.matches(actor.person)),
            "why_not": reader.why_not(actor.person),
        }
    return show(request, "offer", context)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    actor = Actor.of(request)
    found = _offer(actor, pk)
    consent = request.POST.get("consent", "")
    return answered(
        request,
        partial(withdraw_offer, found, by=actor.user, at=actor.at, consent=consent),
        done=_("The offer is taken back."),
        to=lambda _: reverse("swaps:board"),
        otherwise=reverse("swaps:offer", args=[pk]),
    )


@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the duty and give nothing for it."""
    actor = Actor.of(request)
    found = _offer(actor, pk)
    person = actor.acts_for(request, found.program)
    consent = request.POST.get("consent", "")[:120]
    return answered(
        request,
        partial(take_offer, found, person, by=actor.user, at=actor.at, consent=consent),
        done=_("Taken. It is being checked once more."),
        to=lambda trade: reverse("swaps:trade", args=[trade.pk]),
        otherwise=reverse("swaps:offer", args=[pk]),
    )


@require_POST
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask those of one of the matches."""
    actor = Actor.of(request)
    found = _offer(actor, pk)
    number = request.POST.get("match", "")
    verb = partial(
        propose_match,
        found,
        int(number) if number.isdecimal() else 0,
        by=actor.user,
        at=actor.at,
        person=actor.acts_for(request, found.program),
        consent=request.POST.get("consent", "")[:120],
    )
    return answered(
        request,
        verb,
        done=_("Asked. You hear when they have answered."),
        to=lambda trade: reverse("swaps:trade", args=[trade.pk]),
        otherwise=reverse("swaps:offer", args=[pk]),
    )
