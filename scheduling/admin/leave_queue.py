"""The queue of requests for leave, and the page on which one is decided."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from people.admin.absence import reader_of
from people.admin.scoped import ProgramScopedAdmin, Scope, signed_in
from people.answering import answered
from people.models import Absence
from people.services.absences import approve_absence, cancel_absence, deny_absence
from scheduling.admin.links import address
from scheduling.admin.pages import Route, allows, show
from scheduling.queries.leave_briefs import briefs_of
from scheduling.services.consequence_words import verdict_on
from scheduling.services.consequences import consequences_of

VERBS = {"approve": approve_absence, "deny": deny_absence, "cancel": cancel_absence}
DONE = {"approve": "approved", "deny": "denied", "cancel": "cancelled"}
MOST = 100


def queue(owner: ProgramScopedAdmin, request: HttpRequest) -> HttpResponse:
    """What waits for a decision, soonest first, each with what it takes in a line."""
    rows = owner.get_queryset(request).filter(status=Absence.Status.REQUESTED)
    asked = list(rows.select_related("person", "program").order_by("starts_on", "pk")[:MOST])
    reader = reader_of(request)
    briefs = briefs_of(asked, reader=reader, at=Scope.of(request).at)
    return show(
        owner,
        request,
        "leave_queue",
        "Leave to decide",
        asked=[(row, reader.read(row), briefs[row.pk]) for row in asked],
    )


def decide(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that follows from an absence, with the buttons that decide it."""
    absence = _absence(owner, request, pk)
    at = Scope.of(request).at
    found = consequences_of(absence, by=signed_in(request), at=at)
    return show(
        owner,
        request,
        "leave_decision",
        f"{absence.person.roster_name}, away",
        absence=absence,
        seen=reader_of(request).read(absence),
        found=found,
        verdict=verdict_on(found),
        can_decide=allows(request, "decide_absence", absence.program),
        can_edit=allows(request, "edit_schedule", absence.program),
        today=absence.program.today(at),
    )


def decided(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Approve, deny or cancel, as the button says; then on to what waits next."""
    absence = _absence(owner, request, pk)
    here, verb = address("absence_decide", pk, app="people"), request.POST.get("verb", "")
    if verb not in VERBS:
        return HttpResponse("Approve, deny or cancel?", status=400)
    ask = partial(
        VERBS[verb],
        absence,
        by=signed_in(request),
        at=Scope.of(request).at,
        note=request.POST.get("note", ""),
    )
    return answered(
        request,
        ask,
        done=f"{absence.person.roster_name}: {DONE[verb]}.",
        to=lambda _: here if verb == "approve" else address("absence_queue", app="people"),
        otherwise=here,
    )


def _absence(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> Absence:
    rows = owner.get_queryset(request).select_related("person", "program", "requested_by")
    absence: Absence = get_object_or_404(rows, pk=pk)
    return absence


PAGES: tuple[Route, ...] = (
    ("queue/", queue, "absence_queue"),
    ("<int:pk>/decide/", decide, "absence_decide"),
)
POSTS: tuple[Route, ...] = (("<int:pk>/decided/", decided, "absence_decided"),)
