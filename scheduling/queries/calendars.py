"""The calendar addresses of an account, and whether what they show has changed since they were read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from people.models import Absence, Person, Program, Token, User
from people.permissions import programs_for
from scheduling.models import AssignmentChange, CalendarFeed, ScheduleVersion


@dataclass(frozen=True)
class Address:
    """A living address; its secret is known to nobody here."""

    token: Token
    feed: CalendarFeed
    is_behind: bool
    """Whether the schedule of its owner has changed since a calendar last fetched it."""


def addresses_of(user: User, *, at: datetime) -> list[Address]:
    tokens = Token.objects.filter(user=user, scope=Token.Scope.FEED, revoked_at=None)
    rows = list(
        tokens.select_related("calendar_feed__rotation", "calendar_feed__call_type__program")
    )
    changed = own_schedule_changed_at(user, at=at) if rows else None
    return [_address(token, changed) for token in rows]


def _address(token: Token, changed: datetime | None) -> Address:
    feed = getattr(token, "calendar_feed", None) or CalendarFeed(token=token)
    fetched = token.last_used_at
    behind = bool(changed and fetched and fetched < changed and feed.service is None)
    return Address(token, feed, behind)


def own_schedule_changed_at(user: User, *, at: datetime) -> datetime | None:
    """When something last changed in what is published of the account's person, or in their leave."""
    person = Person.objects.filter(user=user).first()
    if person is None:
        return None
    programs = list(programs_for(user, "view_own_schedule", at))
    return max(filter(None, _moments(person, programs)), default=None)


def _moments(person: Person, programs: Collection[Program]) -> list[datetime | None]:
    versions = ScheduleVersion.objects.filter(schedule__program__in=programs)
    published = versions.aggregate(published=Max("published_at"), withdrawn=Max("withdrawn_at"))
    changes = AssignmentChange.objects.filter(
        person=person, change_set__version__in=versions.published()
    )
    amended = changes.aggregate(at=Max("change_set__at"))
    decided = Absence.objects.filter(person=person).aggregate(at=Max("decided_at"))
    return [*published.values(), amended["at"], decided["at"]]
