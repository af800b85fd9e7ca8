"""What all tests share: the embedded servers, Hypothesis profiles, clean caches, real workers."""

import gc
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.contenttypes.management import create_contenttypes
from django.core.cache import caches
from django.db import connection
from django.db.models.signals import post_migrate
from hypothesis import settings as hypothesis_settings

from config import heartbeat
from config.celery import app
from config.embedded.place import Place, place_at
from tests.processes import remove

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 30.0
DATABASE = {"db", "transactional_db", "django_db_setup"}
MEANWHILE = 200
"""So many tests without a database take about as long as its migrations."""

# Derandomized: the same examples every time, on every machine. More of them by HYPOTHESIS_PROFILE.
for profile, examples in {"quick": 12, "thorough": 200}.items():
    hypothesis_settings.register_profile(
        profile, max_examples=examples, deadline=None, derandomize=True, database=None
    )
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


def wait_until(
    condition: Callable[[], bool], *, what: str, seconds: float = PATIENCE, pause: float = 0.05
) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail(f"Waited {seconds:.0f} seconds in vain until {what}.")
        time.sleep(pause)


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Workers load the same modules, each from another one on: what one has compiled the next finds.

    Where a module cannot be loaded, it is the collection that says so.
    """
    gc.disable()  # Until all is collected: nothing that is loaded goes again.
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return
    folders = [Path(argument) for argument in session.config.args]
    files = sorted(file for folder in folders for file in folder.rglob("test_*.py"))
    begin = len(files) * settings.WORKER // int(os.environ["PYTEST_XDIST_WORKER_COUNT"])
    for file in files[begin:] + files[:begin]:
        name = ".".join(file.resolve().relative_to(ROOT).with_suffix("").parts)
        with suppress(Exception):
            import_module(name)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each worker begins with its share of the pages and of what is slow, file by file: the longest
    do not begin when all else is done.

    A worker is given as many tests as any other, one after the other in this order.
    """
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    pages = [item for item in items if item.get_closest_marker("pages")]
    slow = [item for item in items if item.get_closest_marker("slow")]
    files = list(dict.fromkeys(item.path for item in slow))
    first = {*pages, *slow}
    others = [item for item in items if item not in first]
    ordered: list[pytest.Item] = []
    for worker in range(workers):
        mine = files[worker::workers]
        share = pages[worker::workers] + [item for item in slow if item.path in mine]
        size = (len(items) - len(ordered)) // (workers - worker) - len(share)
        ordered += _in_order(share, others[:size], waits=worker > 0)
        others = others[size:]
    items[:] = ordered


def _in_order(
    share: list[pytest.Item], others: list[pytest.Item], *, waits: bool
) -> list[pytest.Item]:
    """The first worker makes the database that the others copy; meanwhile these need none."""
    first = [item for item in others if not _asks_the_database(item)][:MEANWHILE] if waits else []
    early = set(first)
    return [*first, *share, *(item for item in others if item not in early)]


def _asks_the_database(item: pytest.Item) -> bool:
    fixtures = getattr(item, "fixturenames", ())
    return bool(item.get_closest_marker("django_db")) or not DATABASE.isdisjoint(fixtures)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the collector need not go through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 10)
    gc.enable()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Content types and permissions are written once, and not after each emptying of the tables."""
    post_migrate.disconnect(create_contenttypes)
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """Empty the cache after each test that used it: limits and heartbeats must not carry over."""
    yield
    for cache in caches.all(initialized_only=True):
        cache.clear()


@pytest.fixture
def place() -> Iterator[Place]:
    """A data directory of the test's own. Not tmp_path, which no other user can pass through:
    PostgreSQL is another user when the tests run as root."""
    place = place_at(tempfile.mkdtemp(prefix="rounds-test-"))
    yield place
    remove(place)


@contextmanager
def started_worker() -> Iterator[subprocess.Popen[bytes]]:
    """A real worker on the test's database. Nothing of it is left, however the test ends."""
    environment = {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "ROUNDS_TEST_DATABASE": connection.settings_dict["NAME"],
        "ROUNDS_TEST_REAL_QUEUE": "1",
    }
    command = [sys.executable, "-m", "celery", "-q", "-A", "config", "worker", "-c", "1"]
    options = ["-Q", ",".join(settings.QUEUES), "--without-gossip", "--without-mingle"]
    worker = subprocess.Popen(
        [*command, *options], cwd=ROOT, env=os.environ | environment, start_new_session=True
    )
    try:
        wait_until(
            lambda: worker.poll() is not None or heartbeat.last_seen()["default"] is not None,
            what="the worker has started",
        )
        assert worker.poll() is None, "The worker ended before it began to work."
        yield worker
    finally:
        worker.terminate()
        with suppress(subprocess.TimeoutExpired):
            worker.wait(PATIENCE)
        with suppress(ProcessLookupError):
            os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()


@pytest.fixture(scope="session")
def living_worker(
    django_db_setup: None,
) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """One worker for all tests of a process; another in its place when a test has killed it."""
    with ExitStack() as stack:
        workers: list[subprocess.Popen[bytes]] = []

        def living() -> subprocess.Popen[bytes]:
            if not workers or workers[-1].poll() is not None:
                workers.append(stack.enter_context(started_worker()))
            return workers[-1]

        yield living


@pytest.fixture
def real_queue(
    transactional_db: None, living_worker: Callable[[], subprocess.Popen[bytes]]
) -> Iterator[subprocess.Popen[bytes]]:
    """Send tasks to the broker, where a real worker takes them."""
    app.conf.task_always_eager = False
    try:
        yield living_worker()
    finally:
        app.conf.task_always_eager = True
