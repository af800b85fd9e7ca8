"""One's own account: who one is here, the calendar address, and tokens for scripts."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from people.forms import FEED_NAME, TokenForm
from people.models import Person, Role, Token, User
from people.services.tokens import IssuedToken, issue_token, revoke_token
from people.views.asker import signed_in


@require_safe
@never_cache
def account(request: HttpRequest) -> HttpResponse:
    return _page(request, TokenForm(), at=timezone.now())


@require_POST
@never_cache
def issue(request: HttpRequest) -> HttpResponse:
    """The answer itself shows the secret: it is kept nowhere, not even in the session."""
    form, at = TokenForm(request.POST), timezone.now()
    issued = None
    if form.is_valid():
        issued = _issue(
            request,
            form.cleaned_data["name"],
            form.cleaned_data["scope"],
            at,
            form.expires_at(at),
        )
    return _page(request, TokenForm() if issued else form, at=at, issued=issued)


@require_POST
@never_cache
def issue_feed(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    return _page(request, TokenForm(), at=at, feed=_issue(request, FEED_NAME, Token.Scope.FEED, at))


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody else's token does not exist here."""
    user = signed_in(request)
    token = get_object_or_404(Token, pk=pk, user=user)
    try:
        revoke_token(token, by=user, at=timezone.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, f"“{token.name}” is revoked and opens nothing from now on.")
    return redirect("people:account")


def _issue(
    request: HttpRequest, name: str, scope: str, at: datetime, expires_at: datetime | None = None
) -> IssuedToken:
    user = signed_in(request)
    return issue_token(user, name=name, scope=scope, by=user, at=at, expires_at=expires_at)


def _page(
    request: HttpRequest,
    form: TokenForm,
    *,
    at: datetime,
    issued: IssuedToken | None = None,
    feed: IssuedToken | None = None,
) -> HttpResponse:
    user = signed_in(request)
    living = list(Token.objects.filter(user=user, revoked_at=None))
    context = {
        "person": Person.objects.filter(user=user).first(),
        "roles": _roles(user, at),
        "tokens": [token for token in living if token.scope != Token.Scope.FEED],
        "feeds": [token for token in living if token.scope == Token.Scope.FEED],
        "form": form,
        "issued": issued,
        **(_addresses(request, feed) if feed else {}),
        "at": at,
    }
    return render(request, "people/account.html", context)


def _roles(user: User, at: datetime) -> list[Role]:
    roles = Role.objects.filter(user=user).select_related("program")
    return [role for role in roles if role.acts_on(role.program.today(at))]


def _addresses(request: HttpRequest, feed: IssuedToken) -> dict[str, str]:
    """The address to copy, and the same as a link that opens a calendar."""
    address = request.build_absolute_uri(reverse("scheduling:feed", args=[feed.secret]))
    return {"feed_address": address, "calendar_link": "webcal:" + address.partition(":")[2]}
