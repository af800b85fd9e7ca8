"""Telling those whom a cover touches what it changes for them, and asking them to answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.urls import reverse

from people.models import Absence, Person
from people.services.notices import Note, Reader, tell_each
from people.wording import said
from scheduling.models import Assignment, ChangeSet
from scheduling.queries.cells import cell_of
from scheduling.services.change_words import when

ANSWER_WITHIN = timedelta(hours=2)
"""How soon they are asked to say that they have seen it."""


def tell_of_cover(
    absence: Absence,
    change_set: ChangeSet,
    gone: Sequence[Assignment],
    came: Sequence[Assignment],
    *,
    at: datetime,
) -> None:
    """Each who is touched, but for the person who is away, by their own days only."""
    touched = {row.person_id for row in (*gone, *came)} - {absence.person_id}
    people = Person.objects.filter(pk__in=touched)
    notes: dict[Reader, Note] = {person: _note(person, gone, came) for person in people}
    tell_each(
        "cover_asked",
        program=absence.program,
        notes=notes,
        at=at,
        event=f"cover:{change_set.pk}",
        needs_ack_by=at + ANSWER_WITHIN,
    )


def _note(person: Person, gone: Sequence[Assignment], came: Sequence[Assignment]) -> Note:
    mine = [row for row in came if row.person_id == person.pk]
    lost = [row for row in gone if row.person_id == person.pk]
    cells = {cell_of(row) for row in mine}
    lines = [
        *(said("You now have {duty} on {when}.", duty=row.code, when=when(row)) for row in mine),
        *(
            said("You no longer have {duty} on {when}.", duty=row.code, when=when(row))
            for row in lost
            if cell_of(row) not in cells
        ),
    ]
    first = min(row.starts_on for row in (*mine, *lost))
    subject = (
        said("You take over {duty} on {when}", duty=mine[0].code, when=when(mine[0]))
        if mine
        else said("Your schedule changed")
    )
    return Note(subject, lines, f"{reverse('scheduling:my_day')}?on={first}")
