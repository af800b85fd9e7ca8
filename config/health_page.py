"""The health page: each part of the installation with its last sign of life."""

from collections.abc import Iterator
from datetime import UTC, datetime

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from config import heartbeat
from people.admin.menu import Group, put
from people.models import User
from people.permissions import programs_for
from people.queries import signs as of_people
from people.queries.signs import Sign, State
from scheduling.queries import signs as of_scheduling

put(Group.OPERATIONS, 90, "Health", "monitor_heart", "site:health", "view_health")

DOES = {
    "default": "Worker: notices, matches, clean-up",
    "mail": "Worker: mail",
    "solver": "Worker: solves and repairs",
    heartbeat.BEAT: "Clock (beat)",
}


@require_safe
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    if not _is_superuser(request) and not programs_for(request.user, "view_health", at).exists():
        raise PermissionDenied("You may not see the health of the installation.")
    found = [*_processes(), *of_people.signs(at), *of_scheduling.signs(at)]
    unwell = sum(not sign.is_well for sign in found)
    return render(request, "health.html", {"signs": found, "unwell": unwell, "at": at})


def _is_superuser(request: HttpRequest) -> bool:
    """Also in an installation that has no program yet."""
    return isinstance(request.user, User) and request.user.is_superuser


def _processes() -> Iterator[Sign]:
    """This one answers, with the database; Redis knows of the others, or nobody does."""
    yield Sign("Web and database", State.UP, timezone.now(), "They answer you now.")
    try:
        seen = heartbeat.last_seen()
    except RedisError:
        yield Sign(
            "Redis", State.DOWN, None, "It does not answer, so of the workers nothing is known."
        )
        seen = dict.fromkeys(heartbeat.parts())
    else:
        yield Sign("Redis", State.UP, timezone.now(), "It answers now.")
    for part, at in seen.items():
        state = State[heartbeat.state_of(part, at).upper()]
        moment = datetime.fromtimestamp(at, UTC) if at else None
        yield Sign(DOES[part], state, moment, _words(state))


def _words(state: State) -> str:
    return {
        State.UP: "Reports in time.",
        State.DOWN: "Has not reported in time.",
        State.UNKNOWN: "Has not reported since Redis began, or for a day.",
    }[state]
