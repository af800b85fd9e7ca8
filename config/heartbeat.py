"""When each part that works out of sight was last seen: a worker of each queue, and the clock."""

import time
from collections.abc import Iterable

from django.conf import settings
from django.core.cache import cache

BEAT = "beat"
# Workers report every two seconds, the clock once a minute; a busy machine may be late.
WORKER_LATE_AFTER = 30
BEAT_LATE_AFTER = 3 * 60
FORGOTTEN_AFTER = 24 * 60 * 60


def parts() -> tuple[str, ...]:
    return (*settings.QUEUES, BEAT)


def report(seen: Iterable[str]) -> None:
    """Say that these parts work at this moment."""
    now = time.time()
    cache.set_many({_key(part): now for part in seen}, timeout=FORGOTTEN_AFTER)


def last_seen() -> dict[str, float | None]:
    """Return for each part when it last reported, as a Unix time."""
    seen = cache.get_many([_key(part) for part in parts()])
    return {part: seen.get(_key(part)) for part in parts()}


def state_of(part: str, seen_at: float | None) -> str:
    if seen_at is None:
        return "unknown"
    late_after = BEAT_LATE_AFTER if part == BEAT else WORKER_LATE_AFTER
    return "up" if time.time() - seen_at <= late_after else "down"


def _key(part: str) -> str:
    return f"heartbeat:{part}"
