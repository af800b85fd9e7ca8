"""Calendar feeds: a person's own schedule for the calendar on their telephone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from people.models import Person, Program, Token, User
from people.permissions import programs_for
from people.services.tokens import verify_token
from scheduling.queries.feed import FeedEvent, changed_at, feed_events

ASK_AGAIN = timedelta(hours=1)
ONE_YEAR = timedelta(days=366)


@login_not_required
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponseBase:
    """The secret is the key; one that is unknown, revoked or expired opens nothing."""
    at = timezone.now()
    token = verify_token(secret, Token.Scope.FEED, at=at)
    if token is None:
        raise Http404
    person = Person.objects.filter(user=token.user).first()
    programs = _programs(token.user, person, at)
    body = calendar_of(person, programs, at=at)
    return _answer(request, body, changed_at(person, programs, at=at) if person else None)


def _programs(user: User, person: Person | None, at: datetime) -> list[Program]:
    """Those in which the person is enrolled and a role still acts."""
    open_to = programs_for(user, "view_own_schedule", at)
    enrolled = open_to.filter(enrolments__person=person) if person else open_to.none()
    return list(enrolled.distinct().order_by("name", "pk"))


def calendar_of(person: Person | None, programs: Sequence[Program], *, at: datetime) -> bytes:
    """The same bytes as long as nothing has changed."""
    calendar = _empty(programs)
    events = feed_events(person, programs, at=at) if person else []
    for event in events:
        calendar.add_component(_component(event))
    if events:
        _add_zones(calendar, events)
    body: bytes = calendar.to_ical()
    return body


def _empty(programs: Iterable[Program]) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Rounds//Schedule//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    names = " and ".join(program.name for program in programs)
    calendar.add("x-wr-calname", f"Rounds: {names}" if names else "Rounds")
    zones = {program.time_zone for program in programs}
    if len(zones) == 1:
        calendar.add("x-wr-timezone", zones.pop())
    calendar.add("refresh-interval", ASK_AGAIN, {"VALUE": "DURATION"})
    calendar.add("x-published-ttl", ASK_AGAIN)
    return calendar


def _component(event: FeedEvent) -> Event:
    made = Event()
    made.add("uid", event.uid)
    made.add("summary", event.summary)
    made.add("dtstart", event.starts)
    made.add("dtend", event.ends)
    made.add("dtstamp", event.stamp)
    made.add("last-modified", event.stamp)
    made.add("sequence", event.sequence)
    made.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    made.add("transp", "OPAQUE" if event.busy and not event.cancelled else "TRANSPARENT")
    made.add("categories", [event.category])
    if event.place:
        made.add("location", event.place)
    if event.detail:
        made.add("description", event.detail)
    return made


def _add_zones(calendar: Calendar, events: Iterable[FeedEvent]) -> None:
    """The rules of the zones for the years of the events, with a year to spare on both sides."""
    days = [_day(moment) for event in events for moment in (event.starts, event.ends)]
    first, last = min(days) - ONE_YEAR, max(days) + ONE_YEAR
    calendar.add_missing_timezones(date(first.year, 1, 1), date(last.year, 12, 31))


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


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
