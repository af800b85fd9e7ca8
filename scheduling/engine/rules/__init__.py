"""The rule book: one line for each rule. Needs no solver."""

from .base import Broken, Force, Rule, Tier
from .call_equity import CallEquity
from .call_frequency import CallFrequency
from .capacity import Capacity
from .continuous_duty import ContinuousDuty
from .coverage import Coverage
from .day_off import DayOff
from .eligibility import Eligibility
from .leave import Leave
from .leave_share import LeaveShare
from .night_run import NightRun
from .one_thing import OneThing
from .placement import Placement
from .post_call import PostCall
from .preferences import FairPreferences, RankPreferences
from .rest_after_call import RestAfterCall
from .rest_between import RestBetween
from .rotation_quota import RotationQuota
from .sequence import Sequence
from .stay_close import StayClose
from .supervision import Attendings
from .weekly_hours import WeeklyHours
from .weekly_pattern import WeeklyPattern
from .weekly_share import WeeklyShare

ALL: tuple[type[Rule], ...] = (
    Eligibility,
    OneThing,
    Leave,
    Coverage,
    Capacity,
    Attendings,
    Placement,
    RotationQuota,
    LeaveShare,
    Sequence,
    WeeklyPattern,
    WeeklyHours,
    DayOff,
    ContinuousDuty,
    RestAfterCall,
    PostCall,
    RestBetween,
    NightRun,
    CallFrequency,
    WeeklyShare,
    CallEquity,
    FairPreferences,
    RankPreferences,
    StayClose,
)

BY_CODE: dict[str, type[Rule]] = {rule.code: rule for rule in ALL}


def defaults() -> tuple[Rule, ...]:
    """Every rule as the book sets it."""
    return tuple(rule() for rule in ALL)


__all__ = ["ALL", "BY_CODE", "Broken", "Force", "Rule", "Tier", "defaults"]
