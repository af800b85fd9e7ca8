"""A program workbook on its way in: uploaded, looked at, then applied or put aside."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from pathlib import PurePath

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from people.models import Program, User
from people.permissions import require
from scheduling.models import ProgramImport
from scheduling.program_file.program import ProgramFile
from scheduling.program_file.reading import read_program
from scheduling.program_file.twin import dump_program, read_document
from scheduling.services.load_program import (
    Preview,
    ProgramRefused,
    load_program,
    preview_program,
)

Status = ProgramImport.Status
LONGEST_NAME = 200


def stage_program(data: bytes, *, file_name: str, by: User, at: datetime) -> ProgramImport:
    """Keep what was read from a file, to be looked at. The same file again is the same row."""
    reading = read_program(data)
    if reading.program is None:
        raise ProgramRefused(reading.problems)
    program = Program.objects.filter(slug=reading.program.program.slug).first()
    _require(program, by=by, at=at)
    digest = sha256(data).hexdigest()
    same = ProgramImport.objects.staged().filter(sha256=digest, program=program, uploaded_by=by)
    return same.first() or ProgramImport.objects.create(
        program=program,
        file_name=_printable(file_name),
        sha256=digest,
        document=dump_program(reading.program),
        remarks=[str(remark) for remark in reading.remarks],
        uploaded_by=by,
        uploaded_at=at,
    )


def _printable(file_name: str) -> str:
    name = "".join(sign for sign in PurePath(file_name).name if sign.isprintable())
    return name[-LONGEST_NAME:] or "workbook"


def _require(program: Program | None, *, by: User, at: datetime) -> None:
    if program is not None:
        require(by, "import_program", program, at=at)
    elif not (by.is_active and by.is_superuser):
        raise PermissionDenied("Only an administrator of the site may open a new program.")


def preview_import(staged: ProgramImport, *, by: User, at: datetime) -> Preview:
    """What applying the upload would change now."""
    return preview_program(_file(staged), by=by, at=at)


@transaction.atomic
def apply_import(staged: ProgramImport, *, seen: str, by: User, at: datetime) -> Preview:
    """Load the upload. `seen` is the fingerprint of the preview that was agreed to."""
    _require(staged.program, by=by, at=at)
    file = _file(_decide(staged, Status.APPLIED, by=by, at=at))
    preview = load_program(file, by=by, at=at)
    if preview.fingerprint != seen:
        raise ValidationError(
            "The program has changed since you looked. Look at the changes again.",
            code="changed-since",
        )
    program = Program.objects.get(slug=file.program.slug)
    ProgramImport.objects.filter(pk=staged.pk).update(
        program=program, document={}, outcome=_outcome(preview)
    )
    staged.refresh_from_db()
    return preview


@transaction.atomic
def discard_import(staged: ProgramImport, *, by: User, at: datetime) -> ProgramImport:
    """Put the upload aside; nothing of it is loaded."""
    _require(staged.program, by=by, at=at)
    _decide(staged, Status.DISCARDED, by=by, at=at)
    ProgramImport.objects.filter(pk=staged.pk).update(document={})
    staged.refresh_from_db()
    return staged


def _file(staged: ProgramImport) -> ProgramFile:
    _refuse_decided(staged)
    reading = read_document(staged.document)
    if reading.program is None:
        # It was sound when it was uploaded; the layout has changed since.
        raise ProgramRefused(reading.problems)
    return reading.program


def _refuse_decided(staged: ProgramImport) -> None:
    if not staged.document:
        raise _already(staged)


def _decide(staged: ProgramImport, status: Status, *, by: User, at: datetime) -> ProgramImport:
    """Of two who decide at once, the second is told what the first decided."""
    decided = (
        ProgramImport.objects.staged()
        .filter(pk=staged.pk)
        .update(status=status, decided_by=by, decided_at=at)
    )
    stored = ProgramImport.objects.get(pk=staged.pk)
    if not decided:
        raise _already(stored)
    return stored


def _already(staged: ProgramImport) -> ValidationError:
    status = staged.get_status_display().lower()
    return ValidationError(f"{staged.file_name} is already {status}.", code="already-decided")


def _outcome(preview: Preview) -> list[dict[str, str | int]]:
    return [
        {
            "sheet": sheet.title,
            "added": len(sheet.added),
            "changed": len(sheet.changed),
            "removed": len(sheet.removed),
            "unchanged": sheet.unchanged,
        }
        for sheet in preview.sheets
    ]
