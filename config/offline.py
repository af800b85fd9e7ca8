"""What the browser needs to show the last seen pages without a network, and to forget them."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

WORKER = settings.BASE_DIR / "static" / "js" / "offline-worker.js"
SIGN_OUT = "account_logout"

Respond = Callable[[HttpRequest], HttpResponse]


@login_not_required
@require_safe
def offline_worker(request: HttpRequest) -> HttpResponse:
    """From the root, since a worker reaches no further than the folder that it comes from."""
    response = HttpResponse(WORKER.read_bytes(), content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


@login_not_required
@require_safe
def offline_page(request: HttpRequest) -> HttpResponse:
    """Kept when the worker is installed; says what there is to be seen without a network."""
    return render(request, "offline.html")


class ForgetAtSignOutMiddleware:
    """Whoever signs out leaves nothing on the device, whether its worker runs or not."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.respond(request)
        match = request.resolver_match
        if request.method == "POST" and match and match.view_name == SIGN_OUT:
            response["Clear-Site-Data"] = '"storage"'
        return response
