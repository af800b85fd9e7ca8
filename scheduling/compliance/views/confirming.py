"""Confirming days in one tap, and taking that back."""

from __future__ import annotations

from datetime import date
from functools import partial

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.spoken import spoken
from people.views.asker import signed_in
from people.wording import counted, said
from scheduling.compliance.models import ConfirmedDay
from scheduling.compliance.services.confirming import confirm_days, take_back
from scheduling.compliance.views.hours import answered, own_subject


@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """A day, or a week."""
    at = timezone.now()
    subject = own_subject(request, at=at)
    verb = partial(
        confirm_days,
        subject.person,
        program=subject.program,
        first_day=_day(request, "first_day"),
        last_day=_day(request, "last_day"),
        by=signed_in(request),
        at=at,
    )
    return answered(request, subject, verb, _confirmed)


def _confirmed(rows: list[ConfirmedDay]) -> str:
    if not rows:
        return _("These days were confirmed already.")
    return spoken(counted("Confirmed.", "{count} days are confirmed.", len(rows)))


@require_POST
def take_back_day(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    subject = own_subject(request, at=at)
    verb = partial(
        take_back,
        subject.person,
        program=subject.program,
        day=_day(request, "day"),
        by=signed_in(request),
        at=at,
    )
    return answered(request, subject, verb, _open_again)


def _open_again(row: ConfirmedDay) -> str:
    return spoken(said("{day:%a %d %b} is open again.", day=row.day))


def _day(request: HttpRequest, name: str) -> date:
    asked = request.POST.get(name, "")
    try:
        return date.fromisoformat(asked)
    except ValueError as error:
        raise BadRequest(
            spoken(said("“{asked}” is not a date like 2026-07-01.", asked=asked))
        ) from error
