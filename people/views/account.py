"""One's own account: who one is here, and tokens for scripts."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from people.answering import attempting
from people.forms import TokenForm
from people.models import Person, Role, Token, User
from people.services.accounts import choose_language
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
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody else's token does not exist here."""
    user = signed_in(request)
    token = get_object_or_404(Token, pk=pk, user=user)
    done = _("“%(name)s” is revoked and opens nothing from now on.") % {"name": token.name}
    with attempting(request, done=done):
        revoke_token(token, by=user, at=timezone.now())
    return redirect("people:account")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    with attempting(request):
        choose_language(user, request.POST.get("language", ""), by=user)
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
) -> HttpResponse:
    user = signed_in(request)
    living = Token.objects.filter(user=user, revoked_at=None)
    context = {
        "person": Person.objects.filter(user=user).first(),
        "roles": _roles(user, at),
        "tokens": living.exclude(scope=Token.Scope.FEED),
        "form": form,
        "signs_on": bool(settings.SOCIALACCOUNT_PROVIDERS),
        "languages": settings.LANGUAGES,
        "issued": issued,
        "at": at,
    }
    return render(request, "people/account.html", context)


def _roles(user: User, at: datetime) -> list[Role]:
    roles = Role.objects.filter(user=user).select_related("program")
    return [role for role in roles if role.acts_on(role.program.today(at))]
