"""The stored side of scheduling: what is asked, and what was answered."""

from scheduling.models.activity import Activity, Place
from scheduling.models.alternative import Alternative
from scheduling.models.assignment import Assignment
from scheduling.models.attending import AttendingShare, AttendingWeek, CallDayWish
from scheduling.models.calendar import AcademicYear, Block, SpecialDay
from scheduling.models.calendar_feed import CalendarFeed, FeedMemory
from scheduling.models.call import CallHistory, CallType
from scheduling.models.change import AssignmentChange, ChangeSet
from scheduling.models.cover import Cover, CoverQuerySet
from scheduling.models.curriculum import CurriculumItem, Request
from scheduling.models.demand_change import DemandChange
from scheduling.models.export import Export
from scheduling.models.logged_work import LoggedWork
from scheduling.models.look import Look
from scheduling.models.moonlighting import MoonlightingPermission
from scheduling.models.preference import PreferenceAnswer, PreferenceRound
from scheduling.models.program_import import ProgramImport
from scheduling.models.repair import RepairRun
from scheduling.models.requirement import Credit, Requirement
from scheduling.models.rollover import Rollover
from scheduling.models.rotation import PatternCell, Rotation, RotationDemand, WeeklyShare
from scheduling.models.rule import PackChoice, RuleSetting
from scheduling.models.run import SolverRun
from scheduling.models.schedule import Schedule, ScheduleVersion
from scheduling.models.session import SessionDemand
from scheduling.models.sheet_import import NameMatch, SheetImport
from scheduling.models.sheet_reading import SheetReading
from scheduling.models.supervision_level import SupervisionLevel
from scheduling.models.tier_order import TierOrder
from scheduling.models.waiver import Waiver

__all__ = [
    "AcademicYear",
    "Activity",
    "Alternative",
    "Assignment",
    "AssignmentChange",
    "AttendingShare",
    "AttendingWeek",
    "Block",
    "CalendarFeed",
    "CallDayWish",
    "CallHistory",
    "CallType",
    "ChangeSet",
    "Cover",
    "CoverQuerySet",
    "Credit",
    "CurriculumItem",
    "DemandChange",
    "Export",
    "FeedMemory",
    "LoggedWork",
    "Look",
    "MoonlightingPermission",
    "NameMatch",
    "PackChoice",
    "PatternCell",
    "Place",
    "PreferenceAnswer",
    "PreferenceRound",
    "ProgramImport",
    "RepairRun",
    "Request",
    "Requirement",
    "Rollover",
    "Rotation",
    "RotationDemand",
    "RuleSetting",
    "Schedule",
    "ScheduleVersion",
    "SessionDemand",
    "SheetImport",
    "SheetReading",
    "SolverRun",
    "SpecialDay",
    "SupervisionLevel",
    "TierOrder",
    "Waiver",
    "WeeklyShare",
]
