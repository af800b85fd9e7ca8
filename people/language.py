"""In which language a page speaks: its reader's, where the page is translated, and else English."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from people.models import User

Respond = Callable[[HttpRequest], HttpResponse]

# The names, or their beginnings, of the pages that are translated as a whole. A page that is not
# speaks English from its first word to its last, and says so to screen readers.
TRANSLATED = (
    *("offline", "account_", "mfa_", "socialaccount_", "openid_connect_", "saml_"),
    *("people:account", "people:choose_language", "people:issue_token", "people:revoke_token"),
    *("people:sessions", "people:end_"),
    *("scheduling:home", "scheduling:my_day", "scheduling:my_week", "scheduling:my_block"),
    *("scheduling:my_year", "scheduling:my_numbers", "scheduling:see_news"),
    *("scheduling:on_call", "scheduling:leave", "scheduling:preferences", "scheduling:wish_why"),
    *("scheduling:sick_call", "scheduling:cover"),
    *("scheduling:my_training", "scheduling:rules", "scheduling:why", "compliance:"),
    *("scheduling:calendars", "scheduling:make_calendar", "scheduling:rotate_calendar"),
    *("scheduling:revoke_calendar", "people:inbox", "people:notice", "people:acknowledge_notice"),
    *("people:read_notices", "swaps:"),
)


class LanguageMiddleware:
    """A signed-in reader's choice goes first, then what the browser asks for."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.LANGUAGE_CODE = settings.LANGUAGE_CODE
        with translation.override(settings.LANGUAGE_CODE):
            response = self.respond(request)
        if is_translated(request):
            patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response

    def process_view(self, request: HttpRequest, *_: Any) -> None:
        """By now it is known which page is asked for."""
        if is_translated(request):
            request.LANGUAGE_CODE = language_for(request)
            translation.activate(request.LANGUAGE_CODE)


def is_translated(request: HttpRequest) -> bool:
    page = request.resolver_match.view_name if request.resolver_match else ""
    return page.startswith(TRANSLATED)


def language_for(request: HttpRequest) -> str:
    chosen = request.user.language if isinstance(request.user, User) else ""
    return chosen or translation.get_language_from_request(request)


def language_of(user: User | None) -> str:
    """Of somebody who is not asking for a page. Whoever has no account has chosen nothing."""
    return (user.language if user else "") or settings.LANGUAGE_CODE


def spoken_to(user: User | None) -> AbstractContextManager[None]:
    """What is written to somebody who is not asking for a page, such as mail."""
    return translation.override(language_of(user))
