"""Asks for the year of several programs, one task each, and tells how they stand."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from people.commands import acting_as
from people.models import Program, User
from people.permissions import programs_for
from scheduling.queries.programs_standing import standing_of
from scheduling.services.solve_programs import Asked, request_solves


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--as", dest="email", required=True, help="whose account asks")
        parser.add_argument("--academic-year", dest="year", type=int, required=True)
        parser.add_argument(
            "--program",
            dest="slugs",
            nargs="+",
            action="extend",
            metavar="SLUG",
            help="else every active program that the account may generate",
        )
        parser.add_argument("--seconds", type=int, help="for each program")
        parser.add_argument(
            "--only-tell", action="store_true", help="ask for nothing; tell how they stand"
        )

    def handle(
        self,
        *args: Any,
        email: str,
        year: int,
        slugs: list[str] | None,
        seconds: int | None,
        only_tell: bool,
        **options: Any,
    ) -> None:
        at = timezone.now()
        with acting_as(email) as account:
            programs = _programs(slugs, account, at)
            if only_tell:
                self._tell_standing(programs, year, account, at)
                return
            asked = request_solves(programs, year, by=account, at=at, seconds=seconds)
            for one in asked:
                self.stdout.write(_told(one))
            self._tell_standing(programs, year, account, at)
        if not any(one.run for one in asked):
            raise CommandError("Nothing was asked for.")

    def _tell_standing(
        self, programs: Sequence[Program], year: int, account: User, at: datetime
    ) -> None:
        """Of those programs only that the account may generate."""
        mine = set(programs_for(account, "generate_schedule", at))
        standing = standing_of([one for one in programs if one in mine], year)
        for one in standing.programs:
            gap = "not known" if one.gap is None else f"{100 * one.gap:.1f} %"
            self.stdout.write(f"{one.program.slug}: {one.words.lower()}, gap {gap}")
        self.stdout.write(f"All: {standing.sentence}")


def _told(asked: Asked) -> str:
    words = asked.refusal or f"waiting for a worker, run {asked.run and asked.run.pk}"
    return f"{asked.program}: {words}"


def _programs(slugs: list[str] | None, account: User, at: datetime) -> list[Program]:
    if slugs is None:
        mine = programs_for(account, "generate_schedule", at)
        return list(mine.filter(active=True).order_by("slug"))
    found = {program.slug: program for program in Program.objects.filter(slug__in=slugs)}
    missing = [slug for slug in slugs if slug not in found]
    if missing:
        raise CommandError(f"There is no program {', '.join(missing)}.")
    return [found[slug] for slug in dict.fromkeys(slugs)]
