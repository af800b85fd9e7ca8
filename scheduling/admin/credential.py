"""The admin pages of credentials with what the published schedule needs of those that run out."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from people.admin.credential import CredentialAdmin
from people.admin.menu import Group, put
from people.admin.scoped import ProgramScopedAdmin, Scope, signed_in
from people.models import Credential
from scheduling.admin.leave_pages import program_of
from scheduling.admin.pages import routes, show
from scheduling.queries.running_out import STAGES
from scheduling.services.credential_news import credentials_running_out

put(
    Group.PEOPLE,
    52,
    "Credentials running out",
    "event_busy",
    "people_credential_running_out",
    "view_credentials",
)

HEADINGS = {None: "Over", 7: "Within a week", 30: "Within 30 days", 90: "Within 90 days"}


@admin.register(Credential)
class ScheduledCredentialAdmin(CredentialAdmin):
    """With a page on those that run out."""

    def get_urls(self) -> list[URLPattern]:
        pages = [("running-out/", running_out_page, "credential_running_out")]
        return [*routes(self, pages=pages), *super().get_urls()]


def running_out_page(owner: ProgramScopedAdmin, request: HttpRequest) -> HttpResponse:
    """By how soon, each with what is published that needs it afterwards."""
    program = program_of(request, "view_credentials")
    by, at = signed_in(request), Scope.of(request).at
    found = credentials_running_out(program, by=by, at=at)
    groups = [
        (HEADINGS[stage], [row for row in found if row.stage == stage]) for stage in (None, *STAGES)
    ]
    return show(
        owner,
        request,
        "running_out",
        "Credentials that run out",
        program=program,
        groups=[(heading, rows) for heading, rows in groups if rows],
    )
