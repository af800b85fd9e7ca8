"""The schedule as spreadsheets and other files, and back."""

from tests.doors.answers import PLANNERS, admin, rest

EXPECTED = {
    "admin:scheduling_academicyear_workbook": admin(PLANNERS, PLANNERS, no="404"),
    "admin:scheduling_academicyear_blockworkbook": admin(PLANNERS, PLANNERS, no="404"),
    "api:version-workbook": rest(PLANNERS),
}

VALUES = {
    "admin:scheduling_academicyear_blockworkbook": {"number": lambda t: t.stage.block.number},
}
