"""Taking in a program workbook."""

from scheduling.models import ProgramImport
from tests.casting import AT, Stage
from tests.doors.answers import OFFICE, SUPER, admin, model, wide
from tests.factories.people import UserFactory

EXPECTED = {
    **model("scheduling.programimport", OFFICE, OFFICE, OFFICE, SUPER),
    # One's own page, which says 404 where the admin site would lead home.
    "admin:scheduling_programimport_change": admin(OFFICE, OFFICE, no="404"),
    "admin:scheduling_programimport_template": admin(wide(OFFICE), wide(OFFICE)),
}


def _put_aside(stage: Stage) -> ProgramImport:
    user = UserFactory()
    return ProgramImport.objects.create(
        program=stage.program,
        file_name="program.xlsx",
        status=ProgramImport.Status.DISCARDED,
        uploaded_by=user,
        uploaded_at=AT,
        decided_by=user,
        decided_at=AT,
    )


ROWS = {"scheduling.programimport": _put_aside}
