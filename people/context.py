"""What every page may show of its reader."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from people.models import User
from people.queries.inbox import open_count


def open_notices(request: HttpRequest) -> dict[str, object]:
    """How many notices want to be looked at; asked only by pages that show it."""

    def count() -> int:
        user = getattr(request, "user", None)
        return open_count(user) if isinstance(user, User) else 0

    return {"open_notices": SimpleLazyObject(count)}
