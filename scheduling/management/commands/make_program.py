"""Writes a program workbook: an invented one, an empty one to fill in, or what it may hold."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from people.models import academic_year_of
from scheduling.program_file.guide import describe_workbook
from scheduling.program_file.program import ProgramFile
from scheduling.program_file.sample import GROUPS, KINDS, LARGE, make
from scheduling.program_file.twin import write_json, write_schema
from scheduling.program_file.writer import write_workbook


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument(
            "--kind", choices=sorted(KINDS | GROUPS | LARGE), help="which invented program"
        )
        what.add_argument("--template", action="store_true", help="an empty workbook to fill in")
        what.add_argument("--docs", action="store_true", help="the layout, described in Markdown")
        what.add_argument("--schema", action="store_true", help="the JSON Schema of the JSON twin")
        parser.add_argument("--seed", type=int, default=1, help="another seed invents others")
        parser.add_argument("--year", type=int, help="the year in which the academic year starts")
        parser.add_argument("--output", type=Path, required=True, help="a file .xlsx, .json or .md")

    def handle(
        self,
        *args: Any,
        kind: str | None,
        docs: bool,
        schema: bool,
        seed: int,
        year: int | None,
        output: Path,
        **options: Any,
    ) -> None:
        if docs:
            content = describe_workbook().encode()
        elif schema:
            content = write_schema()
        else:
            year = academic_year_of(timezone.now().date()) if year is None else year
            content = _encoded(make(kind, seed, year) if kind else None, output)
        output.write_bytes(content)
        self.stdout.write(f"{output} is written.")


def _encoded(program: ProgramFile | None, output: Path) -> bytes:
    if output.suffix == ".xlsx":
        return write_workbook(program)
    if output.suffix == ".json" and program is not None:
        return write_json(program)
    raise CommandError("The output must end in .xlsx, or in .json for an invented program.")
