"""What rows are called where people read them."""

from datetime import date

import pytest

from scheduling.models import ProgramImport
from tests.factories.people import ProgramFactory
from tests.factories.scheduling import (
    AcademicYearFactory,
    ActivityFactory,
    AssignmentFactory,
    BlockFactory,
    CallAssignmentFactory,
    CallHistoryFactory,
    CallTypeFactory,
    CurriculumItemFactory,
    LeaveAssignmentFactory,
    PatternCellFactory,
    PlaceFactory,
    RequestFactory,
    RotationAssignmentFactory,
    RotationDemandFactory,
    RotationFactory,
    RuleSettingFactory,
    ScheduleFactory,
    ScheduleVersionFactory,
    SolverRunFactory,
    SpecialDayFactory,
    WeeklyShareFactory,
)

pytestmark = pytest.mark.django_db


def rotation(code="FM"):
    return RotationFactory(code=code, name="Family medicine")


def clinic():
    return ActivityFactory(code="C", name="Clinic")


def schedule():
    return ScheduleFactory(academic_year__program=ProgramFactory(name="Cedar"))


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (AcademicYearFactory, "2026-27"),
        (lambda: AcademicYearFactory(year=2099), "2099-00"),
        (lambda: BlockFactory(number=0), "Block 0"),
        (SpecialDayFactory, "Christmas Day, 2026-12-25"),
        (lambda: PlaceFactory(name="Main clinic"), "Main clinic"),
        (clinic, "C Clinic"),
        (rotation, "FM Family medicine"),
        (lambda: CallTypeFactory(code="SR", name="Senior call"), "SR Senior call"),
        (lambda: CallHistoryFactory(call_type__code="SR", nights=-1), "SR 2026: -1"),
        (lambda: RotationDemandFactory(rotation=rotation()), "FM, all: 1 to any"),
        (
            lambda: RotationDemandFactory(rotation=rotation(), pgy=2, minimum=0, maximum=0),
            "FM, PGY-2: 0 to 0",
        ),
        (
            lambda: PatternCellFactory(rotation=rotation(), activity=clinic()),
            "FM day 1 AM: C",
        ),
        (lambda: WeeklyShareFactory(rotation=rotation(), activity=clinic()), "FM: C 1 to 4"),
        (
            lambda: WeeklyShareFactory(rotation=rotation(), activity=clinic(), maximum=None),
            "FM: C 1 to any",
        ),
        (lambda: CurriculumItemFactory(rotation=rotation()), "PGY-1 FM: 2-26"),
        (RequestFactory, "A week of leave, would like, rank 1"),
        (
            lambda: RequestFactory(kind="call", wish="avoid", rank=3),
            "Call on a date or a weekday, would rather not, rank 3",
        ),
        (RuleSettingFactory, "night-run"),
        (schedule, "Cedar 2026-27"),
        (lambda: ScheduleVersionFactory(schedule=schedule(), number=3), "Cedar 2026-27, version 3"),
        (SolverRunFactory, "Rotations of the year 2026-07-01 to 2027-06-30"),
        (
            lambda: SolverRunFactory(
                scope="block", block=BlockFactory(), ends_on=date(2026, 7, 28)
            ),
            "Half-days of a block 2026-07-01 to 2026-07-28",
        ),
        (lambda: AssignmentFactory(activity__code="C"), "C from 2026-07-06"),
        (lambda: RotationAssignmentFactory(rotation__code="FM"), "FM from 2026-07-01"),
        (lambda: CallAssignmentFactory(call_type__code="SR"), "SR from 2026-07-06"),
        (LeaveAssignmentFactory, "LV from 2026-12-21"),
        (lambda: ProgramImport(file_name="cedar.xlsx"), "cedar.xlsx"),
    ],
)
def test_row_is_called(build, words):
    assert str(build()) == words
