"""The page of one cell of a grid: what stands there, what could, and what changes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern

from people.admin.scoped import ProgramScopedAdmin, Scope, signed_in
from scheduling.admin.cell_places import CellPlace, block_place, year_place
from scheduling.admin.grids import SHOWN, grid_address, open_year
from scheduling.admin.links import address
from scheduling.admin.pages import allows, routes, show
from scheduling.engine.academic_year import Block, rotation_periods
from scheduling.models import AcademicYear, ChangeSet, ScheduleVersion
from scheduling.permissions import visible_versions
from scheduling.services.changes import Change, ChangeRefused, Lock, apply_changes

PART = "X-Grid"
"""The header by which the grid's own script asks for a part of a page."""


@dataclass(frozen=True)
class GridPage:
    """A grid, which can be changed cell by cell: a block's, or (no number) the year's."""

    year: AcademicYear
    version: ScheduleVersion
    number: int | None

    @property
    def address(self) -> str:
        return grid_address(self.year, self.number)

    @property
    def with_version(self) -> str:
        return f"{self.address}?version={self.version.named}"

    @property
    def title(self) -> str:
        return f"Year {self.year}" if self.number is None else f"Block {self.number}, {self.year}"

    @property
    def blocks(self) -> tuple[Block, ...]:
        return rotation_periods(self.year.year, self.year.program.block_calendar)

    def place(self, text: str) -> CellPlace:
        if self.number is None:
            return year_place(self.version, self.blocks, text)
        return block_place(self.version, self.block, text)

    @property
    def block(self) -> Block:
        found = next((each for each in self.blocks if each.number == self.number), None)
        if found is None:
            raise Http404(f"There is no block {self.number} in {self.year}.")
        return found


def grid_at(
    owner: ProgramScopedAdmin, request: HttpRequest, pk: int, status: str, number: int | None
) -> GridPage:
    """The draft or the published version; it does not exist for those who may not see it."""
    year = open_year(owner, request, pk)
    seen = visible_versions(request.user, at=Scope.of(request).at)
    kept = seen.filter(schedule__academic_year=year, status__in=SHOWN)
    return GridPage(year, get_object_or_404(kept, status=status), number)


def urls(owner: ProgramScopedAdmin) -> list[URLPattern]:
    below_block = "<int:pk>/block/<int:number>/<slug:status>"
    below_year = "<int:pk>/grid/<slug:status>"
    return routes(
        owner,
        pages=[
            (f"{below_block}/at/<path:text>/", cell_page, "academicyear_block_cell"),
            (f"{below_year}/at/<path:text>/", cell_page, "academicyear_grid_cell"),
        ],
    )


def cell_page(
    owner: ProgramScopedAdmin,
    request: HttpRequest,
    pk: int,
    status: str,
    text: str,
    number: int | None = None,
) -> HttpResponse:
    """The form of a cell; the grid's script asks for the form alone."""
    page = grid_at(owner, request, pk, status, number)
    place, refusal = page.place(text), ""
    if request.method == "POST":
        try:
            done = _change(request, page.version, place)
        except ValidationError as refused:
            refusal = " ".join(refused.messages)
        else:
            messages.success(request, done.sentence)
            return HttpResponseRedirect(_back(request) or page.with_version)
    return _form(owner, request, page, place, refusal)


def _back(request: HttpRequest) -> str:
    """The page of the schedule from which somebody came, if they said so."""
    back = request.POST.get("back", request.GET.get("back", ""))
    return back if back.startswith(address("academicyear_changelist")) and "//" not in back else ""


def _form(
    owner: ProgramScopedAdmin,
    request: HttpRequest,
    page: GridPage,
    place: CellPlace,
    refusal: str,
) -> HttpResponse:
    explained = request.GET.get("explain", "")
    choice = place.choice(
        by=signed_in(request),
        at=Scope.of(request).at,
        explain=int(explained) if explained.isdecimal() else None,
    )
    context = {
        "page": page,
        "place": place,
        "choice": choice,
        "refusal": refusal,
        "back": _back(request),
        "sent": request.POST,
        "may_override": allows(request, "override_rule", page.year.program),
    }
    if PART in request.headers:
        return TemplateResponse(request, "admin/scheduling/cell_form.html", context)
    return show(owner, request, "cell", place.title, **context)


def _change(request: HttpRequest, version: ScheduleVersion, place: CellPlace) -> ChangeSet:
    """What the form asks for: put, lock or unlock."""
    expects = [int(key) for key in request.POST.getlist("expects") if key.isdecimal()]
    verbs: dict[str, Callable[[], list[Change]]] = {
        "put": lambda: list(place.changes(_chosen(request), expects)),
        "lock": lambda: [Lock(key, _lock_reason(request)) for key in expects],
        "unlock": lambda: [Lock(key) for key in expects],
    }
    verb = verbs.get(request.POST.get("do", ""))
    if verb is None:
        raise ChangeRefused("Choose what is to be done.", code="nothing")
    return apply_changes(
        version,
        verb(),
        by=signed_in(request),
        at=Scope.of(request).at,
        reason=request.POST.get("reason", ""),
        override="override" in request.POST,
    )


def _chosen(request: HttpRequest) -> int | None:
    what = request.POST.get("what")
    if what is None or not (what == "" or what.isdecimal()):
        raise ChangeRefused("Choose something from the list.", code="nothing")
    return int(what) if what else None


def _lock_reason(request: HttpRequest) -> str:
    reason = request.POST.get("lock_reason", "").strip()
    if not reason:
        raise ChangeRefused("Say why it is to be locked.", code="reason")
    return reason
