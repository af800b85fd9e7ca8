"""The page on training: each resident beside each requirement, projected to graduation."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern

from people.admin.menu import Group, put
from people.admin.scoped import ProgramScopedAdmin, Scope, signed_in
from scheduling.admin.grids import no_year, open_year, shown, this_year
from scheduling.admin.links import address
from scheduling.admin.manifest import PUBLISHED
from scheduling.admin.pages import routes, show
from scheduling.admin.tables import as_csv
from scheduling.pictures import progress_bar
from scheduling.queries.training_progress import TrainingYear
from scheduling.services.training import find_progress

put(
    Group.SCHEDULE,
    26,
    "Training",
    "school",
    "scheduling_training_now",
    "view_progress",
    holds=("scheduling_academicyear_training",),
)
HEADER = (
    "Name", "PGY", "Graduates", "Requirement", "Unit", "Needed", "Done", "Planned this year",
    "Later years", "Missing at the end", "Met on", "Standing",
)  # fmt: skip


def urls(owner: ProgramScopedAdmin) -> list[URLPattern]:
    return routes(
        owner,
        pages=[
            ("<int:pk>/training/", training_page, "academicyear_training"),
            ("now/training/", training_now, "training_now"),
        ],
    )


def training_page(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Those furthest behind can be had alone."""
    year = open_year(owner, request, pk)
    part = shown(request, year, rather=PUBLISHED)
    context = {"year": year, "shown": part}
    if part.version is None:
        return show(owner, request, "training", "Training", **context)
    found = find_progress(part.version, by=signed_in(request), at=Scope.of(request).at)
    if "csv" in request.GET:
        return as_csv(f"training-{part.version.schedule}", HEADER, _lines(found))
    behind = [each for each in found.residents if each.worst in ("short", "at risk")]
    only = "behind" in request.GET
    rows = [
        (resident, [(each, progress_bar(each.projection)) for each in resident.progress])
        for resident in (behind if only else found.residents)
    ]
    return show(
        owner, request, "training", "Training",
        **context, found=found, rows=rows, behind=len(behind), only=only,
    )  # fmt: skip


def training_now(owner: ProgramScopedAdmin, request: HttpRequest) -> HttpResponse:
    year = this_year(owner, request)
    if year is None:
        return no_year(request)
    return HttpResponseRedirect(address("academicyear_training", year.pk))


def _lines(found: TrainingYear) -> Iterator[list[object]]:
    for resident in found.residents:
        for each in resident.progress:
            p = each.projection
            numbers = (p.needed, p.done, p.planned, p.later, p.short)
            yield [
                resident.name, resident.pgy, resident.graduates_on or "", each.requirement.name,
                each.requirement.unit, *(round(number, 1) for number in numbers),
                p.met_on or "", p.standing,
            ]  # fmt: skip
