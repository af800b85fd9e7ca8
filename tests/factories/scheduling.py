"""Factories for calendars, rotations, schedules and what belongs to them: the plainest valid row."""

from datetime import UTC, date, datetime, time, timedelta

import factory
from factory.django import DjangoModelFactory

from scheduling.models import (
    AcademicYear,
    Activity,
    Alternative,
    Assignment,
    AttendingShare,
    AttendingWeek,
    Block,
    CallDayWish,
    CallHistory,
    CallType,
    ChangeSet,
    Cover,
    Credit,
    CurriculumItem,
    DemandChange,
    Export,
    LoggedWork,
    MoonlightingPermission,
    PatternCell,
    Place,
    PreferenceRound,
    RepairRun,
    Request,
    Requirement,
    Rollover,
    Rotation,
    RotationDemand,
    RuleSetting,
    Schedule,
    ScheduleVersion,
    SessionDemand,
    SheetReading,
    SolverRun,
    SpecialDay,
    SupervisionLevel,
    Waiver,
    WeeklyShare,
)
from tests.factories.people import AbsenceFactory, PersonFactory, ProgramFactory, UserFactory

YEAR = 2026
CREATED_AT = datetime(2026, 6, 1, 12, tzinfo=UTC)


class AcademicYearFactory(DjangoModelFactory):
    class Meta:
        model = AcademicYear

    program = factory.SubFactory(ProgramFactory)
    year = YEAR
    starts_on = factory.LazyAttribute(lambda row: date(row.year, 7, 1))
    ends_on = factory.LazyAttribute(lambda row: date(row.year + 1, 6, 30))


class BlockFactory(DjangoModelFactory):
    """Four weeks; block n starts 28 * (n - 1) days into the year."""

    class Meta:
        model = Block

    academic_year = factory.SubFactory(AcademicYearFactory)
    number = 1
    starts_on = factory.LazyAttribute(
        lambda row: row.academic_year.starts_on + timedelta(days=28 * (row.number - 1))
    )
    ends_on = factory.LazyAttribute(lambda row: row.starts_on + timedelta(days=27))


class SpecialDayFactory(DjangoModelFactory):
    class Meta:
        model = SpecialDay

    program = factory.SubFactory(ProgramFactory)
    on = date(YEAR, 12, 25)
    kind = SpecialDay.Kind.HOLIDAY
    name = "Christmas Day"


class PlaceFactory(DjangoModelFactory):
    class Meta:
        model = Place

    program = factory.SubFactory(ProgramFactory)
    code = factory.Sequence(lambda n: f"SITE{n}")
    name = factory.Sequence(lambda n: f"Site {n}")


class ActivityFactory(DjangoModelFactory):
    class Meta:
        model = Activity

    program = factory.SubFactory(ProgramFactory)
    code = factory.Sequence(lambda n: f"C{n}")
    name = "Clinic"
    kind = Activity.Kind.CLINIC
    am_starts, am_ends = time(8), time(12)
    pm_starts, pm_ends = time(13), time(17)


class RotationFactory(DjangoModelFactory):
    class Meta:
        model = Rotation

    program = factory.SubFactory(ProgramFactory)
    code = factory.Sequence(lambda n: f"ROT{n}")
    name = factory.Sequence(lambda n: f"Rotation {n}")
    kind = Rotation.Kind.OUTPATIENT
    pgys = [1, 2, 3]


class RotationDemandFactory(DjangoModelFactory):
    class Meta:
        model = RotationDemand

    rotation = factory.SubFactory(RotationFactory)
    minimum = 1


class PatternCellFactory(DjangoModelFactory):
    class Meta:
        model = PatternCell

    rotation = factory.SubFactory(RotationFactory)
    weekday = 1
    slot = "AM"
    activity = factory.SubFactory(
        ActivityFactory, program=factory.SelfAttribute("..rotation.program")
    )


class WeeklyShareFactory(DjangoModelFactory):
    class Meta:
        model = WeeklyShare

    rotation = factory.SubFactory(RotationFactory)
    activity = factory.SubFactory(
        ActivityFactory, program=factory.SelfAttribute("..rotation.program")
    )
    minimum, maximum = 1, 4


class CurriculumItemFactory(DjangoModelFactory):
    class Meta:
        model = CurriculumItem

    rotation = factory.SubFactory(RotationFactory)
    program = factory.SelfAttribute("rotation.program")
    academic_year = YEAR
    pgy = 1
    minimum_halves, maximum_halves = 2, 26


class SessionDemandFactory(DjangoModelFactory):
    """One of the faculty in clinic on Wednesday afternoon."""

    class Meta:
        model = SessionDemand

    program = factory.SubFactory(ProgramFactory)
    activity = factory.SubFactory(ActivityFactory, program=factory.SelfAttribute("..program"))
    staff = "faculty"
    weekday = 3
    slot = "PM"
    minimum = 1
    maximum = 1


class RequirementFactory(DjangoModelFactory):
    """A thousand hours of an activity by the end of training, as a target."""

    class Meta:
        model = Requirement

    program = factory.SubFactory(ProgramFactory)
    code = "HOURS"
    name = "Clinic"
    activity = factory.SubFactory(ActivityFactory, program=factory.SelfAttribute("..program"))
    unit = Requirement.Unit.HOURS
    minimum = 1000


class CreditFactory(DjangoModelFactory):
    """Four hundred of them done before the year."""

    class Meta:
        model = Credit

    requirement = factory.SubFactory(RequirementFactory)
    program = factory.SelfAttribute("requirement.program")
    person = factory.SubFactory(PersonFactory)
    academic_year = YEAR
    amount = 400


class RequestFactory(DjangoModelFactory):
    """A wish for the last week of December off."""

    class Meta:
        model = Request

    program = factory.SubFactory(ProgramFactory)
    person = factory.SubFactory(PersonFactory)
    academic_year = YEAR
    kind = Request.Kind.LEAVE
    starts_on, ends_on = date(YEAR, 12, 21), date(YEAR, 12, 27)


class PreferenceRoundFactory(DjangoModelFactory):
    """Residents are asked about everything, for as long as tests will be run."""

    class Meta:
        model = PreferenceRound

    program = factory.SubFactory(ProgramFactory)
    academic_year = YEAR
    name = factory.Sequence(lambda n: f"Wishes {n}")
    position = "resident"
    asks = ["rotation", "leave", "call", "clinic"]
    most = 3
    opens_at = datetime(YEAR, 4, 1, 12, tzinfo=UTC)
    closes_at = datetime(YEAR + 70, 5, 1, 12, tzinfo=UTC)
    opened_by = factory.SubFactory(UserFactory)


class CallTypeFactory(DjangoModelFactory):
    class Meta:
        model = CallType

    program = factory.SubFactory(ProgramFactory)
    code = factory.Sequence(lambda n: f"RC{n}")
    name = "Resident call"
    kind = CallType.Kind.IN_HOUSE
    staff = CallType.Staff.RESIDENT
    pgys = [1, 2, 3]
    weekday_starts, weekday_ends = time(17), time(7)
    weekend_starts, weekend_ends = time(7), time(7)


class CallHistoryFactory(DjangoModelFactory):
    class Meta:
        model = CallHistory

    call_type = factory.SubFactory(CallTypeFactory)
    program = factory.SelfAttribute("call_type.program")
    person = factory.SubFactory(PersonFactory)
    academic_year = YEAR
    nights = 2


class ScheduleFactory(DjangoModelFactory):
    class Meta:
        model = Schedule

    academic_year = factory.SubFactory(AcademicYearFactory)
    program = factory.SelfAttribute("academic_year.program")


class ScheduleVersionFactory(DjangoModelFactory):
    """A draft. To have a published version with assignments, make it and then `freeze` it."""

    class Meta:
        model = ScheduleVersion

    schedule = factory.SubFactory(ScheduleFactory)
    number = 1
    created_at = CREATED_AT


def freeze(version: ScheduleVersion, *, at: datetime = CREATED_AT) -> ScheduleVersion:
    """Mark a draft as published. The database refuses to add assignments afterwards."""
    version.status, version.published_at = ScheduleVersion.Status.PUBLISHED, at
    version.save()
    return version


class AssignmentFactory(DjangoModelFactory):
    """A morning of clinic in UTC; see the other three for rotations, calls and leave."""

    class Meta:
        model = Assignment

    class Params:
        program = factory.SelfAttribute("version.schedule.program")

    version = factory.SubFactory(ScheduleVersionFactory)
    person = factory.SubFactory(PersonFactory)
    kind = Assignment.Kind.HALF_DAY
    starts_on = date(YEAR, 7, 6)
    ends_on = factory.SelfAttribute("starts_on")
    slot = "AM"
    starts_at = factory.LazyAttribute(lambda row: _clock(row, 8 if row.slot == "AM" else 13))
    ends_at = factory.LazyAttribute(lambda row: row.starts_at + timedelta(hours=4))
    activity = factory.SubFactory(ActivityFactory, program=factory.SelfAttribute("..program"))
    source = Assignment.Source.SOLVER


class RotationAssignmentFactory(AssignmentFactory):
    kind = Assignment.Kind.ROTATION
    slot = ""
    starts_on = date(YEAR, 7, 1)
    ends_on = factory.LazyAttribute(lambda row: row.starts_on + timedelta(days=27))
    starts_at = factory.LazyAttribute(lambda row: _clock(row, 0))
    ends_at = factory.LazyAttribute(
        lambda row: row.starts_at + timedelta(days=(row.ends_on - row.starts_on).days + 1)
    )
    activity = None
    rotation = factory.SubFactory(RotationFactory, program=factory.SelfAttribute("..program"))


class CallAssignmentFactory(AssignmentFactory):
    """The night that begins on `starts_on`, from 17:00 to 07:00."""

    kind = Assignment.Kind.CALL
    slot = ""
    starts_at = factory.LazyAttribute(lambda row: _clock(row, 17))
    ends_at = factory.LazyAttribute(lambda row: row.starts_at + timedelta(hours=14))
    activity = None
    call_type = factory.SubFactory(CallTypeFactory, program=factory.SelfAttribute("..program"))


class LeaveAssignmentFactory(RotationAssignmentFactory):
    kind = Assignment.Kind.LEAVE
    starts_on = date(YEAR, 12, 21)
    ends_on = factory.LazyAttribute(lambda row: row.starts_on + timedelta(days=6))
    rotation = None


class RuleSettingFactory(DjangoModelFactory):
    class Meta:
        model = RuleSetting

    program = factory.SubFactory(ProgramFactory)
    code = "night-run"
    parameters = {"nights": 5}
    effective_from = date(YEAR, 7, 1)


class LoggedWorkFactory(DjangoModelFactory):
    class Meta:
        model = LoggedWork

    program = factory.SubFactory(ProgramFactory)
    person = factory.SubFactory(PersonFactory)
    kind = LoggedWork.Kind.MOONLIGHTING_EXTERNAL
    starts_at = datetime(YEAR, 8, 8, 16, tzinfo=UTC)
    ends_at = factory.LazyAttribute(lambda row: row.starts_at + timedelta(hours=6))
    logged_by = factory.SubFactory(UserFactory)
    logged_at = datetime(YEAR, 8, 11, 16, tzinfo=UTC)


class MoonlightingPermissionFactory(DjangoModelFactory):
    class Meta:
        model = MoonlightingPermission

    program = factory.SubFactory(ProgramFactory)
    person = factory.SubFactory(PersonFactory)
    starts_on = date(YEAR, 7, 1)
    ends_on = date(YEAR + 1, 6, 30)
    granted_by = factory.SubFactory(UserFactory)
    granted_at = CREATED_AT


class WaiverFactory(DjangoModelFactory):
    class Meta:
        model = Waiver

    program = factory.SubFactory(ProgramFactory)
    code = "weekly-hours"
    parameters = {"hours": 88}
    starts_on = date(YEAR, 7, 1)
    ends_on = date(YEAR + 1, 6, 30)
    approved_by = "Review committee, DIO and GMEC"
    reason = "Neurosurgery asks for continuity."
    granted_by = factory.SubFactory(UserFactory)
    granted_at = CREATED_AT


class SupervisionLevelFactory(DjangoModelFactory):
    class Meta:
        model = SupervisionLevel

    program = factory.SubFactory(ProgramFactory)
    person = factory.SubFactory(PersonFactory)
    level = SupervisionLevel.Level.INDIRECT
    starts_on = date(YEAR, 10, 1)


class SolverRunFactory(DjangoModelFactory):
    class Meta:
        model = SolverRun

    version = factory.SubFactory(ScheduleVersionFactory)
    scope = SolverRun.Scope.YEAR
    starts_on = date(YEAR, 7, 1)
    ends_on = date(YEAR + 1, 6, 30)
    seconds_allowed = 10
    requested_at = CREATED_AT


class AlternativeFactory(DjangoModelFactory):
    class Meta:
        model = Alternative

    run = factory.SubFactory(SolverRunFactory, schedules=2)
    number = 1
    pairs = factory.LazyFunction(dict)
    measures = factory.LazyFunction(dict)


class ExportFactory(DjangoModelFactory):
    """One that is ready."""

    class Meta:
        model = Export

    version = factory.SubFactory(ScheduleVersionFactory)
    status = Export.Status.READY
    requested_by = factory.SubFactory(UserFactory)
    requested_at = finished_at = CREATED_AT
    name = "cedar.xlsx"
    file = b"PK"


class SheetReadingFactory(DjangoModelFactory):
    """One that somebody ended."""

    class Meta:
        model = SheetReading

    academic_year = factory.SubFactory(AcademicYearFactory)
    status = SheetReading.Status.CANCELLED
    file_name = "year.xlsx"
    requested_by = factory.SubFactory(UserFactory)
    requested_at = finished_at = CREATED_AT


class DemandChangeFactory(DjangoModelFactory):
    """One more on a night of call."""

    class Meta:
        model = DemandChange

    call_type = factory.SubFactory(CallTypeFactory)
    program = factory.SelfAttribute("call_type.program")
    starts_on = date(YEAR, 7, 18)
    ends_on = factory.SelfAttribute("starts_on")
    more = 1
    reason = "A surge"
    asked_by = factory.SubFactory(UserFactory)
    asked_at = datetime(YEAR, 6, 1, tzinfo=UTC)


class RepairRunFactory(DjangoModelFactory):
    class Meta:
        model = RepairRun

    version = factory.SubFactory(ScheduleVersionFactory)
    requested_by = factory.SubFactory(UserFactory)
    requested_at = CREATED_AT


class CoverFactory(DjangoModelFactory):
    """A night of call that somebody took over from somebody who was away."""

    class Meta:
        model = Cover

    program = factory.SubFactory(ProgramFactory)
    absence = factory.SubFactory(
        AbsenceFactory, program=factory.SelfAttribute("..program"), kind="sick", approved=True
    )
    run = factory.SubFactory(
        RepairRunFactory, absence=factory.SelfAttribute("..absence"), status="found"
    )
    change_set = factory.LazyAttribute(
        lambda row: ChangeSet.objects.create(
            version=row.run.version, kind="cover", at=CREATED_AT, sentence="Covered."
        )
    )
    covered_by = factory.SubFactory(PersonFactory)
    covered_for = factory.SelfAttribute("absence.person")
    code = "RC"
    is_call = True
    starts_at = datetime(YEAR, 7, 6, 22, tzinfo=UTC)
    ends_at = datetime(YEAR, 7, 7, 12, tzinfo=UTC)
    activated_by = factory.SubFactory(UserFactory)
    activated_at = CREATED_AT


def _clock(row: object, hour: int) -> datetime:
    """An hour of the day on which the row starts, in its program's time zone."""
    zone = row.version.schedule.program.zone
    return datetime.combine(row.starts_on, time(hour), zone)


class AttendingWeekFactory(DjangoModelFactory):
    class Meta:
        model = AttendingWeek

    rotation = factory.SubFactory(RotationFactory, code="IN", kind="attending", pgys=[])


class AttendingShareFactory(DjangoModelFactory):
    class Meta:
        model = AttendingShare

    rotation = factory.SubFactory(RotationFactory, code="IN", kind="attending", pgys=[])
    faculty_role = "core"
    minimum, target, maximum = 4, 6, 7


class CallDayWishFactory(DjangoModelFactory):
    class Meta:
        model = CallDayWish

    call_type = factory.SubFactory(CallTypeFactory, staff="faculty", pgys=[])
    faculty_role = "core"
    weekday = 2


class RolloverFactory(DjangoModelFactory):
    """Planned, with nothing chosen."""

    class Meta:
        model = Rollover

    program = factory.SubFactory(ProgramFactory)
    year = YEAR + 1
    planned_by = factory.SubFactory(UserFactory)
    planned_at = CREATED_AT
