"""My schedule: today, a week, a block and a year, for a telephone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_htmx.middleware import HtmxDetails

from people.models import Program, academic_year_of
from people.privacy import AbsenceReader
from scheduling.engine.academic_year import Span
from scheduling.queries import my_schedule
from scheduling.queries.news import News
from scheduling.services.news import find_news
from scheduling.views.dates import day_after, day_asked, day_before
from scheduling.views.subject import (
    Subject,
    find_subject,
    people_to_choose,
    planned_programs,
    signed_in,
)

Reader = Callable[..., Any]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return redirect("scheduling:my_day")


@require_safe
@never_cache
def my_day(request: HttpRequest) -> HttpResponse:
    return _page(request, "day", my_schedule.my_day)


@require_safe
@never_cache
def my_week(request: HttpRequest) -> HttpResponse:
    return _page(request, "week", my_schedule.my_week)


@require_safe
@never_cache
def my_block(request: HttpRequest) -> HttpResponse:
    return _page(request, "block", my_schedule.my_block)


@require_safe
@never_cache
def my_year(request: HttpRequest) -> HttpResponse:
    return _page(request, "year", my_schedule.my_year)


def _page(request: HttpRequest, name: str, read: Reader) -> HttpResponse:
    """One page of four: whose it is, which day, what the query says."""
    at = timezone.now()
    subject = find_subject(request, at=at)
    if subject is None:
        return _render(request, "scheduling/my/nobody.html", _choice(request, None, at, None))
    program, today = subject.program, subject.program.today(at)
    on = day_asked(request, today)
    reader = AbsenceReader(request.user, at=at)
    page = read(subject.person, program, on=on, reader=reader, at=at)
    context = {
        "page": page,
        "tab": name,
        "on": on,
        "today": today,
        "now": at.astimezone(program.zone),
        "why_empty": _why_empty(subject, page, on),
        "news": _news(subject, request, name, at),
        **(_neighbors(page.span) if page else {}),
        **_choice(request, subject, at, on),
    }
    return _render(request, f"scheduling/my/{name}.html", context)


def _news(subject: Subject, request: HttpRequest, name: str, at: datetime) -> News | None:
    """On the first page, and of one's own schedule only."""
    if name != "day" or not subject.is_own:
        return None
    return find_news(subject.person, subject.program, by=signed_in(request), at=at)


def _neighbors(span: Span) -> dict[str, date]:
    return {"before": day_before(span.starts_on), "after": day_after(span.ends_on)}


def _why_empty(subject: Subject, page: Any, on: date) -> str:
    """A sentence when there is nothing to show, else nothing."""
    year = academic_year_of(on)
    names = {
        "years": f"{year}-{(year + 1) % 100:02}",
        "program": subject.program,
        "person": subject.person,
    }
    span = page.span if page else Span(on, on)
    if not subject.years & {academic_year_of(span.starts_on), academic_year_of(span.ends_on)}:
        own = _("You are not enrolled in %(program)s for %(years)s.")
        theirs = _("%(person)s is not enrolled in %(program)s for %(years)s.")
        return (own if subject.is_own else theirs) % names
    if page is None:
        return _("The calendar of %(program)s does not reach this day yet.") % names
    if not page.published:
        nothing = _("Nothing is published yet for %(years)s.") % names
        waits = _("Your program will tell you when it is.")
        return f"{nothing} {waits}" if subject.is_own else nothing
    return ""


def _choice(
    request: HttpRequest, subject: Subject | None, at: datetime, on: date | None
) -> dict[str, Any]:
    """For those who plan: the other people whose schedule they may look at."""
    planned = planned_programs(signed_in(request), at=at)
    program = _planned(subject, planned)
    people = people_to_choose(program, on or program.today(at)) if program else []
    return {"subject": subject, "chosen_program": program, "people": people}


def _planned(subject: Subject | None, planned: set[Program]) -> Program | None:
    if subject is not None:
        return subject.program if subject.program in planned else None
    return min(planned, key=lambda program: (program.name, program.pk), default=None)


def _render(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The whole page, or for htmx its content only."""
    htmx: HtmxDetails = getattr(request, "htmx")  # noqa: B009 -- set by the middleware
    part = bool(htmx) and not htmx.history_restore_request
    base = "partial.html" if part else "base.html"
    response = render(request, template, {**context, "base": base})
    patch_vary_headers(response, ["HX-Request"])
    return response
