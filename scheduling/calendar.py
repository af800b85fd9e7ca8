"""Calendar feeds: one's own schedule, parts of it, or a service, for the calendar on a telephone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe

from people.models import Person, Program, Token, User
from people.permissions import programs_for
from people.services.tokens import verify_token
from scheduling.ical import calendar_text
from scheduling.models import CalendarFeed
from scheduling.queries.feed import (
    CALL,
    CLINIC,
    FeedEvent,
    busy_events,
    person_events,
    service_events,
)
from scheduling.services.feed_memory import Shown, remembered

Kind = CalendarFeed.Kind
Events = Sequence[FeedEvent]
PART: dict[CalendarFeed.Kind, Callable[[Events], Events]] = {
    Kind.EVERYTHING: lambda events: events,
    Kind.CALLS: lambda events: [event for event in events if event.category == CALL],
    Kind.CLINIC: lambda events: [event for event in events if event.category == CLINIC],
    Kind.BUSY: busy_events,
}
"""What a feed leaves of a person's events. Each kind is remembered by itself: what becomes another
duty is off in the calendar of clinics."""


@dataclass(frozen=True)
class Content:
    """What a feed shows: to whom its memory belongs, its programs, its events now."""

    subject: str
    name: str
    programs: Sequence[Program]
    events: Sequence[FeedEvent]


@login_not_required
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponseBase:
    """The secret is the key; one that is unknown, revoked or expired opens nothing."""
    at = timezone.now()
    token = verify_token(secret, Token.Scope.FEED, at=at)
    if token is None:
        raise Http404
    content = content_of(token, at=at)
    shown = remembered(content.subject, content.events, at=at) if content else []
    return _answer(request, _body(content, shown, at), _changed_at(shown))


def content_of(token: Token, *, at: datetime) -> Content | None:
    """None when there is nobody whose schedule it could be, or no role acts any more."""
    feeds = CalendarFeed.objects.select_related("rotation__program", "call_type__program")
    feed = feeds.filter(token=token).first() or CalendarFeed(token=token)
    if feed.kind == Kind.SERVICE:
        return _of_service(token.user, feed, at)
    person = Person.objects.filter(user=token.user).first()
    programs = _programs(token.user, person, at)
    if person is None or not programs:
        return None
    events = PART[Kind(feed.kind)](person_events(person, programs, at=at))
    return Content(f"{feed.kind}:{person.pk}", _name(programs, feed), programs, events)


def _of_service(user: User, feed: CalendarFeed, at: datetime) -> Content | None:
    service = feed.service
    if service is None or service.program not in programs_for(user, "view_published_schedule", at):
        return None
    subject = f"rotation:{service.pk}" if feed.rotation_id else f"call:{service.pk}"
    name = f"{service.name}, {service.program}"
    return Content(subject, name, [service.program], service_events(service, at=at))


def _programs(user: User, person: Person | None, at: datetime) -> list[Program]:
    """Those in which the person is enrolled and a role still acts."""
    open_to = programs_for(user, "view_own_schedule", at)
    enrolled = open_to.filter(enrolments__person=person) if person else open_to.none()
    return list(enrolled.distinct().order_by("name", "pk"))


def _name(programs: Sequence[Program], feed: CalendarFeed) -> str:
    names = " and ".join(program.name for program in programs)
    part = "" if feed.kind == Kind.EVERYTHING else f", {str(feed).lower()}"
    return f"Rounds: {names}{part}"


def _body(content: Content | None, shown: Sequence[Shown], at: datetime) -> bytes:
    if content is None:
        return calendar_text("Rounds", (), (), (at.year, at.year))
    zones = [program.time_zone for program in content.programs]
    # A year to spare on both sides.
    years = [event.ends_at.year for event in shown] or [at.year]
    texts = (event.text for event in shown)
    return calendar_text(content.name, zones, texts, (min(years) - 1, max(years) + 1))


def _changed_at(shown: Sequence[Shown]) -> datetime | None:
    return max((event.stamped_at for event in shown), default=None)


def _answer(request: HttpRequest, body: bytes, changed: datetime | None) -> HttpResponseBase:
    """Only the tag decides that nothing has changed: a role that ends leaves no newer moment."""
    etag = quote_etag(sha256(body).hexdigest()[:32])
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["ETag"] = etag
    if changed is not None:
        response["Last-Modified"] = http_date(changed.timestamp())
    response["Content-Disposition"] = 'inline; filename="rounds.ics"'
    patch_cache_control(response, private=True, no_cache=True)
    return get_conditional_response(request, etag=etag, response=response) or response
