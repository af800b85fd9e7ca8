"""A real web server on the test's database, as it is run for people."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection

from tests.conftest import PATIENCE, ROOT, wait_until


@dataclass(frozen=True)
class Web:
    """A running web server."""

    port: int

    def url(self, path: str = "") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def listens(self) -> bool:
        with socket.socket() as line:
            return line.connect_ex(("127.0.0.1", self.port)) == 0


@contextmanager
def started_web() -> Iterator[Web]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        web = Web(free.getsockname()[1])
    environment = {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "ROUNDS_TEST_DATABASE": connection.settings_dict["NAME"],
    }
    command = [sys.executable, "-m", "uvicorn", "config.asgi:application", "--port", str(web.port)]
    server = subprocess.Popen(command, cwd=ROOT, env=os.environ | environment)
    try:
        wait_until(lambda: server.poll() is not None or web.listens(), what="the server listens")
        assert server.poll() is None, "The web server ended before it answered."
        yield web
    finally:
        server.terminate()
        server.wait(PATIENCE)
