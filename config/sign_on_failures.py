"""An identity provider that is away, or does not answer as it should, is told in words."""

import logging
from collections.abc import Callable

from allauth.socialaccount.helpers import render_authentication_error
from django.http import HttpRequest, HttpResponse
from onelogin.saml2.errors import OneLogin_Saml2_Error

SIGNING_ON = ("openid_connect_", "saml_")

log = logging.getLogger(__name__)

Respond = Callable[[HttpRequest], HttpResponse]


class SignOnFailureMiddleware:
    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.respond(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """What goes wrong on the way there is an OSError, whichever package went."""
        match = request.resolver_match
        signs_on = match is not None and match.view_name.startswith(SIGNING_ON)
        if not signs_on or not isinstance(error, (OSError, OneLogin_Saml2_Error)):
            return None
        log.error("The identity provider cannot be used: %s", error)
        answer: HttpResponse = render_authentication_error(request, None)
        answer.status_code = 502
        return answer
