"""The stored side of scheduling: what is asked, and what was answered."""

from .activity import Activity, Place
from .assignment import Assignment
from .calendar import AcademicYear, Block, SpecialDay
from .call import CallHistory, CallType
from .curriculum import CurriculumItem, Request
from .rotation import PatternCell, Rotation, RotationDemand, WeeklyShare
from .rule import RuleSetting
from .run import SolverRun
from .schedule import Schedule, ScheduleVersion

__all__ = [
    "AcademicYear",
    "Activity",
    "Assignment",
    "Block",
    "CallHistory",
    "CallType",
    "CurriculumItem",
    "PatternCell",
    "Place",
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
