"""Loads a program workbook, or its JSON twin; without --apply it only tells what would change."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from people.commands import acting_as
from people.models import User
from scheduling.program_file.program import ProgramFile
from scheduling.program_file.reading import read_program
from scheduling.services.load_program import (
    Preview,
    SheetPreview,
    load_program,
    preview_program,
)


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--apply", action="store_true", help="change what the file says")
        parser.add_argument("--as", dest="email", help="the account that loads it, by its e-mail")

    def handle(
        self, *args: Any, file: Path, apply: bool, email: str | None, **options: Any
    ) -> None:
        program = self._read(file)
        verb = load_program if apply else preview_program
        with acting_as(email or _only_owner()) as account:
            preview = verb(program, by=account, at=timezone.now())
        self._tell(preview)
        done = "Loaded." if apply else "Nothing was changed. Add --apply to load it."
        self.stdout.write(done)

    def _read(self, file: Path) -> ProgramFile:
        try:
            reading = read_program(file.read_bytes())
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        for remark in reading.remarks:
            self.stdout.write(f"Note: {remark}")
        if reading.program is None:
            raise CommandError("\n".join(map(str, reading.problems)))
        return reading.program

    def _tell(self, preview: Preview) -> None:
        new = " (new)" if preview.opens_program else ""
        self.stdout.write(f"{preview.program}{new}, academic year {preview.year}")
        if preview.opens_year:
            self.stdout.write("The academic year is opened.")
        for sheet in preview.sheets:
            self._tell_sheet(sheet)

    def _tell_sheet(self, sheet: SheetPreview) -> None:
        self.stdout.write(
            f"{sheet.title}: {len(sheet.added)} added, {len(sheet.changed)} changed, "
            f"{len(sheet.removed)} removed, {sheet.unchanged} unchanged, "
            f"{len(sheet.left_alone)} left alone"
        )
        for change in sheet.changed:
            self.stdout.write(f"  {change.name}: {'; '.join(map(str, change.fields))}")
        for name in sheet.removed:
            self.stdout.write(f"  {name} is removed")


def _only_owner() -> str:
    owners = list(User.objects.filter(is_superuser=True, is_active=True)[:2])
    if len(owners) != 1:
        raise CommandError("Say with --as whose account loads the program.")
    return owners[0].email
