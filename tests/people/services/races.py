"""Several connections at one moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import monotonic, sleep

from django.core.exceptions import ValidationError
from django.db import connection


def at_once(*calls: Callable[[], object]) -> list[str]:
    """What each call answers when all start together, each with a connection of its own."""
    start = Barrier(len(calls))

    def answer(call: Callable[[], object]) -> str:
        start.wait()
        try:
            call()
        except ValidationError as refusal:
            return " ".join(refusal.messages)
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(calls)) as pool:
        return sorted(pool.map(answer, calls))


WAITS_FOR_ME = """
    SELECT EXISTS (
        SELECT FROM pg_locks
        WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))
    )
"""


def wait_for_somebody_to_wait() -> None:
    """Return when another connection waits for this one."""
    deadline = monotonic() + 10
    with connection.cursor() as cursor:
        while monotonic() < deadline:
            cursor.execute(WAITS_FOR_ME)
            if cursor.fetchone() == (True,):
                return
            sleep(0.01)
    raise AssertionError("Nobody came to wait for the lock.")
