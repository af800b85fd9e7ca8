"""Differences of two versions, person by person, in plain sentences."""

from datetime import date, timedelta

import pytest

from scheduling.queries.differences import differences
from tests.factories.people import EnrolmentFactory, PersonFactory
from tests.factories.scheduling import (
    ActivityFactory,
    AssignmentFactory,
    CallAssignmentFactory,
    CallTypeFactory,
    LeaveAssignmentFactory,
    RotationAssignmentFactory,
    RotationFactory,
    ScheduleVersionFactory,
    freeze,
)

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 7, 6)


def test_each_person_reads_what_changes_for_them():
    old = ScheduleVersionFactory(number=1)
    program = old.schedule.program
    ada, bea = (PersonFactory(first_name=n, last_name="Rowan") for n in ("Ada", "Bea"))
    EnrolmentFactory(program=program, person=ada, academic_year=old.schedule.academic_year.year)
    clinic, lecture = (
        ActivityFactory(program=program, code=code, name=name)
        for code, name in (("C", "Clinic"), ("LEC", "Lecture"))
    )
    ward, nights = (RotationFactory(program=program, name=n) for n in ("Ward", "Nights"))
    call = CallTypeFactory(program=program, name="Night call")
    weeks = {"starts_on": MONDAY + timedelta(days=28), "ends_on": MONDAY + timedelta(days=55)}
    both = {"person": ada, "starts_on": MONDAY, "activity": clinic}
    for slot in ("AM", "PM"):
        AssignmentFactory(version=old, slot=slot, **both)
    AssignmentFactory(version=old, **both | {"starts_on": weeks["starts_on"]})
    AssignmentFactory(version=old, **both | {"person": bea})
    RotationAssignmentFactory(version=old, person=ada, rotation=ward, **weeks)
    CallAssignmentFactory(version=old, person=ada, starts_on=MONDAY, call_type=call)
    freeze(old)
    new = ScheduleVersionFactory(schedule=old.schedule, number=2)
    for slot in ("AM", "PM"):
        AssignmentFactory(version=new, slot=slot, **both | {"activity": lecture})
    AssignmentFactory(version=new, locked=True, lock_reason="Own", **both | {"person": bea})
    RotationAssignmentFactory(version=new, person=ada, rotation=nights, **weeks)
    LeaveAssignmentFactory(version=new, person=ada)

    found = differences(old, new)

    assert [(each.person, each.cells) for each in found] == [(ada, 6)]
    assert [difference.sentence for difference in found[0].differences] == [
        "Mon 06 Jul 2026 night: no Night call.",
        "Mon 06 Jul 2026: Lecture instead of Clinic.",
        "Mon 03 Aug 2026 to Sun 30 Aug 2026: Nights instead of Ward, and 1 half-day with it.",
        "Mon 21 Dec 2026 to Sun 27 Dec 2026: Leave is new.",
    ]
