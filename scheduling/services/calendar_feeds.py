"""What can be done with calendar addresses: make one, give it another secret, revoke it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from people.models import Program, Token, User
from people.permissions import programs_for
from people.services.saving import save_checked
from people.services.tokens import IssuedToken, issue_token, revoke_token
from people.spoken import refused
from scheduling.models import CalendarFeed, CallType, Rotation

Kind = CalendarFeed.Kind


@dataclass(frozen=True)
class Choice:
    """Something a calendar can show, by the name under which forms and programs ask for it."""

    name: str  # such as "calls", "rotation:5", "call:3"
    words: str
    group: str


def choices_for(user: User, *, at: datetime) -> list[Choice]:
    """One's own calendars, then the services of the programs whose schedule one may see."""
    own = [
        Choice(kind.value, gettext(str(kind.label)), gettext("My own"))
        for kind in Kind
        if kind is not Kind.SERVICE
    ]
    programs = programs_for(user, "view_published_schedule", at).order_by("name", "pk")
    return own + [choice for program in programs for choice in _services(program)]


def _services(program: Program) -> list[Choice]:
    calls = CallType.objects.filter(program=program).order_by("name", "pk")
    rotations = Rotation.objects.filter(program=program).order_by("name", "pk")
    return [
        *(
            Choice(
                f"call:{row.pk}",
                row.name,
                gettext("Who takes call, %(program)s") % {"program": program},
            )
            for row in calls
        ),
        *(
            Choice(
                f"rotation:{row.pk}",
                row.name,
                gettext("Who is there, %(program)s") % {"program": program},
            )
            for row in rotations
        ),
    ]


@transaction.atomic
def make_feed(user: User, *, shows: str, by: User, at: datetime) -> IssuedToken:
    """Make an address of a calendar; its secret is to be read in this answer only."""
    choice = next((c for c in choices_for(user, at=at) if c.name == shows), None)
    if choice is None:
        raise refused(
            "There is no calendar “{shows}” that you may see.", code="unknown_calendar", shows=shows
        )
    issued = issue_token(user, name=choice.words, scope=Token.Scope.FEED, by=by, at=at)
    kind, _, key = shows.partition(":")
    save_checked(
        CalendarFeed(
            token=issued.token,
            kind=Kind.SERVICE if key else kind,
            rotation_id=int(key) if kind == "rotation" else None,
            call_type_id=int(key) if kind == "call" else None,
        )
    )
    return issued


@transaction.atomic
def rotate_feed(token: Token, *, by: User, at: datetime) -> IssuedToken:
    """Give the same calendar another address; the one before opens nothing from now on."""
    revoke_token(token, by=by, at=at)
    issued = issue_token(token.user, name=token.name, scope=Token.Scope.FEED, by=by, at=at)
    CalendarFeed.objects.filter(token=token).update(token=issued.token)
    return issued
