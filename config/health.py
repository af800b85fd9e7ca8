"""Is the process up, and can it do its work? For load balancers and watchful people."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from config import heartbeat


@login_not_required
@never_cache
@require_safe
def livez(request: HttpRequest) -> JsonResponse:
    """The process answers. Nothing else is asked, so that a database's failure restarts nobody."""
    return JsonResponse({"live": True})


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Everything the process needs is up; else 503, with what is down or unknown."""
    parts = {"database": _database(), **_redis_and_workers()}
    ready = all(state == "up" for state in parts.values())
    return JsonResponse({"ready": ready, **parts}, status=200 if ready else 503)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return "down"
    return "up"


def _redis_and_workers() -> dict[str, str]:
    """Return Redis, each queue's worker and the clock, of which only Redis knows."""
    try:
        redis, seen = "up", heartbeat.last_seen()
    except RedisError:
        redis, seen = "down", dict.fromkeys(heartbeat.parts())
    states = {_name(part): heartbeat.state_of(part, at) for part, at in seen.items()}
    return {"redis": redis, **states}


def _name(part: str) -> str:
    return f"worker:{part}" if part in settings.QUEUES else part
