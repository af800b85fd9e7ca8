"""What was not seen in time is passed on to the office, once."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from django.db import transaction
from django.urls import reverse

from people.models import Notice, Program
from people.permissions import accounts_that_may
from people.services.notices import tell
from people.wording import counted, said

Event = tuple[Program, str, str]


def pass_on_unseen(*, at: datetime) -> None:
    """Those who were to see the same event are told of together."""
    late = Notice.objects.unanswered().filter(needs_ack_by__lte=at, escalated_at=None)
    late = late.select_related("program", "person", "user")
    for event, notices in groupby(late.order_by("program", "kind", "event", "pk"), key=_event):
        _pass_on(event, list(notices), at=at)


def _event(notice: Notice) -> Event:
    return notice.program, notice.kind, notice.event


@transaction.atomic
def _pass_on(event: Event, notices: Sequence[Notice], *, at: datetime) -> None:
    """What is acknowledged at this very moment is left out: the row says so."""
    keys = [notice.pk for notice in notices]
    still = Notice.objects.unanswered().filter(pk__in=keys, escalated_at=None)
    held = set(still.select_for_update(of=("self",)).values_list("pk", flat=True))
    unseen = [notice for notice in notices if notice.pk in held]
    program, _, name = event
    office = accounts_that_may("view_notices", program, at=at)
    # What nobody could hear of is not passed on: it waits until somebody can.
    if not unseen or not office:
        return
    Notice.objects.filter(pk__in=held).update(escalated_at=at)
    tell(
        "unseen",
        program=program,
        people=office,
        subject=_subject(unseen),
        lines=[_line(notice) for notice in unseen],
        url=f"{reverse('admin:people_notice_changelist')}?q={name}",
        at=at,
        event=f"{name}:unseen:{min(held)}"[-EVENT_LENGTH:],
    )


EVENT_LENGTH = 120


def _subject(unseen: Sequence[Notice]) -> str:
    return counted(
        "{name} has not said that they saw a change.",
        "{count} people have not said that they saw a change.",
        len(unseen),
        name=_name(unseen[0]),
    )


def _line(notice: Notice) -> str:
    by = notice.needs_ack_by
    when = by.astimezone(notice.program.zone) if by else None
    return said(
        "{name}: “{subject}” To be seen by {when:%a %b %-d, %H:%M}.",
        name=_name(notice),
        subject=notice.subject,
        when=when,
    )


def _name(notice: Notice) -> str:
    return str(notice.person or notice.user)
