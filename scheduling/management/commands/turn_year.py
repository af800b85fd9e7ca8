"""Tells what the turn of a program's academic year would do; with --apply does it, or undoes it."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from people.commands import acting_as
from people.models import Program, User
from people.queries.programs import choose_program
from scheduling.models import Rollover
from scheduling.queries.rollover_words import sentences
from scheduling.services.rollover import apply_rollover, plan_rollover, preview_rollover
from scheduling.services.rollover_record import undo_rollover


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--as", dest="email", required=True, help="whose account asks")
        parser.add_argument("--program", required=True, help="its slug or name")
        parser.add_argument("--year", type=int, required=True, help="the year that begins: 2027")
        does = parser.add_mutually_exclusive_group()
        does.add_argument("--apply", action="store_true", help="do it, as planned on the site")
        does.add_argument("--undo", action="store_true", help="take back what was applied last")

    def handle(
        self,
        *args: Any,
        email: str,
        program: str,
        year: int,
        apply: bool,
        undo: bool,
        **options: Any,
    ) -> None:
        at = timezone.now()
        with acting_as(email) as account:
            chosen = choose_program(account, program, at=at)
            if undo:
                self._undo(chosen, year, account, at)
            else:
                self._turn(chosen, year, account, at, apply=apply)

    def _turn(
        self, program: Program, year: int, account: User, at: datetime, *, apply: bool
    ) -> None:
        plan = preview_rollover(program, year, by=account, at=at)
        for sentence in sentences(plan):
            self.stdout.write(sentence)
        if not apply:
            self.stdout.write("Nothing was changed. Add --apply to do it.")
            return
        with transaction.atomic():
            rollover = plan_rollover(program, year, by=account, at=at)
            apply_rollover(rollover, seen=plan.fingerprint, by=account, at=at)
        self.stdout.write(self.style.SUCCESS(f"{rollover.label} is there."))

    def _undo(self, program: Program, year: int, account: User, at: datetime) -> None:
        rows = Rollover.objects.filter(program=program, year=year, status=Rollover.Status.APPLIED)
        last = rows.order_by("-applied_at", "-pk").first()
        if last is None:
            raise CommandError(f"No turn of {program} into {year} is applied.")
        undo_rollover(last, by=account, at=at)
        self.stdout.write(self.style.SUCCESS("Everything is as it was before."))
