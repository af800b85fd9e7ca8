"""Somebody calls in sick: recorded at once, cover found and used, on a phone at six in the morning."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.answering import attempting
from people.models import Absence, Person, Program, Slot
from people.permissions import programs_for
from people.privacy import AbsenceReader
from people.spoken import refused
from scheduling.models import ChangeSet, RepairRun
from scheduling.queries.covers import options_of
from scheduling.queries.taken import taken_by
from scheduling.services.cover import call_in_sick, take_back_cover, use_cover
from scheduling.services.repair import search_repairs
from scheduling.views.leave_form import Day
from scheduling.views.subject import people_to_choose, signed_in

SOON = timedelta(days=2)


class SickCallForm(forms.Form):
    """Who, and until when; today unless told. A link may say who."""

    person = forms.ModelChoiceField(
        Person.objects.none(),
        label=gettext_lazy("Who?"),
        empty_label=gettext_lazy("Choose somebody"),
    )
    starts_on = forms.DateField(label=gettext_lazy("From"), widget=Day)
    starts_at_slot = forms.ChoiceField(
        label=gettext_lazy("Half"), choices=Slot.choices, initial=Slot.AM
    )
    ends_on = forms.DateField(label=gettext_lazy("To"), widget=Day)

    def __init__(
        self, data: QueryDict | None, *, program: Program, at: datetime, person: str = ""
    ) -> None:
        today = program.today(at)
        super().__init__(data, initial={"person": person, "starts_on": today, "ends_on": today})
        enrolled = [person.pk for person in people_to_choose(program, today)]
        people = Person.objects.filter(pk__in=enrolled)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def sick_call(request: HttpRequest) -> HttpResponse:
    """The form, and who is away these days; sent, it leads to the ways to cover."""
    at = timezone.now()
    program = _program(request, at=at)
    person = request.GET.get("person", "")
    form = SickCallForm(request.POST or None, program=program, at=at, person=person)
    if form.is_valid():
        try:
            absence, _run = call_in_sick(
                program=program, by=signed_in(request), at=at, **form.cleaned_data
            )
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            return redirect("scheduling:cover", absence.pk)
    context = {
        "base": "base.html",
        "program": program,
        "form": form,
        "away": _away_now(program, at=at),
    }
    return render(request, "scheduling/cover/sick_call.html", context)


@require_safe
@never_cache
def cover(request: HttpRequest, pk: int) -> HttpResponse:
    """What an absence takes and the ways to cover it; the page looks again while a search runs."""
    at = timezone.now()
    absence = _absence(request, pk, at=at)
    run = _latest(absence)
    (taken,) = taken_by([absence])
    used = _used(run)
    context = {
        "base": "base.html",
        "absence": absence,
        "seen": AbsenceReader(request.user, at=at).read(absence),
        "taken": taken,
        "run": run,
        "options": options_of(run, at=at) if run else [],
        "used": used,
        "way": _way_used(run) if used else None,
        "zone": absence.program.time_zone,
        "today": absence.program.today(at),
    }
    return render(request, "scheduling/cover/options.html", context)


@require_POST
def search_cover(request: HttpRequest, pk: int) -> HttpResponse:
    """Look once more, since the schedule has changed or the first search found nothing."""
    at = timezone.now()
    absence = _absence(request, pk, at=at)
    with attempting(request):
        search_repairs(absence, by=signed_in(request), at=at)
    return redirect("scheduling:cover", pk)


@require_POST
def use(request: HttpRequest, pk: int) -> HttpResponse:
    at = timezone.now()
    absence = _absence(request, pk, at=at)
    run = _latest(absence)
    number = request.POST.get("way", "")
    if run is None or not number.isdecimal():
        messages.error(request, _("Choose one of the ways."))
        return redirect("scheduling:cover", pk)
    with attempting(request, done=_("Done, and everybody who is touched is told.")):
        use_cover(run, int(number), by=signed_in(request), at=at)
    return redirect("scheduling:cover", pk)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the cover back: the schedule is as it was, and the ledger does not count it."""
    at = timezone.now()
    run = _latest(_absence(request, pk, at=at))
    with attempting(request, done=_("Taken back. The duties are open again.")):
        if run is None:
            raise refused("Nobody has looked for cover yet.", code="no-search")
        take_back_cover(run, by=signed_in(request), at=at)
    return redirect("scheduling:cover", pk)


def _program(request: HttpRequest, *, at: datetime) -> Program:
    """That of `?program=`, or the first in which one may; nobody else gets here."""
    programs = programs_for(signed_in(request), "record_sick_call", at).filter(active=True)
    slug = request.GET.get("program", "")
    found = programs.filter(slug=slug).first() if slug else programs.order_by("name").first()
    if found is None:
        raise PermissionDenied(_("Sick calls are recorded by those who plan."))
    return found


def _absence(request: HttpRequest, pk: int, *, at: datetime) -> Absence:
    """One that is approved, of a program that one plans; others do not exist here."""
    programs = programs_for(signed_in(request), "amend_schedule", at)
    rows = Absence.objects.approved().filter(program__in=programs)
    return get_object_or_404(rows.select_related("program", "person"), pk=pk)


def _latest(absence: Absence) -> RepairRun | None:
    runs = RepairRun.objects.filter(absence=absence).select_related(
        "version__schedule__program", "applied_as"
    )
    return runs.order_by("-requested_at", "-pk").first()


def _used(run: RepairRun | None) -> ChangeSet | None:
    """The change of the schedule by which the search was used, while it stands."""
    if run is None or run.applied_as is None:
        return None
    undone = ChangeSet.objects.filter(undoes=run.applied_as).exists()
    return None if undone else run.applied_as


def _way_used(run: RepairRun | None) -> Mapping[str, Any] | None:
    """What it did, as it was found."""
    return run.ways[run.applied_way - 1] if run and run.applied_way else None


def _away_now(program: Program, *, at: datetime) -> list[Absence]:
    today = program.today(at)
    rows = Absence.objects.approved().filter(program=program)
    near = rows.overlapping(today, today + SOON).select_related("person")
    return list(near.order_by("starts_on", "person__last_name", "pk"))
