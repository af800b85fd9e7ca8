"""The admin pages of the app, one file per group of tables."""

from scheduling.admin import home as home
from scheduling.admin.absence import ScheduledAbsenceAdmin
from scheduling.admin.activity import ActivityAdmin, PlaceAdmin
from scheduling.admin.assignment import AssignmentAdmin
from scheduling.admin.calendar import AcademicYearAdmin, SpecialDayAdmin
from scheduling.admin.call import CallHistoryAdmin, CallTypeAdmin
from scheduling.admin.cover import CoverAdmin
from scheduling.admin.credential import ScheduledCredentialAdmin
from scheduling.admin.curriculum import CurriculumItemAdmin, RequestAdmin
from scheduling.admin.demand import DemandChangeAdmin
from scheduling.admin.export import ExportAdmin
from scheduling.admin.leave_allotment import LeaveAllotmentAdmin
from scheduling.admin.preference import PreferenceRoundAdmin
from scheduling.admin.program_import import ProgramImportAdmin
from scheduling.admin.repair import RepairRunAdmin
from scheduling.admin.requirement import CreditAdmin, RequirementAdmin, SessionDemandAdmin
from scheduling.admin.rollover import RolloverAdmin
from scheduling.admin.rotation import PatternCellAdmin, RotationAdmin
from scheduling.admin.rule import RuleSettingAdmin
from scheduling.admin.run import SolverRunAdmin
from scheduling.admin.schedule import ScheduleAdmin, ScheduleVersionAdmin
from scheduling.admin.sheet_import import SheetImportAdmin
from scheduling.admin.sheet_reading import SheetReadingAdmin
from scheduling.admin.work_hours import (
    LoggedWorkAdmin,
    MoonlightingPermissionAdmin,
    SupervisionLevelAdmin,
    WaiverAdmin,
)

__all__ = [
    "AcademicYearAdmin",
    "ActivityAdmin",
    "AssignmentAdmin",
    "CallHistoryAdmin",
    "CallTypeAdmin",
    "CoverAdmin",
    "CreditAdmin",
    "CurriculumItemAdmin",
    "DemandChangeAdmin",
    "ExportAdmin",
    "LeaveAllotmentAdmin",
    "LoggedWorkAdmin",
    "MoonlightingPermissionAdmin",
    "PatternCellAdmin",
    "PlaceAdmin",
    "PreferenceRoundAdmin",
    "ProgramImportAdmin",
    "RepairRunAdmin",
    "RequestAdmin",
    "RequirementAdmin",
    "RolloverAdmin",
    "RotationAdmin",
    "RuleSettingAdmin",
    "ScheduleAdmin",
    "ScheduleVersionAdmin",
    "ScheduledAbsenceAdmin",
    "ScheduledCredentialAdmin",
    "SessionDemandAdmin",
    "SheetImportAdmin",
    "SheetReadingAdmin",
    "SolverRunAdmin",
    "SpecialDayAdmin",
    "SupervisionLevelAdmin",
    "WaiverAdmin",
]
