"""What one would like: rounds that ask one, the wishes, and what became of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from people.models import Person
from scheduling.models import PreferenceRound, Request
from scheduling.queries.preference_choices import Choices, choices_for
from scheduling.services.preference_report import WhyNot, my_outcomes, why_not
from scheduling.services.preferences import answer_round
from scheduling.views.subject import own_subject, signed_in
from scheduling.views.wish_forms import Section, are_valid, sections, wishes_of

OWN = gettext_lazy("Here you see your own preferences only.")


@require_safe
@never_cache
def preferences(request: HttpRequest) -> HttpResponse:
    """The rounds that ask one, those that are open first."""
    at = timezone.now()
    subject = own_subject(request, OWN, at=at)
    if subject is None:
        return render(request, "scheduling/my/nobody.html", {"base": "base.html"})
    rounds = PreferenceRound.objects.begun(at).filter(
        program=subject.program, academic_year__in=subject.years
    )
    mine = [asked for asked in rounds if choices_for(asked, subject.person)]
    answered = set(subject.person.preference_answers.values_list("round", flat=True))
    context = {
        "base": "base.html",
        "subject": subject,
        "rounds": [(asked, asked.is_open(at), asked.pk in answered) for asked in mine],
        "zone": subject.program.zone,
    }
    return render(request, "scheduling/preferences/rounds.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def preferences_round(request: HttpRequest, pk: int) -> HttpResponse:
    """While it is open, the wishes; afterwards, what became of them."""
    at, by = timezone.now(), signed_in(request)
    asked, person, choices = _asked(request, pk, at=at)
    report = my_outcomes(asked, person, by=by, at=at)
    stated = [outcome.request for outcome in report.outcomes]
    found = sections(choices, stated, request.POST if request.method == "POST" else None)
    if request.method == "POST" and _answer(request, asked, person, found, at=at):
        return redirect("scheduling:preferences_round", pk)
    context = {
        "base": "base.html",
        "round": asked,
        "is_open": asked.is_open(at),
        "report": report,
        "sections": found,
        "zone": asked.program.zone,
    }
    return render(request, "scheduling/preferences/round.html", context)


@require_safe
@never_cache
def wish_why(request: HttpRequest, pk: int) -> HttpResponse:
    """Why a rotation was not given; somebody else's wish does not exist here."""
    rows = Request.objects.select_related("program", "person", "rotation", "round")
    wish = get_object_or_404(rows, pk=pk, person__user=signed_in(request))
    try:
        found = why_not(wish, by=signed_in(request), at=timezone.now())
    except ValidationError as refusal:
        context = {"base": "base.html", "wish": wish, "refusal": " ".join(refusal.messages)}
    else:
        context = {"base": "base.html", "wish": wish, "found": _alike(found)}
    return render(request, "scheduling/preferences/why.html", context)


def _alike(found: Iterable[WhyNot]) -> list[list[WhyNot]]:
    """Times against which the same stands are told together."""
    groups: dict[tuple[str, ...], list[WhyNot]] = {}
    for each in found:
        groups.setdefault(each.reasons, []).append(each)
    return list(groups.values())


def _asked(
    request: HttpRequest, pk: int, *, at: datetime
) -> tuple[PreferenceRound, Person, Choices]:
    """A round that does not ask the reader does not exist."""
    rounds = PreferenceRound.objects.begun(at).select_related("program")
    asked = get_object_or_404(rounds, pk=pk)
    person = Person.objects.filter(user=signed_in(request)).first()
    choices = choices_for(asked, person) if person else None
    if person is None or choices is None:
        raise Http404("This asks others.")
    return asked, person, choices


def _answer(
    request: HttpRequest,
    asked: PreferenceRound,
    person: Person,
    found: list[Section],
    *,
    at: datetime,
) -> bool:
    if not are_valid(found):
        messages.error(request, _("Something is not filled in right; nothing was saved."))
        return False
    try:
        answer_round(asked, person, list(wishes_of(found)), by=signed_in(request), at=at)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return False
    messages.success(request, _("Saved. You can change it until the deadline."))
    return True
