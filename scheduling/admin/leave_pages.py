"""Pages on the leave of a program: the month, the clinics that are lost, a leave thought of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict

from people.admin.absence import reader_of
from people.admin.scoped import ProgramScopedAdmin, Scope, signed_in
from people.models import Absence, Enrolment, Person, Program
from scheduling.admin.pages import Route, show
from scheduling.admin.tables import as_csv
from scheduling.queries.leave_calendar import LeaveMonth, leave_month
from scheduling.queries.lost_clinics import LostClinic, lost_clinics
from scheduling.services.consequence_words import verdict_on
from scheduling.services.consequences import consequences_of

if TYPE_CHECKING:
    from django.forms import DateInput, Select
else:
    from unfold.widgets import UnfoldAdminDateWidget as DateInput
    from unfold.widgets import UnfoldAdminSelectWidget as Select

LEVELS = (("", "Everybody"), ("resident", "Residents"), ("faculty", "Faculty"))


def program_of(request: HttpRequest, *actions: str) -> Program:
    """That of `?program=`, or the first in which the user may; nobody else gets here."""
    scope = Scope.of(request)
    programs = Program.objects.filter(active=True).order_by("name", "pk")
    if not scope.is_unlimited:
        programs = programs.filter(pk__in=scope.programs(*actions))
    slug = request.GET.get("program", "")
    found = programs.filter(slug=slug).first() if slug else programs.first()
    if found is None:
        raise PermissionDenied("You see the absences of no program.")
    return found


def calendar(owner: ProgramScopedAdmin, request: HttpRequest) -> HttpResponse:
    """A month, everybody in a row, narrowed by the menus above it."""
    program = program_of(request, "view_absences")
    today = program.today(Scope.of(request).at)
    level = request.GET.get("level", "")
    month = leave_month(
        program,
        _day(request.GET.get("on", ""), today),
        reader=reader_of(request),
        level=level,
        only_away="away" in request.GET,
    )
    return show(
        owner,
        request,
        "leave_calendar",
        f"Leave, {month.span.starts_on:%B %Y}",
        program=program,
        month=month,
        today=today,
        levels=[*LEVELS, *((str(pgy), f"PGY-{pgy}") for pgy in _pgys(program))],
        level=level,
        only_away="away" in request.GET,
        kinds=_kinds(month),
    )


def _kinds(month: LeaveMonth) -> list[tuple[str, str]]:
    """Of the absences on the page, as far as the reader may know them."""
    cells = [cell for row in month.rows for cell in row.cells if cell is not None]
    return sorted({(cell.kind or "away", cell.label) for cell in cells})


def _day(text: str, today: date) -> date:
    try:
        return date.fromisoformat(text) if text else today
    except ValueError as error:
        raise BadRequest(f"“{text}” is not a date like 2026-07-01.") from error


def _pgys(program: Program) -> list[int]:
    rows = Enrolment.objects.filter(program=program).order_by("pgy")
    return [pgy for pgy in rows.values_list("pgy", flat=True).distinct() if pgy is not None]


def clinics(owner: ProgramScopedAdmin, request: HttpRequest) -> HttpResponse:
    """For the clinic's manager: to print, and as a table for a spreadsheet."""
    program = program_of(request, "view_absences")
    at = Scope.of(request).at
    lost = lost_clinics(program, at=at)
    if "csv" in request.GET:
        return _as_csv(program, lost)
    return show(
        owner,
        request,
        "lost_clinics",
        "Clinics to cancel or move",
        program=program,
        lost=lost,
        today=program.today(at),
    )


def _as_csv(program: Program, lost: Iterable[LostClinic]) -> HttpResponse:
    header = ["Day", "Half", "Site", "Clinic", "Who", "Days ahead", "To do"]
    lines = (
        [clinic.day, clinic.slot, clinic.site, clinic.activity.name,
         clinic.person.full_name, clinic.days_ahead,
         "cancel, call patients" if clinic.has_patients else "close or move"]
        for clinic in lost
    )  # fmt: skip
    return as_csv(f"clinics-{program.slug}", header, lines)


class SimulationForm(forms.Form):
    """A leave that is only thought of."""

    person = forms.ModelChoiceField(Person.objects.none(), widget=Select)
    kind = forms.ChoiceField(choices=Absence.Kind.choices, widget=Select)
    starts_on = forms.DateField(label="First day", widget=DateInput(attrs={"type": "date"}))
    ends_on = forms.DateField(label="Last day", widget=DateInput(attrs={"type": "date"}))
    of_six_weeks = forms.BooleanField(label="Of the six paid weeks", required=False)

    def __init__(self, data: QueryDict | None, program: Program, day: date) -> None:
        super().__init__(data)
        enrolled = Enrolment.objects.on(day, program).values("person")
        self.fields["person"].queryset = Person.objects.filter(pk__in=enrolled)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "The last day comes before the first.")
        if cleaned.get("of_six_weeks") and cleaned.get("kind") not in Absence.SIX_WEEKS:
            self.add_error("of_six_weeks", "The six paid weeks are not for this kind.")
        return cleaned


def simulate(owner: ProgramScopedAdmin, request: HttpRequest) -> HttpResponse:
    """Dates, and what they would do: balances, the board, the end of training, coverage.

    What is asked is sent and stands in no address, since why somebody may be away is private.
    """
    program = program_of(request, "decide_absence")
    at = Scope.of(request).at
    form = SimulationForm(request.POST or None, program, program.today(at))
    context: dict[str, Any] = {"program": program, "form": form}
    if form.is_valid():
        absence = Absence(program=program, **form.cleaned_data)
        found = consequences_of(absence, by=signed_in(request), at=at)
        context |= {"absence": absence, "found": found, "verdict": verdict_on(found)}
    return show(owner, request, "leave_simulator", "What would a leave do?", **context)


PAGES: tuple[Route, ...] = (
    ("calendar/", calendar, "absence_calendar"),
    ("clinics/", clinics, "absence_clinics"),
    ("simulate/", simulate, "absence_simulate"),
)
