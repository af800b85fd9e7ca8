"""The page that says who is where on a day."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern

from people.admin.menu import Group, put
from people.admin.scoped import ProgramScopedAdmin, Scope
from scheduling.admin.grids import no_year, open_year, shown, this_year
from scheduling.admin.links import address
from scheduling.admin.pages import routes, show
from scheduling.models import AcademicYear, ScheduleVersion
from scheduling.queries.manifest import manifest

ONE_DAY = timedelta(days=1)
PUBLISHED = ScheduleVersion.Status.PUBLISHED

put(
    Group.SCHEDULE,
    24,
    "Who is where",
    "pin_drop",
    "scheduling_manifest_now",
    "view_draft",
    holds=("scheduling_academicyear_manifest",),
)


def urls(owner: ProgramScopedAdmin) -> list[URLPattern]:
    return routes(
        owner,
        pages=[
            ("<int:pk>/manifest/", manifest_page, "academicyear_manifest"),
            ("now/manifest/", manifest_now, "manifest_now"),
        ],
    )


def manifest_page(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    year = open_year(owner, request, pk)
    part, day = shown(request, year, rather=PUBLISHED), day_asked(request, year)
    return show(
        owner,
        request,
        "manifest",
        f"Who is where, {day:%A} {day.day} {day:%B %Y}",
        year=year,
        shown=part,
        manifest=manifest(year, day, part.version),
        before=day - ONE_DAY if day > year.starts_on else None,
        after=day + ONE_DAY if day < year.ends_on else None,
    )


def day_asked(request: HttpRequest, year: AcademicYear) -> date:
    """The day that is asked for, else today, else the year's first."""
    asked = request.GET.get("on", "")
    today = year.program.today(Scope.of(request).at)
    if not asked:
        return today if year.starts_on <= today <= year.ends_on else year.starts_on
    try:
        day = date.fromisoformat(asked)
    except ValueError as error:
        raise BadRequest(f"“{asked}” is not a date like 2026-07-01.") from error
    if not year.starts_on <= day <= year.ends_on:
        raise Http404(f"{day} is not in {year}.")
    return day


def manifest_now(owner: ProgramScopedAdmin, request: HttpRequest) -> HttpResponse:
    year = this_year(owner, request)
    if year is None:
        return no_year(request)
    return HttpResponseRedirect(address("academicyear_manifest", year.pk))
