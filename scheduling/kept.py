"""The tables of this app that have a history; assignments have their change sets."""

from people.history import keep
from scheduling.models import (
    AcademicYear,
    Activity,
    AttendingShare,
    AttendingWeek,
    Block,
    CalendarFeed,
    CallDayWish,
    CallHistory,
    CallType,
    Cover,
    Credit,
    CurriculumItem,
    DemandChange,
    LoggedWork,
    MoonlightingPermission,
    NameMatch,
    PackChoice,
    PatternCell,
    Place,
    PreferenceAnswer,
    PreferenceRound,
    ProgramImport,
    Request,
    Requirement,
    Rollover,
    Rotation,
    RotationDemand,
    RuleSetting,
    Schedule,
    ScheduleVersion,
    SessionDemand,
    SheetImport,
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
keep(MoonlightingPermission, Cover, PreferenceRound)
keep(PreferenceAnswer, program="round__program")
# A revision comes with every change of an assignment; that it was checked is told, and not the
# thousands of findings of each check.
keep(
    ScheduleVersion,
    program="schedule__program",
    ignored=("revision", "report", "violations", "advisories"),
)
keep(Schedule)
# Addresses of calendars are of accounts.
keep(CalendarFeed, program="", named_by=("rotation", "call_type"))
# Files that were brought: who did, and what was decided. What they say is not kept for ever.
keep(NameMatch, named_by=("person",))
keep(SheetImport, ignored=("entries", "remarks", "beside", "new_names", "outcome"))
keep(ProgramImport, ignored=("document", "remarks", "outcome"))
keep(Rollover, ignored=("choices", "made"))
