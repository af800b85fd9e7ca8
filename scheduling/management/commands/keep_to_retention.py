"""Tells which records are past the time for which they are kept; with --apply deletes them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from scheduling.services.retention import keep_to_retention, look_at_retention


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--apply", action="store_true", help="do it; without, only tell")

    def handle(self, *args: Any, apply: bool, **options: Any) -> None:
        verb = keep_to_retention if apply else look_at_retention
        for due in verb(at=timezone.now()):
            kept = due.kept
            self.stdout.write(f"{kept.what}, kept {kept.days} days: {due.count} {kept.does}.")
        self.stdout.write("Done." if apply else "Nothing was changed. Add --apply to do it.")
