"""One's own leave: what is left, whether some days would fit, asking for them, taking back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from people.answering import attempting
from people.models import Absence, academic_year_of
from people.services.absences import cancel_absence, request_absence
from scheduling.queries.leave_book import LeaveBook
from scheduling.services.consequence_words import Verdict, verdict_on
from scheduling.services.consequences import consequences_of
from scheduling.views.leave_form import LeaveForm
from scheduling.views.subject import Subject, own_subject, signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def leave(request: HttpRequest) -> HttpResponse:
    """The page. What is posted with `check` is looked at only; in no address, as it is private."""
    at = timezone.now()
    subject = own_subject(request, _("Here you see your own leave only."), at=at)
    if subject is None:
        return render(request, "scheduling/my/nobody.html", {"base": "base.html"})
    form = LeaveForm(request.POST or None)
    is_asked = form.is_valid() and "check" not in request.POST
    if is_asked and _ask(request, subject, form, at=at):
        return redirect("scheduling:leave")
    verdict = _verdict(request, subject, form, at=at) if form.is_valid() else None
    return render(request, "scheduling/leave/page.html", _context(subject, form, verdict, at=at))


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """While it is a request; somebody else's does not exist here."""
    absence = get_object_or_404(
        Absence.objects.select_related("program", "person"), pk=pk, person__user=signed_in(request)
    )
    with attempting(request, done=_("Your request is taken back.")):
        cancel_absence(absence, by=signed_in(request), at=timezone.now())
    return redirect("scheduling:leave")


def _ask(request: HttpRequest, subject: Subject, form: LeaveForm, *, at: datetime) -> bool:
    try:
        request_absence(
            subject.person,
            program=subject.program,
            by=signed_in(request),
            at=at,
            **form.cleaned_data,
        )
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return False
    messages.success(request, _("Asked. Your office decides, and you are told here and by mail."))
    return True


def _verdict(request: HttpRequest, subject: Subject, form: LeaveForm, *, at: datetime) -> Verdict:
    thought = form.thought_of(subject.person, subject.program)
    return verdict_on(consequences_of(thought, by=signed_in(request), at=at))


def _context(
    subject: Subject, form: LeaveForm, verdict: Verdict | None, *, at: datetime
) -> dict[str, Any]:
    program, person = subject.program, subject.person
    today = program.today(at)
    book = LeaveBook(program, [person.pk], at=at)
    rows = Absence.objects.filter(program=program, person=person)
    year = academic_year_of(today)
    return {
        "base": "base.html",
        "subject": subject,
        "form": form,
        "verdict": verdict,
        "year": year,
        "balances": book.balances(person.pk, year),
        "board": book.board(person.pk, today),
        "six_weeks": book.six_weeks(person.pk),
        "coming": rows.standing().filter(ends_on__gte=today).order_by("starts_on", "pk"),
        "decided": rows.filter(ends_on__gte=today, status=Absence.Status.DENIED),
        "today": today,
    }
