"""Where the installation asks a role for a second factor, its holders set one up before all else."""

from collections.abc import Callable, Iterable
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import Role, User

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# What one needs in order to set one up, or to leave; and what is for anybody.
STILL_OPEN = ("mfa_", "account_", "people:account", "people:choose_language", "livez", "readyz")

Respond = Callable[[HttpRequest], HttpResponse]


class SecondFactorMiddleware:
    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.respond(request)

    def process_view(self, request: HttpRequest, *_args: Any) -> HttpResponse | None:
        page = request.resolver_match.view_name if request.resolver_match else ""
        if page.startswith(STILL_OPEN) or not lacks_second_factor(request):
            return None
        if page.startswith("api:"):
            return JsonResponse({"detail": _asked(), "code": "second_factor"}, status=403)
        messages.warning(request, _asked())
        return redirect("mfa_index")


def _asked() -> str:
    return _("Your role asks for a second factor. Set one up, then go on.")


def lacks_second_factor(request: HttpRequest) -> bool:
    """Whether somebody must set one up; an identity provider has asked for its own already."""
    user, asked_for = request.user, settings.SECOND_FACTOR_ROLES
    return bool(
        asked_for
        and isinstance(user, User)
        and _holds_one_of(user, asked_for)
        and not is_mfa_enabled(user, SECOND_FACTORS)
        and not any(
            record.get("method") == "socialaccount"
            for record in get_authentication_records(request, user)
        )
    )


def _holds_one_of(user: User, kinds: Iterable[str]) -> bool:
    """Superusers hold every role."""
    at = timezone.now()
    roles = Role.objects.filter(user=user, kind__in=kinds).select_related("program")
    return user.is_superuser or any(role.acts_on(role.program.today(at)) for role in roles)
