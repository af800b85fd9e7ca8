"""Taking back a list of people: who was added goes, and what was changed is as it was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from people.models import Enrolment, User
from people.services.enrolments import enrol
from scheduling.services.new_names import take_away_made

Changed = tuple[int, dict[str, Any], dict[str, Any]]
"""The key of an enrollment, what it said before, and what the list made of it."""


def take_people_back(
    made: Iterable[Sequence[Any]], changed: Iterable[Changed], *, by: User, at: datetime
) -> tuple[str, ...]:
    """Returns what stays, and why: what somebody changed since, or something rests on."""
    kept = [*_given_back(changed, by=by, at=at)]
    return (*kept, *take_away_made(made))


def _given_back(changed: Iterable[Changed], *, by: User, at: datetime) -> Iterator[str]:
    said = {key: (before, after) for key, before, after in changed}
    for enrolment in Enrolment.objects.filter(pk__in=said).select_related("person", "program"):
        before, after = said[enrolment.pk]
        if any(getattr(enrolment, name) != value for name, value in after.items()):
            yield f"The enrollment of {enrolment.person} was changed since, and stays."
            continue
        for name, value in before.items():
            setattr(enrolment, name, value)
        enrol(enrolment, by=by, at=at)
