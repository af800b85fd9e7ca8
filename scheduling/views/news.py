"""Saying that one has seen what changed in one's schedule."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.answering import attempting
from people.models import Person, Program
from scheduling.services.news import see_news as see
from scheduling.views.subject import signed_in


@require_POST
def see_news(request: HttpRequest) -> HttpResponse:
    """Back to today; somebody else's schedule is not there to be seen."""
    by = signed_in(request)
    person = get_object_or_404(Person, user=by)
    until = _moment(request.POST.get("until", ""))
    program = get_object_or_404(Program, slug=request.POST.get("program", ""))
    with attempting(request, done=_("You have seen what changed.")):
        see(person, program, until=until, by=by, at=timezone.now())
    return redirect("scheduling:my_day")


def _moment(text: str) -> datetime:
    """As the page wrote it."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise BadRequest("The page says until when one has looked; this one did not.")
    return moment
