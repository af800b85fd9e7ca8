"""Saying that one has seen what changed in one's schedule."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from people.broadcast import announce
from people.models import Notice, Person, Program, User
from people.permissions import require
from people.services.inbox import acknowledge, read_notice
from people.spoken import refused
from scheduling.models import Look
from scheduling.queries.news import News, news_for

TOLD_BY = ("schedule_published", "late_change")
"""Notices that say the same."""


def find_news(person: Person, program: Program, *, by: User, at: datetime) -> News:
    """For the person alone: what they have looked at is theirs to say."""
    require(by, "view_own_schedule", program, at=at, person=person)
    return news_for(person, program, at=at)


@transaction.atomic
def see_news(person: Person, program: Program, *, until: datetime, by: User, at: datetime) -> Look:
    """Everything until then has been seen, and the notices of it are answered by the same tap.

    What changes after the page was made stays to be seen.
    """
    require(by, "view_own_schedule", program, at=at, person=person)
    if until > at:
        raise refused("Nobody has seen what is still to come.", code="to_come")
    look, _ = Look.objects.get_or_create(person=person, program=program, defaults={"at": until})
    Look.objects.filter(pk=look.pk, at__lt=until).update(at=until)
    look.refresh_from_db()
    _answer_notices(person, program, until=until, by=by, at=at)
    announce("schedule", accounts=[by.pk])
    return look


def _answer_notices(
    person: Person, program: Program, *, until: datetime, by: User, at: datetime
) -> None:
    told = Notice.objects.filter(
        person=person, program=program, kind__in=TOLD_BY, told_at__lte=until
    )
    for notice in told.unanswered():
        acknowledge(notice, by=by, at=at)
    for notice in told.unread():
        read_notice(notice, by=by, at=at)
