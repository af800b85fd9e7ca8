"""Notes when a session was last seen, at most every few minutes."""

from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

NOTED_EVERY = 5 * 60

Respond = Callable[[HttpRequest], HttpResponse]


class LastSeenMiddleware:
    """The cache remembers that it was noted, so that most requests ask no database."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.session.session_key
        if key and cache.add(f"session-seen:{key}", 1, NOTED_EVERY):
            UserSession.objects.filter(session_key=key).update(last_seen_at=timezone.now())
        return self.respond(request)
