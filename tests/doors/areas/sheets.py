"""The schedule as spreadsheets and other files, and back."""

from scheduling.models import SheetImport
from tests.casting import AT, Stage
from tests.doors.answers import PLANNERS, SUPER, admin, model, rest
from tests.factories.people import UserFactory

EXPECTED = {
    "admin:scheduling_academicyear_workbook": admin(PLANNERS, PLANNERS, no="404"),
    "admin:scheduling_academicyear_blockworkbook": admin(PLANNERS, PLANNERS, no="404"),
    "api:version-workbook": rest(PLANNERS),
    **model("scheduling.sheetimport", PLANNERS, PLANNERS, PLANNERS, SUPER),
    # One's own page, which says 404 where the admin site would lead home.
    "admin:scheduling_sheetimport_change": admin(PLANNERS, PLANNERS, no="404"),
}

VALUES = {
    "admin:scheduling_academicyear_blockworkbook": {"number": lambda t: t.stage.block.number},
}


def _put_aside(stage: Stage) -> SheetImport:
    user = UserFactory()
    return SheetImport.objects.create(
        program=stage.program,
        academic_year=stage.year,
        version=stage.draft,
        file_name="block.xlsx",
        status=SheetImport.Status.DISCARDED,
        uploaded_by=user,
        uploaded_at=AT,
        decided_by=user,
        decided_at=AT,
    )


ROWS = {"scheduling.sheetimport": _put_aside}
