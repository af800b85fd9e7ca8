"""The stored side of scheduling: what is asked, and what was answered."""

from scheduling.models.activity import Activity, Place
from scheduling.models.assignment import Assignment
from scheduling.models.attending import AttendingShare, AttendingWeek, CallDayWish
from scheduling.models.calendar import AcademicYear, Block, SpecialDay
from scheduling.models.call import CallHistory, CallType
from scheduling.models.curriculum import CurriculumItem, Request
from scheduling.models.program_import import ProgramImport
from scheduling.models.rotation import PatternCell, Rotation, RotationDemand, WeeklyShare
from scheduling.models.rule import RuleSetting
from scheduling.models.run import SolverRun
from scheduling.models.schedule import Schedule, ScheduleVersion

__all__ = [
    "AcademicYear",
    "Activity",
    "Assignment",
    "AttendingShare",
    "AttendingWeek",
    "Block",
    "CallDayWish",
    "CallHistory",
    "CallType",
    "CurriculumItem",
    "PatternCell",
    "Place",
    "ProgramImport",
    "Request",
    "Rotation",
    "RotationDemand",
    "RuleSetting",
    "Schedule",
    "ScheduleVersion",
    "SolverRun",
    "SpecialDay",
    "WeeklyShare",
]
