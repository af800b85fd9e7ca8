"""Who is on call, now and on any day: for those of the program, or for everybody if it says so."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from people.models import Program, academic_year_of
from people.permissions import may
from scheduling.queries.on_call import (
    OnCall,
    escalation,
    on_call_now_and_later,
    on_call_of_day,
)
from scheduling.queries.on_service import services_of_day
from scheduling.queries.published import published_between, special_days_between
from scheduling.services.on_call import programs_to_read
from scheduling.views.dates import day_after, day_asked, day_before

NOT_TO_BE_SEEN = gettext_lazy(
    "You may not see who is on call in this program, or there is no such program."
)
NO_PROGRAM = gettext_lazy("You belong to no program whose calls you may see.")


@login_not_required
@require_safe
@never_cache
def on_call(request: HttpRequest) -> HttpResponse:
    """The first program that the reader may see; the page offers the others."""
    return _page(request, None)


@login_not_required
@require_safe
@never_cache
def on_call_of_program(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, slug)


def _page(request: HttpRequest, slug: str | None) -> HttpResponse:
    at = timezone.now()
    programs = programs_to_read(request.user, at=at)
    program = next((p for p in programs if slug in (None, p.slug)), None)
    if program is not None:
        return render(request, "scheduling/on_call.html", _context(request, program, programs, at))
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    raise PermissionDenied(NOT_TO_BE_SEEN if slug else NO_PROGRAM)


def _context(
    request: HttpRequest, program: Program, programs: list[Program], at: datetime
) -> dict[str, Any]:
    today = program.today(at)
    day = day_asked(request, today)
    with_phones = may(request.user, "view_contacts", program, at=at)
    is_now = "on" not in request.GET
    running, calls = _calls(program, None if is_now else day, at, with_phones=with_phones)
    return {
        "program": program,
        "programs": programs,
        "at": at.astimezone(program.zone),
        "day": day,
        "today": today,
        "special": special_days_between(program, day, day).get(day),
        "is_now": is_now,
        "with_phones": with_phones,
        "running": escalation(running),
        "calls": escalation(calls),
        "services": services_of_day(program, day, with_phones=with_phones),
        "nobody": _nobody(program, day, is_now=is_now),
        "before": day_before(day),
        "after": day_after(day),
    }


def _calls(
    program: Program, day: date | None, at: datetime, *, with_phones: bool
) -> tuple[list[OnCall], list[OnCall]]:
    """What runs now and comes later, or the calls of a day that was asked for."""
    if day is None:
        return on_call_now_and_later(program, at, with_phones=with_phones)
    return [], on_call_of_day(program, day, with_phones=with_phones)


def _nobody(program: Program, day: date, *, is_now: bool) -> str:
    """What an empty list means: that nothing is known, or that nobody is due."""
    if not published_between(program, day, day):
        year = academic_year_of(day)
        years = f"{year}-{(year + 1) % 100:02}"
        return _("Nothing is published yet for %(years)s.") % {"years": years}
    return _("No call runs at this moment.") if is_now else _("No call begins on this day.")
