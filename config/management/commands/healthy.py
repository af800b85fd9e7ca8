"""Tells by its exit code whether one part of the installation works: web, beat, or a queue.

It asks no table: `python -m config.management.commands.healthy web` says the same as
`manage.py healthy web` and loads no app for it. Each container asks once a minute.
"""

import os
import sys
from http.client import HTTPConnection
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config import heartbeat


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("part", choices=["web", *heartbeat.parts()])

    def handle(self, *args: Any, part: str, **options: Any) -> None:
        state = _web() if part == "web" else _out_of_sight(part)
        if state != "up":
            raise CommandError(f"The {part} is {state}.")
        self.stdout.write(f"The {part} is up.")


def _web() -> str:
    # The site's own name: it may not answer to "localhost".
    line = HTTPConnection("127.0.0.1", settings.PORT, timeout=5)
    try:
        line.request("GET", "/livez", headers={"Host": settings.ALLOWED_HOSTS[0]})
        return "up" if line.getresponse().status == 200 else "down"
    except OSError:
        return "down"
    finally:
        line.close()


def _out_of_sight(part: str) -> str:
    return heartbeat.state_of(part, heartbeat.last_seen()[part])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    Command().run_from_argv(["manage.py", "healthy", *sys.argv[1:]])
