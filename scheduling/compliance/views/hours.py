"""One's own hours: what is to be confirmed, how one stands to each limit, what was logged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from people.answering import attempting
from people.views.asker import signed_in
from scheduling.compliance.forms import WorkForm
from scheduling.compliance.queries.my_hours import my_hours
from scheduling.compliance.services.ledgers import find_own_ledger
from scheduling.views.subject import Subject, find_subject

T = TypeVar("T")


@require_safe
@never_cache
def hours(request: HttpRequest) -> HttpResponse:
    """The form is open at a day that was different, where the address names one."""
    return page(request, WorkForm(initial=_different(request)))


def _different(request: HttpRequest) -> dict[str, date]:
    asked = request.GET.get("different")
    if asked is None:
        return {}
    try:
        return {"on": date.fromisoformat(asked)}
    except ValueError as error:
        raise BadRequest(f"“{asked}” is not a date like 2026-07-01.") from error


def page(request: HttpRequest, form: WorkForm) -> HttpResponse:
    """The page, with the form as it was sent where it was refused."""
    at = timezone.now()
    part = bool(request.headers.get("HX-Request"))
    base = "partial.html" if part else "base.html"
    subject = find_subject(request, at=at)
    if subject is None:
        return render(request, "scheduling/my/nobody.html", {"base": base})
    require_own(subject)
    by, program, person = signed_in(request), subject.program, subject.person
    ledger = find_own_ledger(person, program, by=by, at=at)
    context = {
        "base": base,
        "subject": subject,
        "ledger": ledger,
        "page": my_hours(ledger, person, at=at) if ledger.is_known else None,
        "form": form,
        "today": program.today(at),
    }
    with timezone.override(program.zone):
        response = render(request, "compliance/hours.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def require_own(subject: Subject) -> None:
    if not subject.is_own:
        raise PermissionDenied(_("Here you see and log your own hours only."))


def own_subject(request: HttpRequest, *, at: datetime) -> Subject:
    """Whose hours a form is about: the reader's own."""
    subject = find_subject(request, at=at)
    if subject is None:
        raise PermissionDenied(_("Your account belongs to nobody on the schedule."))
    require_own(subject)
    return subject


def back_to(subject: Subject) -> str:
    return f"{reverse('compliance:hours')}?program={subject.program.slug}"


def answered(
    request: HttpRequest, subject: Subject, verb: Callable[[], T], done: Callable[[T], str]
) -> HttpResponse:
    """Call a service and go back to the page; a refusal is told there in its own words."""
    with attempting(request):
        messages.success(request, done(verb()))
    return redirect(back_to(subject))
