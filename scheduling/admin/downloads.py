"""Files of the schedule, from the bars above the grids."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern

from people.admin.scoped import ProgramScopedAdmin, Scope, signed_in
from scheduling.admin.grids import open_year, shown
from scheduling.admin.links import address
from scheduling.admin.pages import routes
from scheduling.models import AcademicYear, Export, ScheduleVersion
from scheduling.sending import sent
from scheduling.services.export_lists import export_absences, export_assignments, export_people
from scheduling.services.export_program import export_program
from scheduling.services.export_schedule import export_block
from scheduling.services.exports import year_workbook as year_workbook_of
from scheduling.services.wall_views import print_block, print_calls, print_year
from scheduling.sheets.fields import day_in


def urls(owner: ProgramScopedAdmin) -> list[URLPattern]:
    return routes(
        owner,
        pages=[
            ("<int:pk>/workbook/", year_workbook, "academicyear_workbook"),
            ("<int:pk>/block/<int:number>/workbook/", block_workbook, "academicyear_blockworkbook"),
            ("<int:pk>/wall/", year_wall, "academicyear_wall"),
            ("<int:pk>/block/<int:number>/wall/", block_wall, "academicyear_blockwall"),
            ("<int:pk>/calls/wall/", call_wall, "academicyear_callwall"),
            ("<int:pk>/lists/<slug:what>/", a_list, "academicyear_list"),
            ("<int:pk>/program/", program_workbook, "academicyear_program"),
        ],
    )


def year_workbook(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """At once, or on a page of its own where it takes a while."""
    version = _version(request, open_year(owner, request, pk))
    made = year_workbook_of(version, by=signed_in(request), at=Scope.of(request).at)
    if isinstance(made, Export):
        return HttpResponseRedirect(address("export_change", made.pk))
    return sent(made)


def block_workbook(
    owner: ProgramScopedAdmin, request: HttpRequest, pk: int, number: int
) -> HttpResponse:
    version = _version(request, open_year(owner, request, pk))
    by, at = signed_in(request), Scope.of(request).at
    return sent(export_block(version, number, by=by, at=at))


def year_wall(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    version = _version(request, open_year(owner, request, pk))
    return sent(print_year(version, by=signed_in(request), at=Scope.of(request).at))


def block_wall(
    owner: ProgramScopedAdmin, request: HttpRequest, pk: int, number: int
) -> HttpResponse:
    version = _version(request, open_year(owner, request, pk))
    by, at = signed_in(request), Scope.of(request).at
    return sent(print_block(version, number, by=by, at=at))


def call_wall(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """The month that holds the day asked for, else today."""
    year = open_year(owner, request, pk)
    version, at = _version(request, year), Scope.of(request).at
    today = year.program.today(at)
    asked = day_in(request.GET.get("month", "")) or today
    month = min(max(asked, year.starts_on), year.ends_on)
    return sent(print_calls(version, month, by=signed_in(request), at=at))


def a_list(owner: ProgramScopedAdmin, request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Assignments, people or absences as CSV."""
    year = open_year(owner, request, pk)
    by, at = signed_in(request), Scope.of(request).at
    if what == "people":
        return sent(export_people(year, by=by, at=at))
    if what == "absences":
        return sent(export_absences(year, by=by, at=at))
    if what != "assignments":
        raise Http404(f"There is no list of {what}.")
    return sent(export_assignments(_version(request, year), by=by, at=at))


def program_workbook(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Not the schedule, but all that it is made from: to change and load again."""
    year = open_year(owner, request, pk)
    return sent(export_program(year, by=signed_in(request), at=Scope.of(request).at))


def _version(request: HttpRequest, year: AcademicYear) -> ScheduleVersion:
    """The version that the grid shows."""
    version = shown(request, year).version
    if version is None:
        raise ValidationError(f"Nothing is planned in {year} yet.", code="no-version")
    return version
