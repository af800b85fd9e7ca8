"""Verifies, exports or forgets the history of a program, or of what belongs to none."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from people.commands import acting_as
from people.models import Program, User
from people.services.history import export_history, forget_history, seal_history, verify_history


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", choices=["verify", "export", "forget"])
        parser.add_argument("--as", dest="email", required=True, help="whose account asks")
        parser.add_argument("--program", dest="slug", help="else what belongs to no program")
        parser.add_argument("--head", default="", help="a digest that was written down before")
        parser.add_argument(
            "--before", type=date.fromisoformat, help="forget what is older than this day"
        )

    def handle(self, *args: Any, verb: str, email: str, slug: str | None, **options: Any) -> None:
        do: Callable[..., None] = getattr(self, f"_{verb}")
        with acting_as(email) as account:
            do(_program(slug), by=account, **options)

    def _verify(self, program: Program | None, *, by: User, head: str, **_: Any) -> None:
        seal_history(at=timezone.now())
        found = verify_history(program, by=by, at=timezone.now(), head=head)
        self.stdout.write(
            f"{found.sealed} records are sealed, {found.forgotten} of them forgotten; "
            f"{found.unsealed} wait for their seal."
        )
        if found.broken:
            raise CommandError("\n".join(("The chain is broken.", *found.broken)))
        self.stdout.write(f"The chain holds. Its head is {found.head or 'not there yet'}.")

    def _export(self, program: Program | None, *, by: User, **_: Any) -> None:
        for line in export_history(program, by=by, at=timezone.now()):
            self.stdout.write(line)

    def _forget(self, program: Program | None, *, by: User, before: date | None, **_: Any) -> None:
        if before is None:
            raise CommandError("Say with --before from which day on history is kept.")
        count = forget_history(program, before=before, by=by, at=timezone.now())
        self.stdout.write(f"{count} records of before {before} are forgotten.")


def _program(slug: str | None) -> Program | None:
    if slug is None:
        return None
    program = Program.objects.filter(slug=slug).first()
    if program is None:
        raise CommandError(f"There is no program {slug}.")
    return program
