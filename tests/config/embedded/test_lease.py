"""The servers run while anybody uses them, and no longer."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator

import psutil
import pytest

from config.embedded import lease, postgres_server, redis_server
from config.embedded.place import Place, place_at
from tests.conftest import ROOT, wait_until
from tests.processes import processes_of, remove

USER = """
import sys
from config.embedded import lease
from config.embedded.place import place_at
place = place_at(sys.argv[1])
for server in sys.argv[2:]:
    getattr(lease, f"start_{server}")(place)
print("ready", flush=True)
sys.stdin.read()
"""

User = subprocess.Popen[str]


@pytest.fixture
def user(place: Place) -> Iterator[Callable[..., User]]:
    """Start a process that uses servers until its standard input ends."""
    started: list[User] = []

    def start(*servers: str) -> User:
        process = subprocess.Popen(
            [sys.executable, "-c", USER, str(place.data), *servers],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def is_ready(process: User) -> bool:
    assert process.stdout is not None
    return process.stdout.readline() == "ready\n"


def leave(process: User) -> None:
    process.communicate("")
    assert process.returncode == 0


def is_deserted(place: Place) -> bool:
    return not processes_of(place.data)


def test_servers_are_shared_and_stop_with_the_last_user(place, user):
    first, second = user("redis", "postgres"), user("redis", "postgres")
    assert is_ready(first)
    assert is_ready(second)
    assert len([words for words in processes_of(place.data) if "redis-server" in words]) == 1
    assert len([words for words in processes_of(place.data) if " -D " in words]) == 1
    assert (
        len([words for words in processes_of(place.data) if "config.embedded.keeper" in words]) == 1
    )

    leave(first)
    assert redis_server.answers(place)
    assert postgres_server.answers(place)

    leave(second)
    wait_until(lambda: is_deserted(place), what="nothing runs")


def test_servers_stop_when_their_users_are_killed(place, user):
    first, second = user("redis", "postgres"), user("redis")
    assert is_ready(first)
    assert is_ready(second)

    first.kill()
    second.kill()

    wait_until(lambda: is_deserted(place), what="nothing runs")


def test_killed_redis_is_started_again_by_the_next_to_ask(place, user):
    assert is_ready(user("redis"))
    os.kill(int((place.redis_data / "redis.pid").read_text()), signal.SIGKILL)
    wait_until(lambda: not redis_server.answers(place), what="Redis is gone")

    assert is_ready(user("redis"))

    assert redis_server.answers(place)


def test_killed_postgres_is_started_again_by_the_next_to_ask(place, user):
    assert is_ready(user("postgres"))
    pid = (place.pgdata / "postmaster.pid").read_text().split()[0]
    os.kill(int(pid), signal.SIGKILL)
    wait_until(lambda: not postgres_server.answers(place), what="PostgreSQL is gone")

    assert is_ready(user("postgres"))

    assert postgres_server.answers(place)


def test_killed_keeper_is_replaced_by_the_next_user(place, user):
    assert is_ready(user("redis"))
    [keeper] = [
        process
        for process in psutil.process_iter(["cmdline"])
        if {"config.embedded.keeper", str(place.data)} <= set(process.info["cmdline"] or [])
    ]
    keeper.kill()

    later = user("redis")
    assert is_ready(later)

    assert (
        len([words for words in processes_of(place.data) if "config.embedded.keeper" in words]) == 1
    )


def test_many_users_at_once_start_one_server(place, user):
    users = [user("redis") for _ in range(6)]

    assert all(is_ready(process) for process in users)
    assert len([words for words in processes_of(place.data) if "redis-server" in words]) == 1


def test_close_stops_the_servers_before_it_returns(place):
    lease.start_redis(place)
    lease.start_postgres(place)

    assert lease.close(place) is True

    wait_until(lambda: is_deserted(place), what="nothing runs", seconds=2)
    assert not redis_server.answers(place)
    assert not postgres_server.answers(place)


def test_close_leaves_the_servers_to_other_users(place, user):
    assert is_ready(user("redis"))
    lease.start_redis(place)

    assert lease.close(place) is False

    assert redis_server.answers(place)


def test_servers_keep_their_data_over_a_stop(place):
    lease.start_redis(place)
    redis_server._say(place, b"SET kept yes")
    lease.close(place)

    lease.start_redis(place)

    assert redis_server._say(place, b"STRLEN kept") == b":3"


def test_servers_run_in_a_directory_with_a_long_and_spaced_name(place):
    long = place_at(place.data / ("a program's data " * 6).strip())

    lease.start_redis(long)
    lease.start_postgres(long)

    assert redis_server.answers(long)
    assert postgres_server.answers(long)
    remove(long)
    assert not long.runtime.exists()
