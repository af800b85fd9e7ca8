"""Telling people what has happened: one event, one notice, to those whom it touches."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import prefetch_related_objects
from django.utils.text import Truncator

from people.broadcast import announce
from people.language import language_of, spoken_to
from people.models import Notice, Person, Program, User
from people.notice_kinds import NOTICE_KINDS
from people.services.deliveries import plan_deliveries
from people.services.webhook_plans import plan_calls
from people.spoken import spoken

SUBJECT_LENGTH = 200

Reader = Person | User
"""Somebody of the schedule, or an account that may belong to nobody there, as the office's do."""


@dataclass(frozen=True)
class Note:
    """What one reader is told: a sentence, the plain differences, and where to look.

    What was `said` reaches the reader in their own language.
    """

    subject: str
    lines: Sequence[str]
    url: str


def tell(
    kind: str,
    *,
    program: Program,
    people: Iterable[Reader],
    subject: str,
    lines: Sequence[str],
    url: str,
    at: datetime,
    event: str,
    needs_ack_by: datetime | None = None,
) -> list[Notice]:
    """Tell everybody the same; whoever has been told of this event is not told again.

    `event` names what happened, such as "version:12:published". With `needs_ack_by` readers are
    asked to say by then that they have seen it, and the office hears of those who have not.
    """
    note = Note(subject, lines, url)
    return tell_each(
        kind,
        program=program,
        notes=dict.fromkeys(people, note),
        at=at,
        event=event,
        needs_ack_by=needs_ack_by,
    )


@transaction.atomic
def tell_each(
    kind: str,
    *,
    program: Program,
    notes: Mapping[Reader, Note],
    at: datetime,
    event: str,
    needs_ack_by: datetime | None = None,
) -> list[Notice]:
    """Tell each reader of the same event in their own words."""
    about = NOTICE_KINDS[kind]
    if needs_ack_by is not None and not about.may_ask:
        raise ValueError(f"A notice of the kind {kind} asks for no acknowledgement.")
    rows = [
        Notice(
            **_address(reader),
            program=program,
            kind=kind,
            event=event,
            url=note.url,
            told_at=at,
            needs_ack_by=needs_ack_by,
        )
        for reader, note in notes.items()
    ]
    prefetch_related_objects(rows, "person__user")
    for row, note in zip(rows, notes.values(), strict=True):
        _word(row, note)
    told = _save_new(rows, kind=kind, event=event)
    plan_deliveries(told, at=at)
    plan_calls(told, at=at)
    announce("notices", accounts=[notice.account.pk for notice in told if notice.account])
    return told


def _word(notice: Notice, note: Note) -> None:
    """In the language of whoever reads it, whoever has done it."""
    notice.language = language_of(notice.account)
    with spoken_to(notice.account):
        notice.subject = Truncator(spoken(note.subject)).chars(SUBJECT_LENGTH)
        notice.lines = [spoken(line) for line in note.lines]


def _address(reader: Reader) -> dict[str, Any]:
    """An account's person, if it has one, so that nobody is told twice."""
    if isinstance(reader, Person):
        return {"person": reader}
    person = Person.objects.filter(user=reader).first()
    return {"person": person} if person else {"user": reader}


def _save_new(rows: list[Notice], *, kind: str, event: str) -> list[Notice]:
    """Those that were not there yet. A rival who tells of the same event at this moment wins."""
    try:
        with transaction.atomic():
            return Notice.objects.bulk_create(_not_told(rows, kind, event))
    except IntegrityError:
        return Notice.objects.bulk_create(_not_told(rows, kind, event))


def _not_told(rows: list[Notice], kind: str, event: str) -> list[Notice]:
    told = Notice.objects.filter(kind=kind, event=event).values_list("person_id", "user_id")
    known = set(told)
    new = {(row.person_id, row.user_id): row for row in rows}
    return [row for reader, row in new.items() if reader not in known]
