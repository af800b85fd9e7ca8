"""The pages of the year and of a block, with what a check found beside the cells it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, reverse

from people.admin.menu import Group, put
from people.admin.scoped import ProgramScopedAdmin, Scope
from scheduling.admin.links import address
from scheduling.admin.pages import allows, routes, show
from scheduling.models import AcademicYear, ScheduleVersion
from scheduling.permissions import visible_versions
from scheduling.queries.block_grid import BlockGrid, block_grid
from scheduling.queries.grid_menus import Menu, query_of
from scheduling.queries.year_grid import YearGrid, year_grid
from scheduling.services.check import Finding, findings

put(
    Group.SCHEDULE,
    10,
    "Year grid",
    "calendar_view_month",
    "scheduling_grid_now",
    "view_draft",
    holds=("scheduling_academicyear_grid",),
)
put(
    Group.SCHEDULE,
    20,
    "Block grid",
    "view_week",
    "scheduling_block_now",
    "view_draft",
    holds=("scheduling_academicyear_block",),
)

Status = ScheduleVersion.Status
SHOWN = (Status.DRAFT, Status.PUBLISHED)


@dataclass(frozen=True)
class Shown:
    """The version a page shows, and the one it could show instead."""

    version: ScheduleVersion | None
    versions: tuple[ScheduleVersion, ...]
    found: list[Finding] | None

    def query(self, menus: Iterable[Menu]) -> str:
        """Keeps what was chosen from page to page."""
        version = {"version": self.version.status} if self.version else {}
        return f"?{urlencode(version | query_of(menus))}"


def urls(owner: ProgramScopedAdmin) -> list[URLPattern]:
    return routes(
        owner,
        pages=[
            ("<int:pk>/grid/", year_page, "academicyear_grid"),
            ("<int:pk>/block/<int:number>/", block_page, "academicyear_block"),
            ("now/", year_now, "grid_now"),
            ("now/block/", block_now, "block_now"),
        ],
    )


def open_year(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> AcademicYear:
    """The academic year; it does not exist for those who may see neither its draft nor more."""
    years = AcademicYear.objects.select_related("program")
    seen = owner.limit_for(request, years, "view_published_schedule", "view_draft")
    year: AcademicYear = get_object_or_404(seen, pk=pk)
    return year


def shown(request: HttpRequest, year: AcademicYear) -> Shown:
    """The version asked for, else the draft, else what is published."""
    versions = visible_versions(request.user, at=Scope.of(request).at)
    kept = versions.filter(schedule__academic_year=year, status__in=SHOWN)
    by_status = {version.status: version for version in kept}
    choices = tuple(by_status[status] for status in SHOWN if status in by_status)
    asked = by_status.get(request.GET.get("version", ""))
    version = asked or (choices[0] if choices else None)
    may_see = allows(request, "view_violations", year.program)
    return Shown(version, choices, findings(version) if version and may_see else None)


def year_page(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    year = open_year(owner, request, pk)
    part = shown(request, year)
    today, asked = year.program.today(Scope.of(request).at), request.GET.dict()
    grid = year_grid(year, part.version, faults=part.found or (), today=today, asked=asked)
    return show(owner, request, "year_grid", f"Year {year}", **_context(request, year, part, grid))


def block_page(
    owner: ProgramScopedAdmin, request: HttpRequest, pk: int, number: int
) -> HttpResponse:
    year = open_year(owner, request, pk)
    part = shown(request, year)
    today, asked = year.program.today(Scope.of(request).at), request.GET.dict()
    grid = block_grid(year, number, part.version, faults=part.found or (), today=today, asked=asked)
    if grid is None:
        raise Http404(f"There is no block {number} in {year}.")
    context = _context(request, year, part, grid)
    return show(owner, request, "block_grid", f"Block {number}, {year}", **context)


def _context(
    request: HttpRequest, year: AcademicYear, part: Shown, grid: YearGrid | BlockGrid
) -> dict[str, Any]:
    return {
        "grid": grid,
        "year": year,
        "shown": part,
        "query": part.query(grid.menus),
        "kept": urlencode(query_of(grid.menus)),
        "can": _can(request, year),
        "why": _why(),
    }


def _why() -> str:
    """Where the addresses begin that say why somebody has an assignment; its number follows."""
    return reverse("scheduling:why", args=(0,)).removesuffix("0/")


def _can(request: HttpRequest, year: AcademicYear) -> dict[str, bool]:
    """Which buttons to offer."""
    verbs = {"generate": "generate_schedule", "see_draft": "view_draft", "check": "view_violations"}
    return {verb: allows(request, action, year.program) for verb, action in verbs.items()}


def year_now(owner: ProgramScopedAdmin, request: HttpRequest) -> HttpResponse:
    """The grid of this year."""
    year = this_year(owner, request)
    return HttpResponseRedirect(address("academicyear_grid", year.pk)) if year else no_year(request)


def block_now(owner: ProgramScopedAdmin, request: HttpRequest) -> HttpResponse:
    """The grid of the block that today is in; block 0 is shown with block 1."""
    year = this_year(owner, request)
    if year is None:
        return no_year(request)
    today = year.program.today(Scope.of(request).at)
    block = year.blocks.filter(starts_on__lte=today, ends_on__gte=today).first()
    if block is None:
        return HttpResponseRedirect(address("academicyear_grid", year.pk))
    return HttpResponseRedirect(address("academicyear_block", year.pk, max(block.number, 1)))


def this_year(owner: ProgramScopedAdmin, request: HttpRequest) -> AcademicYear | None:
    """The year that holds today, in the first of the user's programs that has one."""
    at = Scope.of(request).at
    years = AcademicYear.objects.select_related("program").order_by("program__name", "-year", "pk")
    seen = owner.limit_for(request, years, "view_published_schedule", "view_draft")
    return next((y for y in seen if y.starts_on <= y.program.today(at) <= y.ends_on), None)


def no_year(request: HttpRequest) -> HttpResponse:
    messages.info(request, "No academic year holds today. Add the year first.")
    return HttpResponseRedirect(address("academicyear_changelist"))
