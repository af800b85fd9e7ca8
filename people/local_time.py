"""Moments by the clocks of the programs that the user works in, on pages that belong to no program."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from people.admin.scoped import Scope
from people.models import Program
from people.permissions import programs_for

ADMIN = "/admin/"
OF_AN_ACCOUNT = (
    *("mfa_", "people:account", "people:issue_token"),
    *("scheduling:calendars", "scheduling:make_calendar", "scheduling:rotate_calendar"),
)
"""The names, or their beginnings, of pages on which an account sees its own moments."""
Respond = Callable[[HttpRequest], HttpResponse]


class LocalTimeMiddleware:
    """All other pages know their program and say by whose clocks they go."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with timezone.override(None):
            return self.respond(request)

    def process_view(self, request: HttpRequest, *_: Any) -> None:
        """By now it is known which page is asked for."""
        page = request.resolver_match.view_name if request.resolver_match else ""
        if request.path.startswith(ADMIN):
            _activate(_planned_in(request))
        elif page.startswith(OF_AN_ACCOUNT):
            at = timezone.now()
            _activate(programs_for(request.user, "view_published_schedule", at))


def _activate(programs: QuerySet[Program]) -> None:
    if zone := zone_of(programs):
        timezone.activate(zone)


def _planned_in(request: HttpRequest) -> QuerySet[Program]:
    scope, programs = Scope.of(request), Program.objects.all()
    return programs if scope.is_unlimited else programs.filter(pk__in=scope.programs("view_draft"))


def zone_of(programs: QuerySet[Program]) -> ZoneInfo | None:
    """The zone that the programs share; None, which means UTC, when they share none."""
    zones = set(programs.filter(active=True).values_list("time_zone", flat=True))
    return ZoneInfo(zones.pop()) if len(zones) == 1 else None
