"""What every page may show of its reader."""

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from people.models import User
from people.queries.inbox import open_count


def reader(request: HttpRequest) -> dict[str, object]:
    """How many notices want to be looked at, asked only by pages that show it; and where the
    news come from, if the server is one that can stream."""

    def count() -> int:
        user = getattr(request, "user", None)
        return open_count(user) if isinstance(user, User) else 0

    streams = isinstance(request, ASGIRequest)
    return {
        "open_notices": SimpleLazyObject(count),
        "live_address": reverse("people:news") if streams else "",
    }
