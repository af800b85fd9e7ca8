"""The page of the call roster: a month, with equity beside it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern

from people.admin.menu import Group, put
from people.admin.scoped import ProgramScopedAdmin, Scope
from scheduling.admin.grids import no_year, open_year, shown, this_year
from scheduling.admin.links import address
from scheduling.admin.manifest import PUBLISHED, day_asked
from scheduling.admin.pages import routes, show
from scheduling.queries.call_roster import call_roster
from scheduling.services.fair_call import fair_call

put(
    Group.SCHEDULE,
    22,
    "Call roster",
    "phone_in_talk",
    "scheduling_roster_now",
    "view_draft",
    holds=("scheduling_academicyear_roster",),
)


def urls(owner: ProgramScopedAdmin) -> list[URLPattern]:
    return routes(
        owner,
        pages=[
            ("<int:pk>/roster/", roster_page, "academicyear_roster"),
            ("now/roster/", roster_now, "roster_now"),
        ],
    )


def roster_page(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    year = open_year(owner, request, pk)
    part = shown(request, year, rather=PUBLISHED)
    at = Scope.of(request).at
    day, today = day_asked(request, year), year.program.today(at)
    roster = call_roster(year, day, part.version, today=today)
    return show(
        owner,
        request,
        "call_roster",
        f"Call, {roster.first:%B %Y}",
        year=year,
        shown=part,
        roster=roster,
        before=roster.before if roster.first > year.starts_on else None,
        after=roster.after if roster.last < year.ends_on else None,
        equity=fair_call(part.version, at=at) if part.version else (),
        back=request.get_full_path(),
    )


def roster_now(owner: ProgramScopedAdmin, request: HttpRequest) -> HttpResponse:
    year = this_year(owner, request)
    if year is None:
        return no_year(request)
    return HttpResponseRedirect(address("academicyear_roster", year.pk))
