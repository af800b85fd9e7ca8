"""The tables of this app that have a history; assignments have their change sets."""

from people.history import keep
from scheduling.models import (
    AcademicYear,
    Activity,
    AttendingShare,
    AttendingWeek,
    Block,
    CallDayWish,
    CallHistory,
    CallType,
    Credit,
    CurriculumItem,
    DemandChange,
    LoggedWork,
    PackChoice,
    PatternCell,
    Place,
    PreferenceAnswer,
    PreferenceRound,
    Request,
    Requirement,
    Rotation,
    RotationDemand,
    RuleSetting,
    ScheduleVersion,
    SessionDemand,
    SpecialDay,
    SupervisionLevel,
    TierOrder,
    Waiver,
    WeeklyShare,
)

# The calendar and what is in it.
keep(AcademicYear, SpecialDay, Activity, Place, CallType, CallHistory)
keep(Block, program="academic_year__program")
# Rotations, and what each asks for.
keep(Rotation, CurriculumItem, Requirement, Credit, SessionDemand, DemandChange)
keep(RotationDemand, PatternCell, WeeklyShare, program="rotation__program")
keep(AttendingWeek, AttendingShare, program="rotation__program")
keep(CallDayWish, program="call_type__program")
# Rules and decisions.
keep(PackChoice, RuleSetting, TierOrder, Waiver, SupervisionLevel, Request, LoggedWork)
keep(PreferenceRound)
keep(PreferenceAnswer, program="round__program")
# A revision comes with every change of an assignment.
keep(ScheduleVersion, program="schedule__program", ignored=("revision",))
