"""The page on which a solve is asked for, and the button that opens a draft."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern

from people.admin.menu import Group, put
from people.admin.scoped import ProgramScopedAdmin, Scope, signed_in
from people.answering import answered
from scheduling.admin.grids import no_year, open_year, this_year
from scheduling.admin.links import address
from scheduling.admin.pages import allows, routes, show
from scheduling.models import AcademicYear, Block, ScheduleVersion, SolverRun
from scheduling.services.solve import (
    APART_PERCENT,
    MOST_SCHEDULES,
    MOST_SECONDS,
    MOST_SLACK,
    SLACK_PERCENT,
    USUAL_SECONDS,
    request_solve,
)
from scheduling.services.solving import REPLACES
from scheduling.services.tiers import raise_tier, tier_order
from scheduling.services.versions import open_draft

if TYPE_CHECKING:
    from django.forms import NumberInput, RadioSelect, Select
else:
    from unfold.widgets import UnfoldAdminIntegerFieldWidget as NumberInput
    from unfold.widgets import UnfoldAdminRadioSelectWidget as RadioSelect
    from unfold.widgets import UnfoldAdminSelectWidget as Select

put(
    Group.SCHEDULE,
    30,
    "Generate",
    "bolt",
    "scheduling_generate_now",
    "generate_schedule",
    holds=("scheduling_academicyear_generate",),
)

Scopes = SolverRun.Scope
WHAT = [
    (Scopes.YEAR, Scopes.YEAR.label),
    (Scopes.CALL, f"{Scopes.CALL.label}, with the weeks of attending"),
    (Scopes.BLOCK, Scopes.BLOCK.label),
]
LATEST = 5


class GenerateForm(forms.Form):
    """What to solve. The service says what of it cannot be done."""

    scope = forms.ChoiceField(
        label="What to generate", choices=WHAT, widget=RadioSelect, initial=Scopes.YEAR
    )
    block = forms.ModelChoiceField(
        Block.objects.none(),
        to_field_name="number",
        required=False,
        widget=Select,
        empty_label="Choose a block",
        help_text="For the half-days of a block only.",
    )
    seconds = forms.IntegerField(
        label="Seconds at most",
        required=False,
        widget=NumberInput(attrs={"min": 1, "max": MOST_SECONDS}),
        help_text=f"Empty: {USUAL_SECONDS}.",
    )
    seed = forms.IntegerField(
        initial=1,
        widget=NumberInput(attrs={"min": 0}),
        help_text="Another number may lead to another schedule that is as good.",
    )
    schedules = forms.IntegerField(
        label="Schedules to choose from",
        initial=1,
        required=False,
        widget=NumberInput(attrs={"min": 1, "max": MOST_SCHEDULES}),
        help_text="1 goes to the draft at once. Several share the time, and you choose one of them.",
    )
    apart_percent = forms.IntegerField(
        label="Percent that others do, at least",
        initial=APART_PERCENT,
        required=False,
        widget=NumberInput(attrs={"min": 1, "max": 100}),
        help_text="For several: how different each is from those before it.",
    )
    slack_percent = forms.IntegerField(
        label="Percent dearer, at most",
        initial=SLACK_PERCENT,
        required=False,
        widget=NumberInput(attrs={"min": 0, "max": MOST_SLACK}),
        help_text="For several: how much more each may cost than the first, goal by goal.",
    )

    def __init__(self, *args: object, year: AcademicYear, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["block"].queryset = year.blocks.all()  # type: ignore[attr-defined]

    @property
    def usual(self) -> list[forms.BoundField]:
        return [self[name] for name in ("block", "seconds", "seed")]

    @property
    def several(self) -> list[forms.BoundField]:
        """What is asked only of several schedules to choose from."""
        return [self[name] for name in ("schedules", "apart_percent", "slack_percent")]

    def clean(self) -> dict[str, object]:
        """A block that was left chosen does not count for another scope; what is left out is usual."""
        cleaned = super().clean() or self.cleaned_data
        for field in self.several:
            if field.name not in self.errors and cleaned.get(field.name) is None:
                cleaned[field.name] = field.field.initial
        if cleaned.get("scope") != Scopes.BLOCK:
            cleaned["block"] = None
        return cleaned


def urls(owner: ProgramScopedAdmin) -> list[URLPattern]:
    return routes(
        owner,
        pages=[
            ("<int:pk>/generate/", generate, "academicyear_generate"),
            ("now/generate/", generate_now, "generate_now"),
        ],
        posts=[
            ("<int:pk>/draft/", draft, "academicyear_draft"),
            ("<int:pk>/raise-tier/", raise_one, "academicyear_raise_tier"),
        ],
    )


def generate(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a solve and go on to the page on which to watch it."""
    year = open_year(owner, request, pk)
    if not allows(request, "generate_schedule", year.program):
        raise PermissionDenied(f"You may not generate a schedule in {year.program}.")
    form = GenerateForm(request.POST or None, year=year, initial=_asked(request, year))
    if form.is_valid():
        run = _request(request, year, form)
        if run is not None:
            return HttpResponseRedirect(address("solverrun_change", run.pk))
    runs = SolverRun.objects.filter(version__schedule__academic_year=year)
    kept = ScheduleVersion.objects.filter(schedule__academic_year=year)
    return show(
        owner,
        request,
        "generate",
        f"Generate {year}",
        year=year,
        form=form,
        replaces=REPLACES,
        tiers=tier_order(year.program),
        runs=runs.select_related("requested_by", "block")[:LATEST],
        draft=kept.draft().first(),
        published=kept.published().first(),
    )


def generate_now(owner: ProgramScopedAdmin, request: HttpRequest) -> HttpResponse:
    year = this_year(owner, request)
    if year is None:
        return no_year(request)
    return HttpResponseRedirect(address("academicyear_generate", year.pk))


def _request(request: HttpRequest, year: AcademicYear, form: GenerateForm) -> SolverRun | None:
    """None when the service refuses: the form then says why."""
    asked = dict(form.cleaned_data)
    scope = asked.pop("scope")
    by, at = signed_in(request), Scope.of(request).at
    try:
        return request_solve(year, scope, by=by, at=at, **asked)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return None


def _asked(request: HttpRequest, year: AcademicYear) -> dict[str, object]:
    """A link from a grid says which part of the schedule is meant."""
    scope, number = request.GET.get("scope", Scopes.YEAR), request.GET.get("block", "")
    block = year.blocks.filter(number=int(number)).first() if number.isdecimal() else None
    usual = {name: field.initial for name, field in GenerateForm.base_fields.items()}
    return usual | {"scope": scope, "block": block}


def raise_one(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Let one goal count before another."""
    year = open_year(owner, request, pk)
    by, at = signed_in(request), Scope.of(request).at
    here = address("academicyear_generate", pk)
    verb = partial(raise_tier, year.program, request.POST.get("tier", ""), by=by, at=at)
    return answered(
        request, verb, done="The next solve follows this order.", to=lambda _: here, otherwise=here
    )


def draft(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Open the draft that everything is changed in."""
    year = open_year(owner, request, pk)
    verb = partial(open_draft, year, by=signed_in(request), at=Scope.of(request).at)
    return answered(
        request,
        verb,
        done="The draft is open.",
        to=lambda opened: address("scheduleversion_change", opened.pk),
        otherwise=address("academicyear_grid", pk),
    )
