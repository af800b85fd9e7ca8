"""Files of the schedule, from the bars above the grids."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from people.admin.scoped import ProgramScopedAdmin, Scope, signed_in
from scheduling.admin.grids import open_year, shown
from scheduling.admin.pages import routes
from scheduling.models import AcademicYear, ScheduleVersion
from scheduling.sending import sent
from scheduling.services.export_schedule import export_block, export_year


def urls(owner: ProgramScopedAdmin) -> list[URLPattern]:
    return routes(
        owner,
        pages=[
            ("<int:pk>/workbook/", year_workbook, "academicyear_workbook"),
            ("<int:pk>/block/<int:number>/workbook/", block_workbook, "academicyear_blockworkbook"),
        ],
    )


def year_workbook(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    version = _version(request, open_year(owner, request, pk))
    return sent(export_year(version, by=signed_in(request), at=Scope.of(request).at))


def block_workbook(
    owner: ProgramScopedAdmin, request: HttpRequest, pk: int, number: int
) -> HttpResponse:
    version = _version(request, open_year(owner, request, pk))
    by, at = signed_in(request), Scope.of(request).at
    return sent(export_block(version, number, by=by, at=at))


def _version(request: HttpRequest, year: AcademicYear) -> ScheduleVersion:
    """The version that the grid shows."""
    version = shown(request, year).version
    if version is None:
        raise ValidationError(f"Nothing is planned in {year} yet.", code="no-version")
    return version
