"""The admin pages on which the academic year is turned: people, newcomers, what is carried, apply."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern

from people.admin.menu import Group, put
from people.admin.scoped import ProgramScopedAdmin, Scope, signed_in
from people.answering import answered
from people.models import Program
from people.permissions import ACTIONS
from scheduling.admin.links import address
from scheduling.admin.pages import Route, allows, routes, show
from scheduling.admin.record import RecordAdmin
from scheduling.admin.rollover_forms import (
    PLACES,
    decisions_from,
    left_out,
    newcomers_from,
    rows_to_fill,
    turns_for,
)
from scheduling.models import AcademicYear, Rollover
from scheduling.queries.rollover import year_to_turn_into
from scheduling.queries.rollover_choices import PART_WORDS
from scheduling.services.rollover import (
    apply_rollover,
    choose,
    discard_rollover,
    look_at_rollover,
    plan_rollover,
)
from scheduling.services.rollover_record import undo_rollover, undoing_of

put(
    Group.PROGRAM,
    25,
    "New academic year",
    "next_plan",
    "scheduling_rollover_begin",
    "turn_year",
    holds=(
        *("scheduling_rollover_changelist", "scheduling_rollover_people"),
        *("scheduling_rollover_newcomers", "scheduling_rollover_carried"),
        "scheduling_rollover_review",
    ),
)

STEPS = (
    ("people", "People"),
    ("newcomers", "Newcomers"),
    ("carried", "What is carried"),
    ("review", "Look and apply"),
)


@admin.register(Rollover)
class RolloverAdmin(RecordAdmin):
    """Every turn of a year: planned, applied, undone, put aside."""

    view_action = "turn_year"

    list_display = ("__str__", "status", "planned_by", "planned_at", "applied_by", "applied_at")
    list_select_related = ("program", "planned_by", "applied_by")
    list_filter = ("program", "status")

    def get_urls(self) -> list[URLPattern]:
        pages: list[Route] = [
            ("begin/", begin, "rollover_begin"),
            ("<int:pk>/people/", people, "rollover_people"),
            ("<int:pk>/newcomers/", newcomers, "rollover_newcomers"),
            ("<int:pk>/carried/", carried, "rollover_carried"),
            ("<int:pk>/review/", review, "rollover_review"),
        ]
        posts: list[Route] = [
            ("<int:pk>/discard/", discard, "rollover_discard"),
            ("<int:pk>/undo/", undo, "rollover_undo"),
        ]
        return [*routes(self, pages=pages, posts=posts), *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The last page of the wizard says everything about it."""
        if request.method == "POST":
            raise PermissionDenied("It is changed on its own pages.")
        found = self.get_object(request, object_id)
        if found is None:
            return super().change_view(request, object_id, form_url, extra_context)
        return HttpResponseRedirect(address("rollover_review", found.pk))


def begin(owner: ProgramScopedAdmin, request: HttpRequest) -> HttpResponse:
    """Which program and year; where a turn is planned already, on with it."""
    programs = _programs(request)
    if request.method == "POST":
        chosen = next((p for p in programs if str(p.pk) == request.POST.get("program")), None)
        written = request.POST.get("year", "")
        if chosen is None or not written.isdecimal():
            messages.error(request, "Choose a program and write a year, such as 2027.")
            return HttpResponseRedirect(request.path)
        by, at = signed_in(request), Scope.of(request).at
        return answered(
            request,
            partial(plan_rollover, chosen, int(written), by=by, at=at),
            done="Nothing is changed before you apply it on the last page.",
            to=lambda rollover: address("rollover_people", rollover.pk),
            otherwise=request.path,
        )
    at = Scope.of(request).at
    rows = Rollover.objects.filter(program__in=programs).exclude(status=Rollover.Status.DISCARDED)
    return show(
        owner,
        request,
        "rollover/begin",
        "A new academic year",
        programs=programs,
        year=year_to_turn_into(programs[0], programs[0].today(at)),
        rows=rows.select_related("program", "planned_by", "applied_by").order_by("-pk")[:10],
    )


def people(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """What becomes of everybody."""
    rollover = _rollover(owner, request, pk)
    by, at = signed_in(request), Scope.of(request).at
    plan = look_at_rollover(rollover, by=by, at=at)
    if request.method == "POST":
        return _saved(request, rollover, "newcomers", people=lambda: decisions_from(request, plan))
    steps = [(step, turns_for(step)) for step in plan.people.steps]
    return _step(owner, request, rollover, "people", plan=plan, steps=steps)


def newcomers(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    rollover = _rollover(owner, request, pk)
    by, at = signed_in(request), Scope.of(request).at
    if request.method == "POST":
        more = "more" in request.POST
        return _saved(
            request,
            rollover,
            "newcomers" if more else "carried",
            newcomers=lambda: newcomers_from(request.POST),
        )
    plan = look_at_rollover(rollover, by=by, at=at)
    rows = rows_to_fill(plan.choices.newcomers)
    return _step(owner, request, rollover, "newcomers", plan=plan, filled=rows, places=PLACES)


def carried(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    rollover = _rollover(owner, request, pk)
    by, at = signed_in(request), Scope.of(request).at
    if request.method == "POST":
        return _saved(request, rollover, "review", without=lambda: left_out(request.POST))
    plan = look_at_rollover(rollover, by=by, at=at)
    parts = [(part, words, part not in plan.choices.without) for part, words in PART_WORDS.items()]
    return _step(owner, request, rollover, "carried", plan=plan, parts=parts)


def review(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Before: everything that it would do. After: what it did, and whether it can be undone."""
    rollover = _rollover(owner, request, pk)
    by, at = signed_in(request), Scope.of(request).at
    here = address("rollover_review", pk)
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        verb = partial(apply_rollover, rollover, seen=seen, by=by, at=at)
        done = f"{rollover.label} is there."
        return answered(request, verb, done=done, to=lambda _: here, otherwise=here)
    if rollover.status == Rollover.Status.PLANNED:
        plan = look_at_rollover(rollover, by=by, at=at)
        return _step(owner, request, rollover, "review", plan=plan)
    applied = rollover.status == Rollover.Status.APPLIED
    return show(
        owner,
        request,
        "rollover/applied",
        str(rollover),
        rollover=rollover,
        counts=_made(rollover),
        undoing=undoing_of(rollover) if applied else None,
        opened=AcademicYear.objects.filter(program=rollover.program, year=rollover.year).first(),
    )


def discard(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    verb = partial(
        discard_rollover,
        _rollover(owner, request, pk),
        by=signed_in(request),
        at=Scope.of(request).at,
    )
    here = address("rollover_begin")
    done = "The plan is put aside. Nothing was changed."
    return answered(request, verb, done=done, to=lambda _: here, otherwise=here)


def undo(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    verb = partial(
        undo_rollover, _rollover(owner, request, pk), by=signed_in(request), at=Scope.of(request).at
    )
    here = address("rollover_review", pk)
    return answered(
        request, verb, done="Everything is as it was before.", to=lambda _: here, otherwise=here
    )


def _saved(request: HttpRequest, rollover: Rollover, onwards: str, **choices: Any) -> HttpResponse:
    """Keep what one page asks, and go on; what cannot be read is said on the same page."""
    try:
        asked = {name: read() for name, read in choices.items()}
        choose(rollover, **asked, by=signed_in(request), at=Scope.of(request).at)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return HttpResponseRedirect(request.path)
    return HttpResponseRedirect(address(f"rollover_{onwards}", rollover.pk))


def _step(
    owner: ProgramScopedAdmin, request: HttpRequest, rollover: Rollover, step: str, **context: Any
) -> HttpResponse:
    if rollover.status != Rollover.Status.PLANNED:
        return HttpResponseRedirect(address("rollover_review", rollover.pk))
    number = next(place for place, (name, _) in enumerate(STEPS) if name == step)
    return show(
        owner,
        request,
        f"rollover/{step}",
        f"{rollover.program}, into {rollover.label}",
        rollover=rollover,
        steps_of_wizard=[
            (words, address(f"rollover_{name}", rollover.pk), name == step) for name, words in STEPS
        ],
        back=address(f"rollover_{STEPS[number - 1][0]}", rollover.pk) if number else "",
        **context,
    )


def _made(rollover: Rollover) -> list[tuple[str, int]]:
    """How many rows of each table."""
    counts = Counter(label for label, _, _ in rollover.made["created"])
    return [
        (str(apps.get_model(label)._meta.verbose_name_plural), n) for label, n in counts.items()
    ]


def _programs(request: HttpRequest) -> list[Program]:
    scope = Scope.of(request)
    rows = Program.objects.filter(active=True).order_by("name", "pk")
    if not scope.is_unlimited:
        rows = rows.filter(pk__in=scope.programs("turn_year"))
    programs = list(rows)
    if not programs:
        raise PermissionDenied(f"You may not {ACTIONS['turn_year'].words} in any program.")
    return programs


def _rollover(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> Rollover:
    rows = owner.get_queryset(request).select_related("program", "applied_by", "undone_by")
    rollover: Rollover = get_object_or_404(rows, pk=pk)
    if not allows(request, "turn_year", rollover.program):
        raise PermissionDenied(f"You may not {ACTIONS['turn_year'].words} in {rollover.program}.")
    return rollover
