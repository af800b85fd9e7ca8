"""Loading a program from a file: what it would change, and the change itself, all or nothing."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from hashlib import sha256

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from people.models import Program, User
from people.permissions import require
from scheduling.models import AcademicYear
from scheduling.program_file import program as rows
from scheduling.program_file.changes import RowChange, SheetChanges, compare, keyed
from scheduling.program_file.program import ProgramFile
from scheduling.program_file.program_layout import PROGRAM
from scheduling.services.loading import Loading
from scheduling.services.open_year import ensure_year
from scheduling.services.program_refusals import ProgramRefused, refusals
from scheduling.services.program_sheets import tables
from scheduling.services.program_tables import Table

__all__ = ["Preview", "ProgramRefused", "SheetPreview", "load_program", "preview_program"]


@dataclass(frozen=True)
class SheetPreview:
    """What becomes of the rows of one sheet, in words."""

    title: str
    added: tuple[str, ...]
    changed: tuple[RowChange, ...]
    removed: tuple[str, ...]
    unchanged: int
    left_alone: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed or self.removed)


@dataclass(frozen=True)
class Preview:
    """What a file changes, sheet by sheet."""

    program: str
    year: int
    opens_program: bool
    opens_year: bool
    sheets: tuple[SheetPreview, ...]

    @property
    def is_empty(self) -> bool:
        return not self.opens_year and all(sheet.is_empty for sheet in self.sheets)

    @property
    def fingerprint(self) -> str:
        """Tells whether two previews say the same."""
        return sha256(repr(self).encode()).hexdigest()


@dataclass(frozen=True)
class _Plan:
    """Everything that is to be done, found out without doing any of it."""

    loading: Loading
    program: SheetChanges
    parts: dict[str, tuple[Table, SheetChanges]]
    opens_year: bool


def preview_program(file: ProgramFile, *, by: User, at: datetime) -> Preview:
    """What loading the file would change. Raises `ProgramRefused` with all that forbids it."""
    return _preview(_plan(file, by=by, at=at))


@transaction.atomic
def load_program(file: ProgramFile, *, by: User, at: datetime) -> Preview:
    """Make the program what the file says, and tell what has changed.

    People, and rows of most sheets, that the file does not have are left alone; what it says of
    rotations, curriculum, requests and call history replaces what was there.
    """
    # Of two who load one program at a time, the second waits and sees what the first did.
    Program.objects.select_for_update().filter(slug=file.program.slug).first()
    plan = _plan(file, by=by, at=at)
    try:
        with transaction.atomic():
            _write(plan)
    except IntegrityError as error:
        raise ValidationError(
            "Somebody changed the same rows at the same time. Nothing was loaded; try again.",
            code="changed-meanwhile",
        ) from error
    return _preview(plan)


def _plan(file: ProgramFile, *, by: User, at: datetime) -> _Plan:
    program = Program.objects.filter(slug=file.program.slug).first()
    _require(program, by=by, at=at)
    loading = Loading(file, program, by, at)
    found = {table.name: (table, table.compare(loading)) for table in tables()}
    changes = _program_changes(loading)
    if program is not None and not changes.is_empty:
        require(by, "manage_program", program, at=at)
    if problems := refusals(loading, found):
        raise ProgramRefused(problems)
    years = AcademicYear.objects.filter(program=program, year=loading.year)
    return _Plan(loading, changes, found, opens_year=not years.exists())


def _require(program: Program | None, *, by: User, at: datetime) -> None:
    if program is not None:
        require(by, "import_program", program, at=at)
    elif not (by.is_active and by.is_superuser):
        raise PermissionDenied("Only an administrator of the site may open a new program.")


def stored_program(program: Program, year: int) -> rows.Program:
    """The program's own row, as the file would say it."""
    names = [cell.name for cell in fields(rows.Program) if cell.name != "academic_year"]
    values = {name: getattr(program, name) for name in names}
    return rows.Program(**values, academic_year=year)


def _program_changes(loading: Loading) -> SheetChanges:
    stored = []
    if loading.program is not None:
        stored.append(stored_program(loading.program, loading.year))
    return compare(
        PROGRAM,
        keyed(stored, ("slug",)),
        keyed([loading.file.program], ("slug",)),
        naming=loading.naming,
        name_by=("name",),
        replaces=lambda _row: False,
    )


def _write(plan: _Plan) -> None:
    loading = plan.loading
    loading.program = _write_program(plan)
    ensure_year(loading.program, loading.year)
    for table, changes in plan.parts.values():
        table.write(loading, changes)


def _write_program(plan: _Plan) -> Program:
    wanted = plan.loading.file.program
    names = [cell.name for cell in fields(wanted) if cell.name != "academic_year"]
    values = {name: getattr(wanted, name) for name in names}
    program = plan.loading.program
    if program is None:
        return Program.objects.create(**values)
    changed = [cell.field for change in plan.program.changed.values() for cell in change.fields]
    if changed:
        Program.objects.filter(pk=program.pk).update(**{name: values[name] for name in changed})
        program.refresh_from_db()
    return program


def _preview(plan: _Plan) -> Preview:
    parts: list[tuple[tuple[str, ...], SheetChanges]] = [(("name",), plan.program)]
    parts += [(table.name_by, changes) for table, changes in plan.parts.values()]
    return Preview(
        program=plan.loading.file.program.name,
        year=plan.loading.year,
        opens_program=bool(plan.program.added),
        opens_year=plan.opens_year,
        sheets=tuple(_of_sheet(plan.loading, name_by, changes) for name_by, changes in parts),
    )


def _of_sheet(loading: Loading, name_by: tuple[str, ...], changes: SheetChanges) -> SheetPreview:
    def names(found: dict[tuple[object, ...], object]) -> tuple[str, ...]:
        return tuple(loading.naming.row(changes.sheet, row, name_by) for row in found.values())

    return SheetPreview(
        changes.sheet.title,
        names(changes.added),
        tuple(changes.changed.values()),
        names(changes.removed),
        changes.unchanged,
        names(changes.left_alone),
    )
