"""The files for containers name what exists, and their commands run."""

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from config.embedded.place import Place
from tests.conftest import ROOT, wait_until
from tests.processes import processes_of

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"] == "rounds"}
LASTING = ("web", "worker", "worker-solver", "beat")


def test_compose_brings_everything():
    assert set(SERVICES) == {"db", "redis", "migrate", *LASTING}
    assert set(OURS) == {"migrate", *LASTING}


def test_compose_pins_other_peoples_images():
    tags = [
        service["image"].partition(":")[2]
        for service in SERVICES.values()
        if service not in OURS.values()
    ]

    assert all(re.search(r"\d", tag) for tag in tags)


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"migrate"}))
def test_compose_watches_every_lasting_service(name):
    assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"
    assert SERVICES[name]["restart"] == "unless-stopped"


def test_compose_opens_no_port_to_the_network():
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]

    assert ports == ["127.0.0.1:8000:8000"]


def test_compose_mounts_declared_volumes():
    mounted = {
        volume.partition(":")[0]
        for service in SERVICES.values()
        for volume in service.get("volumes", [])
    }

    assert mounted == set(COMPOSE["volumes"])


def test_image_copies_what_exists():
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    copies = [shlex.split(line)[1:-1] for line in lines if line.startswith("COPY ")]
    sources = {word for words in copies if "--from=packages" not in words for word in words}
    allowed = {
        line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line[0] == "!"
    }

    assert [source for source in sources if not (ROOT / source).exists()] == []
    assert {source.partition("/")[0] for source in sources} == allowed


def test_image_holds_every_app_and_no_test():
    dockerfile = (ROOT / "Dockerfile").read_text()
    apps = {path.parent.name for path in ROOT.glob("*/apps.py")}

    assert {app for app in apps if f"COPY {app} {app}\n" not in dockerfile} == set()
    assert "COPY tests" not in dockerfile


def test_example_of_variables_names_only_what_is_read():
    lines = (ROOT / ".env.example").read_text().splitlines()
    named = {line.partition("=")[0] for line in lines if line and not line.startswith("#")}
    source = (ROOT / "config" / "settings.py").read_text() + (
        ROOT / "docker-compose.yml"
    ).read_text()

    assert {name for name in named if not re.search(rf'["{{]{name}["}}:]', source)} == set()


@pytest.fixture
def port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def is_open(port: int) -> bool:
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.slow
@pytest.mark.worker
def test_commands_of_the_services_run_and_are_healthy(place: Place, port: int):
    """What Compose would start is started here, on the embedded servers, and asked how it is."""
    environment = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "ROUNDS_DATA_DIR": str(place.data),
        "ALLOWED_HOSTS": "rounds.example.org",
        "PORT": str(port),
    }

    def words(command: list[str]) -> list[str]:
        return [word.replace("--port=8000", f"--port={port}") for word in command]

    def run(command: list[str]) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(words(command), cwd=ROOT, env=environment, capture_output=True)

    migrated = run(OURS["migrate"]["command"])
    assert migrated.returncode == 0, migrated.stderr
    started = {
        name: subprocess.Popen(words(OURS[name]["command"]), cwd=ROOT, env=environment)
        for name in LASTING
    }
    try:
        wait_until(lambda: is_open(port), what="the site is served", seconds=60)
        for name in LASTING:
            check = OURS[name]["healthcheck"]["test"][1:]
            wait_until(
                lambda check=check: run(check).returncode == 0,
                what=f"{name} is healthy",
                seconds=60,
                pause=2,  # Each question is a program of its own.
            )
    finally:
        for process in started.values():
            process.send_signal(signal.SIGTERM)
        codes = {name: process.wait(30) for name, process in started.items()}
    assert codes == dict.fromkeys(LASTING, 0)
    wait_until(lambda: processes_of(place.data) == [], what="nothing runs")
