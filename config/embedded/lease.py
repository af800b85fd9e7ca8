"""Who uses the embedded servers, counted by the kernel.

Each user process holds a shared lock for as long as it lives, so that even one that is killed is
no longer counted. A keeper waits for the exclusive lock, which it gets when the last user is gone,
and stops the servers.
"""

import fcntl
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.embedded import postgres_server, redis_server
from config.embedded.place import Place

ROOT = Path(__file__).resolve().parents[2]
KEEPER_PATIENCE = 5.0

_held: dict[Place, int] = {}
_threads = threading.RLock()


def start_postgres(place: Place) -> None:
    """Have PostgreSQL running until this process ends."""
    _use(place)
    if not postgres_server.answers(place):
        with _starting(place):
            postgres_server.start(place)


def start_redis(place: Place) -> None:
    """Have Redis running until this process ends."""
    _use(place)
    if not redis_server.answers(place):
        with _starting(place):
            redis_server.start(place)


def stop_servers(place: Place) -> None:
    """Stop what runs. Call it with the users' lock held alone."""
    redis_server.stop(place)
    postgres_server.stop(place)
    place.clear()


def close(place: Place) -> bool:
    """Stop using the servers. When nobody else does, stop them here and now and tell so."""
    with _threads:
        users = _held.pop(place, None)
        if users is None:
            if not place.users_lock.exists():
                return True
            users = _open(place.users_lock)
        try:
            alone = _has_become_alone(users)
            if alone:
                stop_servers(place)
        finally:
            os.close(users)
        if alone:
            _await_keeper(place)
        return alone


def _use(place: Place) -> None:
    with _threads:
        if place in _held:
            return
        place.data.mkdir(parents=True, exist_ok=True)
        users = _open(place.users_lock)
        try:
            fcntl.flock(users, fcntl.LOCK_SH)
            # Under the lock: before it, the keeper may still be clearing up.
            place.prepare()
            _have_keeper(place)
        except BaseException:
            os.close(users)
            raise
        _held[place] = users


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


@contextmanager
def _starting(place: Place) -> Iterator[None]:
    """Let one process and one thread at a time start a server."""
    with _threads:
        lock = _open(place.start_lock)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)


def _have_keeper(place: Place) -> None:
    """Start a keeper unless one is alive. It inherits its lock, so there is never a second."""
    lock = _open(place.keeper_lock)
    try:
        if not _lock_alone(lock):
            return
        subprocess.run(
            [sys.executable, "-m", "config.embedded.keeper", place.data, str(lock)],
            cwd=ROOT,
            env={"PATH": os.defpath},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=(lock,),
            start_new_session=True,
            check=True,
        )
    finally:
        os.close(lock)


def _has_become_alone(users: int) -> bool:
    """Tell whether there is no other user, and if so keep new ones waiting."""
    if _lock_alone(users):
        return True
    # Turning a lock lets go of it for an instant, in which the keeper may have taken it. This
    # waits until the keeper has done its work, and not at all when there are other users.
    fcntl.flock(users, fcntl.LOCK_SH)
    return _lock_alone(users)


def _lock_alone(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _await_keeper(place: Place) -> None:
    """Wait for the keeper to end, which it does at once when the servers are stopped."""
    deadline = time.monotonic() + KEEPER_PATIENCE
    lock = _open(place.keeper_lock)
    try:
        while not _lock_alone(lock) and time.monotonic() < deadline:
            time.sleep(0.02)
    finally:
        os.close(lock)
