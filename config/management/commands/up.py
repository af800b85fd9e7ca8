"""Runs the whole installation on this machine until Ctrl-C."""

import socket
import sys
import time
from http.client import HTTPConnection
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from config import first_run, heartbeat
from config.embedded import lease
from config.embedded.place import place_at
from config.static_files import collect_if_changed
from config.supervisor import Interruption, Program, ProgramDied, Supervisor

HOST = "127.0.0.1"
START_PATIENCE = 120.0
CELERY = (sys.executable, "-m", "celery", "-q", "-A", "config")
WORKER = (*CELERY, "worker", "--without-gossip", "--without-mingle")
WEB = (sys.executable, "-m", "uvicorn", "config.asgi:application", "--host", HOST)


def programs() -> dict[str, Program]:
    """Return what makes up an installation: pages, quick tasks, solves, and the clock."""
    commands = {
        "worker": (*WORKER, "-Q", "default,mail", "-c", "2", "-n", "worker@%h"),
        "solver": (*WORKER, "-Q", "solver", "-c", "1", "-n", "solver@%h"),
        "beat": (*CELERY, "beat", "--pidfile="),
        "web": (*WEB, "--port", str(settings.PORT), "--timeout-graceful-shutdown", "3"),
    }
    return {name: Program(name, command) for name, command in commands.items()}


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        interruption = Interruption()
        supervisor = Supervisor(
            directory=settings.BASE_DIR, say=self.say, interruption=interruption
        )
        interruption.listen()
        try:
            self.start(supervisor)
            supervisor.watch()
        except KeyboardInterrupt:
            self.say("Stopping.")
        except ProgramDied as death:
            raise CommandError(str(death)) from death
        finally:
            # A second Ctrl-C must not leave half of the programs behind.
            interruption.ignore()
            supervisor.stop()
            connections.close_all()
            lease.close(place_at(settings.DATA_DIR))

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def start(self, supervisor: Supervisor) -> None:
        """Bring everything up in the order in which one needs the other."""
        _refuse_taken_port()
        if collect_if_changed():
            self.say("The static files are collected.")
        call_command("migrate", interactive=False, verbosity=0)
        self.say("The database is ready.")
        started_at, parts = time.time(), programs()
        for name in ("worker", "solver", "beat"):
            supervisor.start(parts[name])
        supervisor.wait_for(
            lambda: _all_seen_since(started_at), seconds=START_PATIENCE, what="workers"
        )
        first_run.prepare(self.say, sample=settings.SAMPLE, check=supervisor.check)
        connections.close_all()
        supervisor.start(parts["web"])
        supervisor.wait_for(_web_answers, seconds=START_PATIENCE, what="web server")
        self.say(self.style.SUCCESS(f"Rounds is at {settings.SITE_URL}"))
        first_run.tell_sign_ins(self.say)


def _refuse_taken_port() -> None:
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((HOST, settings.PORT))
        except OSError:
            raise CommandError(
                f"Port {settings.PORT} is taken by another program. "
                "Stop it, or choose another port: make run PORT=8001."
            ) from None


def _all_seen_since(moment: float) -> bool:
    return all(seen is not None and seen >= moment for seen in heartbeat.last_seen().values())


def _web_answers() -> bool:
    """Any answer will do: the host name by which people come may not be this machine's."""
    line = HTTPConnection(HOST, settings.PORT, timeout=5)
    try:
        line.request("GET", "/livez")
        return line.getresponse().status < 500
    except OSError:
        return False
    finally:
        line.close()
