"""The first page of the admin: where each of the user's programs stands today."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from people.admin.scoped import Scope
from people.models import Program
from scheduling.admin.pages import allows
from scheduling.queries.overview import ProgramOverview, program_overview


@dataclass(frozen=True)
class OverviewCard:
    """A program, and what the user may do in it."""

    state: ProgramOverview
    may_generate: bool
    may_manage: bool


def cards(request: HttpRequest) -> list[OverviewCard]:
    scope = Scope.of(request)
    programs = Program.objects.filter(active=True)
    if not scope.is_unlimited:
        programs = programs.filter(pk__in=scope.programs("view_draft"))
    return [
        OverviewCard(
            state=program_overview(program, scope.at),
            may_generate=allows(request, "generate_schedule", program),
            may_manage=allows(request, "manage_calendar", program),
        )
        for program in programs
    ]
