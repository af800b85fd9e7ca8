"""One's calendar addresses: made for one's own schedule or a service, given another secret, revoked."""

from __future__ import annotations

from itertools import groupby

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from people.models import Token
from people.services.tokens import IssuedToken, revoke_token
from people.views.asker import signed_in
from scheduling.queries.calendars import addresses_of
from scheduling.services.calendar_feeds import choices_for, make_feed, rotate_feed


@require_safe
@never_cache
def calendars(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
@never_cache
def make_calendar(request: HttpRequest) -> HttpResponse:
    """The answer itself shows the address: its secret is kept nowhere, not even in the session."""
    user = signed_in(request)
    shows = request.POST.get("shows", "")
    try:
        issued = make_feed(user, shows=shows, by=user, at=timezone.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("scheduling:calendars")
    return _page(request, issued)


@require_POST
@never_cache
def rotate_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, rotate_feed(_own(request, pk), by=signed_in(request), at=timezone.now()))


@require_POST
def revoke_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    token = _own(request, pk)
    revoke_token(token, by=signed_in(request), at=timezone.now())
    messages.success(
        request,
        _("The address of “%(name)s” is revoked and shows nothing now.") % {"name": token.name},
    )
    return redirect("scheduling:calendars")


def _own(request: HttpRequest, pk: int) -> Token:
    """Somebody else's address, or one that is revoked, does not exist here."""
    living = Token.objects.filter(scope=Token.Scope.FEED, revoked_at=None)
    return get_object_or_404(living, pk=pk, user=signed_in(request))


def _page(request: HttpRequest, issued: IssuedToken | None = None) -> HttpResponse:
    user, at = signed_in(request), timezone.now()
    choices = choices_for(user, at=at)
    groups = [(group, list(found)) for group, found in groupby(choices, key=lambda c: c.group)]
    context = {
        "addresses": addresses_of(user, at=at),
        "groups": groups,
        "issued": issued,
        "mail_is_set_up": not settings.MAIL_STAYS_HERE,
    }
    if issued:
        address = request.build_absolute_uri(reverse("scheduling:feed", args=[issued.secret]))
        # The same as a link that opens a calendar.
        context |= {"address": address, "calendar_link": "webcal:" + address.partition(":")[2]}
    return render(request, "scheduling/calendars.html", context)
