"""`manage.py up` serves on a fresh machine, says what is wrong, and leaves nothing behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator

import psutil
import pytest

from config.embedded.place import Place
from tests.conftest import ROOT, wait_until
from tests.processes import processes_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        sys.platform != "linux", reason="Only Linux tells children of a killed parent."
    ),
]

Up = subprocess.Popen[str]


@pytest.fixture
def port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def start(place: Place, port: int, sample: str = "none") -> Up:
    environment = {
        "PATH": os.environ["PATH"],
        "ROUNDS_DATA_DIR": str(place.data),
        "PORT": str(port),
        "ROUNDS_SAMPLE": sample,
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", "up"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def serving(up: Up, port: int) -> str:
    """Read what it says up to the address."""
    said = ""
    assert up.stdout is not None
    for line in up.stdout:
        said += line
        if line.startswith("Rounds is at "):
            assert line == f"Rounds is at http://localhost:{port}\n"
            return said
    pytest.fail(f"It ended before it served:\n{said}")


def children_of(up: Up) -> list[psutil.Process]:
    return psutil.Process(up.pid).children(recursive=True)


def end(up: Up, how: signal.Signals) -> str:
    up.send_signal(how)
    said, _ = up.communicate(timeout=30)
    return said


@pytest.fixture
def started(place: Place, port: int) -> Iterator[Callable[..., Up]]:
    """Starts it, as often as a test likes; none is left running."""
    ups: list[Up] = []

    def again(sample: str = "none") -> Up:
        ups.append(start(place, port, sample))
        return ups[-1]

    yield again
    for up in ups:
        with up:
            if up.poll() is None:
                end(up, signal.SIGTERM)


def is_deserted(place: Place, children: list[psutil.Process]) -> bool:
    alive = [
        child for child in children if child.is_running() and child.status() != psutil.STATUS_ZOMBIE
    ]
    return not alive and not processes_of(place.data)


def test_up_serves_and_leaves_nothing_however_it_ends(place, port, started):
    up = started("tiny")
    assert "The schedule is published.\n" in serving(up, port)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz") as answer:
        assert json.load(answer)["ready"] is True
    children = children_of(up)

    said = end(up, signal.SIGINT)

    assert up.returncode == 0
    assert "Stopping.\n" in said
    wait_until(lambda: is_deserted(place, children), what="nothing runs", seconds=5)

    # The data are there; nothing is made anew. One of the programs dies, and takes all with it.
    up = started("tiny")
    assert "The schedule is published.\n" not in serving(up, port)
    children = children_of(up)
    [beat] = [child for child in children if "beat" in child.cmdline()]

    beat.kill()
    said, _ = up.communicate(timeout=30)

    assert up.returncode == 1
    assert said.rstrip().endswith("CommandError: The beat ended with code -9.")
    wait_until(lambda: is_deserted(place, children), what="nothing runs", seconds=5)

    # It is killed itself, before it can tell anybody to stop.
    up = started("tiny")
    wait_until(lambda: len(children_of(up)) >= 3, what="its programs are started")
    children = children_of(up)

    up.kill()

    wait_until(lambda: is_deserted(place, children), what="nothing runs")


def test_up_names_the_variable_when_the_port_is_taken(place, port):
    with socket.socket() as door:
        door.bind(("127.0.0.1", port))
        door.listen()

        said, _ = start(place, port).communicate(timeout=60)

    assert said == (
        f"CommandError: Port {port} is taken by another program. "
        "Stop it, or choose another port: make run PORT=8001.\n"
    )
    assert processes_of(place.data) == []
