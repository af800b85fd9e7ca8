"""The rule book: one line for each rule. Needs no solver."""

from collections.abc import Collection, Iterable

from scheduling.engine.problem import Kind
from scheduling.engine.rules.accompanied import Accompanied
from scheduling.engine.rules.attending_at_once import AttendingAtOnce
from scheduling.engine.rules.attending_call import AttendingCall
from scheduling.engine.rules.attending_load import AttendingLoad
from scheduling.engine.rules.attending_nights import AttendingNights
from scheduling.engine.rules.attending_spacing import AttendingSpacing
from scheduling.engine.rules.attending_target import AttendingTarget
from scheduling.engine.rules.base import Broken, Force, Rule, Tier
from scheduling.engine.rules.block_share import BlockShare
from scheduling.engine.rules.call_before_leave import CallBeforeLeave
from scheduling.engine.rules.call_equity import CallEquity
from scheduling.engine.rules.call_frequency import CallFrequency
from scheduling.engine.rules.call_near_week import CallNearWeek
from scheduling.engine.rules.call_overload import CallOverload
from scheduling.engine.rules.call_spacing import CallSpacing
from scheduling.engine.rules.call_sundays import CallSundays
from scheduling.engine.rules.call_weeks import CallWeeks
from scheduling.engine.rules.capacity import Capacity
from scheduling.engine.rules.clinic_equity import ClinicEquity
from scheduling.engine.rules.clinic_gap import ClinicGap
from scheduling.engine.rules.continuity import Continuity
from scheduling.engine.rules.continuous_duty import ContinuousDuty
from scheduling.engine.rules.coverage import Coverage
from scheduling.engine.rules.day_after_nights import DayAfterNights
from scheduling.engine.rules.day_churn import DayChurn
from scheduling.engine.rules.day_off import DayOff
from scheduling.engine.rules.eligibility import Eligibility
from scheduling.engine.rules.exposure import Exposure
from scheduling.engine.rules.free_weekends import FreeWeekends
from scheduling.engine.rules.graduation import Graduation
from scheduling.engine.rules.heavy_run import HeavyRun
from scheduling.engine.rules.heavy_week import HeavyWeek
from scheduling.engine.rules.isolated_duty import IsolatedDuty
from scheduling.engine.rules.leave import Leave
from scheduling.engine.rules.leave_at_once import LeaveAtOnce
from scheduling.engine.rules.leave_blackout import LeaveBlackout
from scheduling.engine.rules.leave_share import LeaveShare
from scheduling.engine.rules.leave_spacing import LeaveSpacing
from scheduling.engine.rules.moonlighting import Moonlighting
from scheduling.engine.rules.moonlighting_permission import MoonlightingPermission
from scheduling.engine.rules.new_duties import NewDuties
from scheduling.engine.rules.night_blocks import NightBlocks
from scheduling.engine.rules.night_float import NightFloat
from scheduling.engine.rules.night_run import NightRun
from scheduling.engine.rules.one_thing import OneThing
from scheduling.engine.rules.placement import Placement
from scheduling.engine.rules.post_call import PostCall
from scheduling.engine.rules.preferences import FairPreferences, RankPreferences
from scheduling.engine.rules.rest_after_call import RestAfterCall
from scheduling.engine.rules.rest_between import RestBetween
from scheduling.engine.rules.rest_run import RestRun
from scheduling.engine.rules.rolling_hours import RollingHours
from scheduling.engine.rules.room_target import RoomTarget
from scheduling.engine.rules.rotation_quota import RotationQuota
from scheduling.engine.rules.sequence import Sequence
from scheduling.engine.rules.service_hours import ServiceHours
from scheduling.engine.rules.shift_rest import ShiftRest
from scheduling.engine.rules.short_run import ShortRun
from scheduling.engine.rules.split_weekend import SplitWeekend
from scheduling.engine.rules.staffing import PricedStaffing
from scheduling.engine.rules.stay_close import StayClose
from scheduling.engine.rules.succession import ShiftSuccession
from scheduling.engine.rules.supervision import Attendings
from scheduling.engine.rules.supervision_level import SupervisionLevel
from scheduling.engine.rules.totals import Totals
from scheduling.engine.rules.virtual_share import VirtualShare
from scheduling.engine.rules.week_churn import WeekChurn
from scheduling.engine.rules.weekly_hours import WeeklyHours
from scheduling.engine.rules.weekly_pattern import WeeklyPattern
from scheduling.engine.rules.weekly_share import WeeklyShare
from scheduling.engine.rules.work_run import WorkRun

ALL: tuple[type[Rule], ...] = (
    Eligibility,
    OneThing,
    Leave,
    Coverage,
    Capacity,
    Attendings,
    Accompanied,
    SupervisionLevel,
    Placement,
    RotationQuota,
    LeaveShare,
    LeaveAtOnce,
    LeaveBlackout,
    Graduation,
    Sequence,
    NightBlocks,
    WeeklyPattern,
    WeeklyHours,
    HeavyWeek,
    RollingHours,
    Moonlighting,
    MoonlightingPermission,
    ServiceHours,
    DayOff,
    ContinuousDuty,
    RestAfterCall,
    PostCall,
    RestBetween,
    ShiftRest,
    NightRun,
    NightFloat,
    WorkRun,
    RestRun,
    FreeWeekends,
    ShiftSuccession,
    Totals,
    CallFrequency,
    WeeklyShare,
    PricedStaffing,
    BlockShare,
    Exposure,
    CallEquity,
    ClinicEquity,
    FairPreferences,
    RankPreferences,
    Continuity,
    RoomTarget,
    VirtualShare,
    HeavyRun,
    ClinicGap,
    LeaveSpacing,
    AttendingLoad,
    AttendingAtOnce,
    AttendingCall,
    AttendingNights,
    CallOverload,
    AttendingTarget,
    CallBeforeLeave,
    CallSpacing,
    CallWeeks,
    CallSundays,
    CallNearWeek,
    AttendingSpacing,
    IsolatedDuty,
    ShortRun,
    SplitWeekend,
    DayAfterNights,
    DayChurn,
    WeekChurn,
    StayClose,
    NewDuties,
)

BY_CODE: dict[str, type[Rule]] = {rule.code: rule for rule in ALL}


def defaults() -> tuple[Rule, ...]:
    """Every rule as the book sets it."""
    return tuple(rule() for rule in ALL)


def to_solve(rules: Iterable[Rule], kinds: Collection[Kind] = tuple(Kind)) -> tuple[Rule, ...]:
    """Without those that only say what to look at afterwards, or shape duties not decided here."""
    return tuple(
        rule
        for rule in rules
        if not rule.for_review and (rule.shapes is None or rule.shapes in kinds)
    )


__all__ = ["ALL", "BY_CODE", "Broken", "Force", "Rule", "Tier", "defaults", "to_solve"]
