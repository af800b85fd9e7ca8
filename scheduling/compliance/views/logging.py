"""Logging what differed from the schedule: an entry, an interruption of home call in one tap."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from people.spoken import spoken
from people.views.asker import signed_in
from people.wording import said
from scheduling.compliance.forms import WorkForm
from scheduling.compliance.services.interruptions import log_interruption
from scheduling.compliance.views.hours import answered, own_subject, page
from scheduling.models import LoggedWork
from scheduling.permissions import visible_logged_work
from scheduling.services.logged_work import log_work, withdraw_logged_work


@require_POST
@never_cache
def log(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    subject = own_subject(request, at=at)
    form = WorkForm(request.POST)
    if not form.is_valid():
        return page(request, form)
    details = form.details(subject.program.zone)
    by = signed_in(request)
    verb = partial(log_work, subject.person, program=subject.program, **details, by=by, at=at)
    try:
        row = verb()
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return page(request, form)
    return answered(request, subject, lambda: row, _logged)


@require_POST
def interruption(request: HttpRequest) -> HttpResponse:
    """It ends now; the button says how long it took."""
    at = timezone.now()
    subject = own_subject(request, at=at)
    minutes = request.POST.get("minutes", "")
    verb = partial(
        log_interruption,
        subject.person,
        program=subject.program,
        kind=request.POST.get("kind", ""),
        minutes=int(minutes) if minutes.isdecimal() and len(minutes) < 5 else 0,
        by=signed_in(request),
        at=at,
    )
    return answered(request, subject, verb, _interrupted)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    at = timezone.now()
    subject = own_subject(request, at=at)
    by = signed_in(request)
    mine = visible_logged_work(by, at=at).filter(person=subject.person)
    row = get_object_or_404(mine, pk=pk)
    verb = partial(withdraw_logged_work, row, by=by, at=at)
    return answered(request, subject, verb, _taken_back)


def _logged(row: LoggedWork) -> str:
    return spoken(said("Logged: {work}.", work=row.words))


def _interrupted(row: LoggedWork) -> str:
    return spoken(said("Logged: {work}, {minutes} minutes.", work=row.words, minutes=row.minutes))


def _taken_back(row: LoggedWork) -> str:
    return spoken(said("Taken back: {work}.", work=row.words))
