"""Telling of credentials that run out: 90, 30 and 7 days before, once each."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from people.models import Program, User
from people.permissions import accounts_that_may, require
from people.services.notices import Note, Reader, tell_each
from people.spoken import refused
from people.wording import counted, said
from scheduling.queries.running_out import STAGES, RunningOut, running_out

LONGEST = 366


def credentials_running_out(
    program: Program, *, within: int = STAGES[-1], by: User, at: datetime
) -> list[RunningOut]:
    """Of the people of this year, with what of the published schedule needs them afterwards."""
    require(by, "view_credentials", program, at=at)
    if not 0 <= within <= LONGEST:
        raise refused(
            "Look ahead 0 to {most} days, not {within}.",
            code="days_out_of_range",
            most=LONGEST,
            within=within,
        )
    return running_out(program, at=at, within=within)


def tell_of_ending(*, at: datetime) -> int:
    """Each holder, and those who keep track. How many notices were written."""
    told = 0
    for program in Program.objects.filter(active=True):
        office = list(accounts_that_may("manage_credentials", program, at=at))
        for ending in running_out(program, at=at):
            if ending.stage is not None:
                told += _tell(program, ending, office, at=at)
    return told


def _tell(program: Program, ending: RunningOut, office: list[User], *, at: datetime) -> int:
    lines = [ending.need_sentence] if ending.needs else []
    list_of_them = reverse("admin:people_credential_running_out")
    notes: dict[Reader, Note] = {
        account: Note(ending.sentence, lines, f"{list_of_them}?program={program.slug}")
        for account in office
    }
    yours = _yours(ending.credential.kind.name, ending.days_left)
    notes[ending.person] = Note(yours, lines, reverse("scheduling:my_day"))
    event = f"credential:{ending.credential.pk}:{ending.expires_on}:{ending.stage}"
    return len(tell_each("credential_ending", program=program, notes=notes, at=at, event=event))


def _yours(credential: str, days: int) -> str:
    if days == 0:
        return said("Your {credential} runs out today.", credential=credential)
    return counted(
        "Your {credential} runs out in {count} day.",
        "Your {credential} runs out in {count} days.",
        days,
        credential=credential,
    )
