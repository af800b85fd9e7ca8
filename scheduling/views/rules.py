"""The rule book for everybody in a program: what holds, why, with which numbers."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_noop as N_
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from people.models import Program
from people.permissions import programs_for
from scheduling.engine.rules import Force
from scheduling.queries.rule_book import BookedRule, packs_offered, rule_book
from scheduling.templatetags.schedule_text import rule_text
from scheduling.views.subject import signed_in

WHOSE = {
    Force.MUST: N_("Accreditation requirements"),
    Force.SHOULD: N_("Accreditation recommendations"),
    Force.LOCAL: N_("The program's own rules"),
    Force.WISH: N_("What is striven for"),
}
NOT_TO_BE_SEEN = gettext_lazy(
    "You may not see the rules of this program, or there is no such program."
)


@require_safe
@never_cache
def rules(request: HttpRequest) -> HttpResponse:
    """Of the first program that the reader may see; the page offers the others."""
    return _page(request, None)


@require_safe
@never_cache
def rules_of_program(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, slug)


def _page(request: HttpRequest, slug: str | None) -> HttpResponse:
    by, at = signed_in(request), timezone.now()
    programs = list(programs_for(by, "view_rules", at).order_by("name", "pk"))
    program = next((p for p in programs if slug in (None, p.slug)), None)
    if program is None:
        raise PermissionDenied(NOT_TO_BE_SEEN)
    words = request.GET.get("q", "").strip()
    book = rule_book(program, program.today(at))
    return render(
        request,
        "scheduling/rules.html",
        {
            "program": program,
            "programs": programs,
            "words": words,
            "sections": _sections([booked for booked in book if _has(booked, words)]),
            "packs": _chosen(program, program.today(at)),
        },
    )


def _has(booked: BookedRule, words: str) -> bool:
    """Whether each of the words stands somewhere in the rule."""
    rule = booked.rule
    text = f"{gettext(rule.title)} {rule_text(rule)} {rule.cited} {rule.source}".casefold()
    return all(word in text for word in words.casefold().split())


def _sections(book: list[BookedRule]) -> list[tuple[str, list[BookedRule]]]:
    """What holds, by who asks for it, the gravest first; and what the program does without."""
    found = [(WHOSE[force], [b for b in book if b.on and b.rule.force == force]) for force in Force]
    found.append((N_("Not used by the program"), [booked for booked in book if not booked.on]))
    return [(name, rules) for name, rules in found if rules]


def _chosen(program: Program, on: date) -> list[str]:
    offered = (each for each in packs_offered(program, on) if each.place is not None)
    return [
        f"{o.pack.title} {o.pack.edition}" if o.pack.effective_from else o.pack.title
        for o in offered
    ]
