"""Moments on the admin's pages by the clocks of the programs that the user works in."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from people.admin.scoped import Scope
from people.models import Program

ADMIN = "/admin/"
Respond = Callable[[HttpRequest], HttpResponse]


class AdminLocalTimeMiddleware:
    """All other pages know their program and say by whose clocks they go."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(ADMIN):
            return self.respond(request)
        with timezone.override(zone_for(request)):
            return self.respond(request)


def zone_for(request: HttpRequest) -> ZoneInfo | None:
    """The zone that the user's programs share; None, which means UTC, when they share none."""
    scope = Scope.of(request)
    programs = Program.objects.filter(active=True)
    if not scope.is_unlimited:
        programs = programs.filter(pk__in=scope.programs("view_draft"))
    zones = set(programs.values_list("time_zone", flat=True))
    return ZoneInfo(zones.pop()) if len(zones) == 1 else None
