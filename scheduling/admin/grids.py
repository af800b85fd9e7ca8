"""The pages of the year and of a block, with what a check found beside the cells it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, reverse

from people.admin.menu import Group, put
from people.admin.scoped import ProgramScopedAdmin, Scope, signed_in
from scheduling.admin.links import address
from scheduling.admin.pages import allows, routes, show
from scheduling.models import AcademicYear, ChangeSet, ScheduleVersion
from scheduling.permissions import visible_versions
from scheduling.queries.block_grid import BlockGrid, block_grid
from scheduling.queries.grid_menus import Menu, query_of
from scheduling.queries.year_grid import year_grid
from scheduling.queries.year_shown import YearGrid
from scheduling.services.check import Finding, findings
from scheduling.services.undoing import next_redo, next_undo

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
        version = {"version": self.version.named} if self.version else {}
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


def shown(
    request: HttpRequest,
    year: AcademicYear,
    version: ScheduleVersion | None = None,
    *,
    rather: str = Status.DRAFT,
) -> Shown:
    """This version or the one asked for, else the one that is looked at rather, else the other."""
    versions = visible_versions(request.user, at=Scope.of(request).at)
    kept = versions.filter(schedule__academic_year=year, status__in=SHOWN)
    by_name = {version.named: version for version in kept}
    choices = [by_name[status] for status in SHOWN if status in by_name]
    asked = version or by_name.get(request.GET.get("version", ""))
    version = asked or by_name.get(rather) or (choices[0] if choices else None)
    if version is not None and version.scenario:
        choices.append(version)
    may_see = allows(request, "view_violations", year.program)
    return Shown(version, tuple(choices), findings(version) if version and may_see else None)


def year_page(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    year = open_year(owner, request, pk)
    context = grid_context(request, year, None, None)
    return show(owner, request, "year_grid", f"Year {year}", **context)


def block_page(
    owner: ProgramScopedAdmin, request: HttpRequest, pk: int, number: int
) -> HttpResponse:
    year = open_year(owner, request, pk)
    context = grid_context(request, year, number, None)
    return show(owner, request, "block_grid", f"Block {number}, {year}", **context)


def grid_context(
    request: HttpRequest, year: AcademicYear, number: int | None, version: ScheduleVersion | None
) -> dict[str, Any]:
    """All that the page of a block shows, or (no number) of the year, or a part of such a page."""
    part = shown(request, year, version)
    grid = _grid(request, year, number, part)
    query = part.query(grid.menus)
    return {
        "grid": grid,
        "year": year,
        "shown": part,
        "query": query,
        "back": f"{grid_address(year, number)}{query}",
        "kept": urlencode(query_of(grid.menus)),
        "can": _can(request, year),
        "why": _why(),
        "editing": _editing(request, year, part.version),
    }


def grid_address(year: AcademicYear, number: int | None) -> str:
    if number is None:
        return address("academicyear_grid", year.pk)
    return address("academicyear_block", year.pk, number)


def _grid(
    request: HttpRequest, year: AcademicYear, number: int | None, part: Shown
) -> YearGrid | BlockGrid:
    today, asked, faults = _today(request, year), request.GET.dict(), part.found or ()
    if number is None:
        return year_grid(year, part.version, faults=faults, today=today, asked=asked)
    grid = block_grid(year, number, part.version, faults=faults, today=today, asked=asked)
    if grid is None:
        raise Http404(f"There is no block {number} in {year}.")
    return grid


def _today(request: HttpRequest, year: AcademicYear) -> date:
    return year.program.today(Scope.of(request).at)


@dataclass(frozen=True)
class Back:
    """A change that can be taken back, or made again."""

    sentence: str
    words: str
    """What it was, where it was no change in a grid: one asks before that is taken back."""


@dataclass(frozen=True)
class Editing:
    """Who may change the grid that is shown, and what they could take back or do again."""

    status: str
    undo: Back | None
    redo: Back | None
    seen: int
    """The last change that the page shows."""


def _editing(
    request: HttpRequest, year: AcademicYear, version: ScheduleVersion | None
) -> Editing | None:
    """None where nothing can be changed: there is no version, or the user may not."""
    if version is None:
        return None
    action = "edit_schedule" if version.status == Status.DRAFT else "amend_schedule"
    if not allows(request, action, year.program):
        return None
    by = signed_in(request)
    last = version.change_sets.order_by("-pk").values_list("pk", flat=True).first()
    undo, redo = _back(next_undo(version, by)), _back(next_redo(version, by))
    return Editing(version.status, undo, redo, last or 0)


def _back(change_set: ChangeSet | None) -> Back | None:
    if change_set is None:
        return None
    by_hand = change_set.kind in (ChangeSet.Kind.EDIT, ChangeSet.Kind.UNDO, ChangeSet.Kind.REDO)
    return Back(change_set.sentence, "" if by_hand else change_set.get_kind_display().lower())


def _why() -> str:
    """Where the addresses begin that say why somebody has an assignment; its number follows."""
    return reverse("scheduling:why", args=(0,)).removesuffix("0/")


def _can(request: HttpRequest, year: AcademicYear) -> dict[str, bool]:
    """Which buttons to offer."""
    verbs = {
        "generate": "generate_schedule",
        "see_draft": "view_draft",
        "check": "view_violations",
        "override": "override_rule",
        "export": "export_schedule",
    }
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
