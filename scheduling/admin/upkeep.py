"""The page on how a year's schedule held up: what was changed by hand, when, and who has seen it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern

from people.admin.menu import Group, put
from people.admin.scoped import ProgramScopedAdmin, Scope, signed_in
from scheduling.admin.grids import no_year, open_year, this_year
from scheduling.admin.links import address
from scheduling.admin.pages import routes, show
from scheduling.pictures import Column, columns
from scheduling.queries.upkeep import MonthChanged
from scheduling.services.upkeep import find_upkeep

put(
    Group.SCHEDULE,
    62,
    "How it held up",
    "rule",
    "scheduling_upkeep_now",
    "view_draft",
    holds=("scheduling_academicyear_upkeep",),
)


def urls(owner: ProgramScopedAdmin) -> list[URLPattern]:
    return routes(
        owner,
        pages=[
            ("<int:pk>/held-up/", upkeep_page, "academicyear_upkeep"),
            ("now/held-up/", upkeep_now, "upkeep_now"),
        ],
    )


def upkeep_page(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    year = open_year(owner, request, pk)
    found = find_upkeep(year, by=signed_in(request), at=Scope.of(request).at)
    picture = columns([_column(month) for month in found.months])
    return show(owner, request, "upkeep", "How it held up", year=year, found=found, picture=picture)


def upkeep_now(owner: ProgramScopedAdmin, request: HttpRequest) -> HttpResponse:
    year = this_year(owner, request)
    if year is None:
        return no_year(request)
    return HttpResponseRedirect(address("academicyear_upkeep", year.pk))


def _column(month: MonthChanged) -> Column:
    """What came at short notice stands below."""
    return Column(
        f"{month.first_day:%b}",
        (("soon", month.soon), ("early", month.cells - month.soon)),
        f"{month.first_day:%B %Y}: {month.cells} cells for {month.people} people, "
        f"{month.soon} of them at short notice",
    )
