"""Notes when a session was last seen, at most every few minutes."""

from collections.abc import Callable
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in
from django.core.cache import caches
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

NOTED_EVERY = 5 * 60

Respond = Callable[[HttpRequest], HttpResponse]


class LastSeenMiddleware:
    """The process remembers that it was noted, so that most requests ask no database."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.session.session_key
        if key and _is_to_note(key):
            UserSession.objects.filter(session_key=key).update(last_seen_at=timezone.now())
        return self.respond(request)


def _is_to_note(key: str) -> bool:
    return bool(caches["process"].add(f"session-seen:{key}", 1, NOTED_EVERY))


@receiver(user_logged_in)
def begins(request: HttpRequest, **_: Any) -> None:
    """A session that begins is noted with its beginning."""
    if key := request.session.session_key:
        _is_to_note(key)
