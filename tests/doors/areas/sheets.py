"""The schedule as spreadsheets and other files, and back."""

from typing import Any

from scheduling.models import SheetImport
from tests.casting import AT, Stage
from tests.doors.answers import OFFICE, PLANNERS, SIGNED_IN, SUPER, Tool, admin, model, record, rest
from tests.factories.people import UserFactory
from tests.factories.scheduling import ExportFactory, SheetReadingFactory

EXPECTED = {
    "admin:scheduling_academicyear_workbook": admin(PLANNERS, PLANNERS, no="404"),
    "admin:scheduling_academicyear_blockworkbook": admin(PLANNERS, PLANNERS, no="404"),
    "admin:scheduling_academicyear_wall": admin(PLANNERS, PLANNERS, no="404"),
    "admin:scheduling_academicyear_blockwall": admin(PLANNERS, PLANNERS, no="404"),
    "admin:scheduling_academicyear_callwall": admin(PLANNERS, PLANNERS, no="404"),
    "admin:scheduling_academicyear_list": admin(PLANNERS, PLANNERS, no="404"),
    "admin:scheduling_academicyear_program": admin(OFFICE, OFFICE, no="404", chief="403"),
    "api:version-workbook": rest(PLANNERS),
    "api:version-wall": rest(PLANNERS),
    "api:version-csv": rest(PLANNERS),
    # The lists of a program are there for those who may edit its schedule, and empty for others.
    "api:sheet-list": {**rest(SIGNED_IN), "post": rest(post=SIGNED_IN, sent="400")["post"]},
    "api:sheet-detail": rest(PLANNERS),
    # The file of the stage was put aside.
    "api:sheet-look": rest(post=PLANNERS),
    "api:sheet-names": rest(post=PLANNERS, sent="400"),
    "api:sheet-new": rest(post=PLANNERS, sent="400"),
    "api:sheet-apply": rest(post=PLANNERS, sent="400"),
    "api:sheet-discard": rest(post=PLANNERS, sent="400"),
    "api:sheet-undo": rest(post=PLANNERS, sent="400"),
    "api:academic-year-people-csv": rest(PLANNERS, resident="403", faculty="403"),
    "api:academic-year-absences-csv": rest(PLANNERS, resident="403", faculty="403"),
    "api:academic-year-program-workbook": rest(OFFICE, chief="403", resident="403", faculty="403"),
    # The list of the stage was put aside too.
    "api:list-list": {**rest(SIGNED_IN), "post": rest(post=SIGNED_IN, sent="400")["post"]},
    "api:list-detail": rest(OFFICE),
    "api:list-look": rest(post=OFFICE),
    "api:list-apply": rest(post=OFFICE, sent="400"),
    "api:list-discard": rest(post=OFFICE, sent="400"),
    "api:list-undo": rest(post=OFFICE, sent="400"),
    **record("scheduling.export", PLANNERS),
    "admin:scheduling_export_download": admin(PLANNERS, PLANNERS, no="404"),
    "admin:scheduling_export_cancel": admin(post=PLANNERS, sent="302", no="404"),
    "api:export-list": rest(SIGNED_IN),
    "api:export-detail": rest(PLANNERS),
    # It is there already.
    "api:export-cancel": rest(post=PLANNERS, sent="400"),
    "api:export-download": rest(PLANNERS),
    **record("scheduling.sheetreading", PLANNERS),
    "admin:scheduling_sheetreading_cancel": admin(post=PLANNERS, sent="302", no="404"),
    "api:reading-list": rest(SIGNED_IN),
    "api:reading-detail": rest(PLANNERS),
    # It is over.
    "api:reading-cancel": rest(post=PLANNERS, sent="400"),
    **model("scheduling.sheetimport", PLANNERS, PLANNERS, PLANNERS, SUPER),
    # One's own page, which says 404 where the admin site would lead home.
    "admin:scheduling_sheetimport_change": admin(PLANNERS, PLANNERS, no="404"),
}

VALUES = {
    "admin:scheduling_academicyear_blockworkbook": {"number": lambda t: t.stage.block.number},
    "admin:scheduling_academicyear_blockwall": {"number": lambda t: t.stage.block.number},
    "admin:scheduling_academicyear_list": {"what": lambda _: "assignments"},
    "api:export-": {"pk": lambda t: t.row("scheduling.export").pk},
    "api:reading-": {"pk": lambda t: t.row("scheduling.sheetreading").pk},
    "api:list-": {"pk": lambda t: _list_aside(t.stage).pk},
    "api:sheet-": {"pk": lambda t: t.row("scheduling.sheetimport").pk},
}


def _put_aside(stage: Stage) -> SheetImport:
    return _aside(stage, version=stage.draft, file_name="block.xlsx")


def _list_aside(stage: Stage) -> SheetImport:
    found = SheetImport.objects.filter(program=stage.program, subject="absences").first()
    return found or _aside(stage, subject="absences", file_name="absences.csv")


def _aside(stage: Stage, **values: Any) -> SheetImport:
    user = UserFactory()
    return SheetImport.objects.create(
        program=stage.program,
        academic_year=stage.year,
        **values,
        status=SheetImport.Status.DISCARDED,
        uploaded_by=user,
        uploaded_at=AT,
        decided_by=user,
        decided_at=AT,
    )


ROWS = {
    "scheduling.sheetimport": _put_aside,
    "scheduling.sheetreading": lambda s: SheetReadingFactory(academic_year=s.year),
    "scheduling.export": lambda s: ExportFactory(version=s.draft),
}

NO_VERSION = "There is no version {draft} for you to see."
TOOLS = {
    "export_schedule_tool": Tool(
        lambda s: {"version_id": s.draft.pk, "form": "csv"}, PLANNERS, NO_VERSION, NO_VERSION
    ),
}
