"""The admin page of the rule book: every rule as the program has it, and the choice of packs."""

from __future__ import annotations

from datetime import date
from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern

from people.admin.menu import Group, put
from people.admin.scoped import ProgramScopedAdmin, Scope, signed_in
from people.answering import answered
from people.models import Program
from scheduling.admin.links import address
from scheduling.admin.pages import allows, routes, show
from scheduling.admin.rule_effects import effect_page
from scheduling.queries.rule_book import (
    BookedRule,
    packs_offered,
    packs_out_of_date,
    packs_over_time,
    rule_book,
)
from scheduling.services.rule_effects import effect_of_packs
from scheduling.services.rule_packs import choose_packs

put(
    Group.RULES,
    10,
    "Rule book",
    "menu_book",
    "scheduling_rule_book_now",
    "view_rules",
    holds=("scheduling_rule_book",),
)


def urls(owner: ProgramScopedAdmin) -> list[URLPattern]:
    return routes(
        owner,
        pages=[
            ("book/", book_now, "rule_book_now"),
            ("book/<int:pk>/", book, "rule_book"),
        ],
        posts=[
            ("book/<int:pk>/packs/", choose, "rule_book_packs"),
            ("book/<int:pk>/packs/effect/", effect, "rule_book_packs_effect"),
        ],
    )


def book_now(owner: ProgramScopedAdmin, request: HttpRequest) -> HttpResponse:
    """The book of the first of the user's programs."""
    program = _programs(request).first()
    if program is None:
        raise PermissionDenied("You have no program whose rules you may see.")
    return HttpResponseRedirect(address("rule_book", program.pk))


def book(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    program = _program(request, pk)
    today = program.today(Scope.of(request).at)
    return show(
        owner,
        request,
        "rule_book",
        f"Rule book of {program}",
        program=program,
        programs=_programs(request),
        rules=_rules(request, program),
        packs=[
            (offered.pack, number, offered.place is not None)
            for number, offered in enumerate(packs_offered(program, today), start=1)
        ],
        periods=packs_over_time(program),
        out_of_date=packs_out_of_date(program),
        today=today,
        may_manage=allows(request, "manage_rules", program),
    )


def _rules(request: HttpRequest, program: Program) -> list[BookedRule]:
    """None, with the reason above the packs, where a setting contradicts them."""
    try:
        return rule_book(program, program.today(Scope.of(request).at))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return []


def choose(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Make the ticked packs the program's, in the order of their numbers."""
    program, ticked = _program(request, pk), _ticked(request)
    here = address("rule_book", pk)
    by, at = signed_in(request), Scope.of(request).at
    try:
        first = _first_day(request)
    except ValueError:
        messages.error(request, "From when they hold is no day.")
        return HttpResponseRedirect(here)
    verb = partial(choose_packs, program, ticked, effective_from=first, by=by, at=at)
    done = f"These packs hold from {first:%d %b %Y} on." if first else "These packs hold now."
    return answered(request, verb, done=done, to=lambda _: here, otherwise=here)


def effect(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """What the ticked packs would do to the schedules as they stand."""
    program = _program(request, pk)
    by, at = signed_in(request), Scope.of(request).at
    look = partial(effect_of_packs, program, _ticked(request), by=by, at=at)
    here = address("rule_book", pk)
    save_to = address("rule_book_packs", pk)
    return effect_page(owner, request, look, program=program, save_to=save_to, back=here)


def _first_day(request: HttpRequest) -> date | None:
    """The day that was typed, from which on they hold; none: today."""
    written = request.POST.get("effective_from", "").strip()
    return date.fromisoformat(written) if written else None


def _ticked(request: HttpRequest) -> list[str]:
    return sorted(request.POST.getlist("pack"), key=partial(_place, request))


def _place(request: HttpRequest, name: str) -> int:
    written = request.POST.get(f"place-{name}", "")
    return int(written) if written.isdecimal() else 0


def _programs(request: HttpRequest) -> QuerySet[Program]:
    scope = Scope.of(request)
    programs = Program.objects.order_by("name", "pk")
    return programs if scope.is_unlimited else programs.filter(pk__in=scope.programs("view_rules"))


def _program(request: HttpRequest, pk: int) -> Program:
    program = _programs(request).filter(pk=pk).first()
    if program is None:
        raise Http404("There is no such program.")
    return program
