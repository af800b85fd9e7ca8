"""Which program somebody means."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from people.models import Program, User
from people.permissions import programs_for

# A refusal names no more than these.
CHOICES_NAMED = 10


class NoSuchProgram(ValidationError):
    """Nobody knows which program is meant; says which there are."""


def choose_program(user: User | AnonymousUser, name: str, *, at: datetime) -> Program:
    """The program with this slug or name; without one, the only program the user has."""
    programs = list(programs_for(user, "view_published_schedule", at))
    if not programs:
        raise NoSuchProgram("You have no role in a program.", code="no_program")
    wanted = name.strip().casefold()
    found = [p for p in programs if not wanted or wanted in (p.slug, p.name.casefold())]
    if len(found) == 1:
        return found[0]
    if wanted and not found:
        raise NoSuchProgram(
            f"You have no program “{name.strip()}”. {_choices(programs)}", code="unknown_program"
        )
    raise NoSuchProgram(f"Say which program. {_choices(found)}", code="which_program")


def _choices(programs: list[Program]) -> str:
    named = ", ".join(f"{program.slug} ({program})" for program in programs[:CHOICES_NAMED])
    more = len(programs) - CHOICES_NAMED
    return f"There is {named}." if more <= 0 else f"There is {named}, and {more} more."
