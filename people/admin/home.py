"""The first page of the admin site: each app puts its own cards there, and config shows them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from people.admin.scoped import Scope, signed_in
from people.models import Program, Role
from people.waiting import waiting_for

Kind = Role.Kind
Make = Callable[[HttpRequest, Program], Any]
"""What the card's template shows as `card`; None where there is nothing to show."""


@dataclass(frozen=True)
class Card:
    """A part of the page, the action of those who see it, and its place, which a role may change."""

    code: str
    place: int
    title: str
    template: str
    action: str
    make: Make
    places: Mapping[str, int] = field(default_factory=dict)

    def place_for(self, roles: frozenset[str]) -> int:
        return min((self.places.get(role, self.place) for role in roles), default=self.place)


@dataclass(frozen=True)
class Shown:
    """A card with what it shows."""

    code: str
    title: str
    template: str
    card: Any


_cards: list[Card] = []


def put_card(
    code: str, place: int, title: str, template: str, action: str, **places: int
) -> Callable[[Make], Make]:
    """Give the page a card; done once, where the module is loaded. Places are named by roles."""

    def put(make: Make) -> Make:
        _cards.append(Card(code, place, title, template, action, make, places))
        return make

    return put


def home_of(request: HttpRequest) -> dict[str, Any]:
    """The user's programs, and the cards of the one that is asked for, else of the first."""
    programs = list(_programs(request))
    asked = request.GET.get("program", "")
    program = next((each for each in programs if each.slug == asked), None)
    program = program or (programs[0] if programs else None)
    return {
        "programs": programs,
        "program": program,
        "cards": list(_shown(request, program)) if program else [],
    }


def _programs(request: HttpRequest) -> Any:
    scope, programs = Scope.of(request), Program.objects.filter(active=True)
    if scope.is_unlimited:
        return programs
    return programs.filter(pk__in=scope.programs("view_draft"))


def _shown(request: HttpRequest, program: Program) -> Any:
    scope = Scope.of(request)
    roles = scope.roles_in(program)
    seen = [c for c in _cards if scope.is_unlimited or program.pk in scope.programs(c.action)]
    for card in sorted(seen, key=lambda each: (each.place_for(roles), each.code)):
        found = card.make(request, program)
        if found is not None:
            yield Shown(card.code, card.title, card.template, found)


@put_card("waiting", 10, "Waits for you", "admin/people/home_waiting.html", "view_draft", chief=30)
def waiting(request: HttpRequest, program: Program) -> Any:
    return waiting_for(signed_in(request), program, at=Scope.of(request).at)
