"""Who rests after a night of call."""

from datetime import UTC, date, datetime, time

import pytest

from people.models import Delivery
from people.services.notices import tell
from scheduling.queries.resting import REST, resting_until
from tests.factories.people import PersonFactory, ProgramFactory
from tests.factories.scheduling import (
    AcademicYearFactory,
    ActivityFactory,
    AssignmentFactory,
    CallAssignmentFactory,
    CallTypeFactory,
    ScheduleFactory,
    ScheduleVersionFactory,
    freeze,
)

pytestmark = pytest.mark.django_db

SUNDAY, MONDAY, LAST_DAY = date(2026, 7, 5), date(2026, 7, 6), date(2026, 6, 30)
SEVEN, NOON = time(7), time(12)


@pytest.fixture
def program():
    return ProgramFactory(time_zone="America/Chicago")


def at(program, day, clock):
    return datetime.combine(day, clock, program.zone)


def test_only_those_rest_who_worked_through_the_night(program):
    year = AcademicYearFactory(program=program, year=2026)
    version = ScheduleVersionFactory(schedule=ScheduleFactory(academic_year=year))
    in_house, at_home, by_day, floating = PersonFactory.create_batch(4)
    night = ActivityFactory(program=program, kind="night", pm_starts=time(18), pm_ends=time(6))
    for person, kind in ((in_house, "in-house"), (at_home, "home")):
        call_type = CallTypeFactory(program=program, kind=kind)
        CallAssignmentFactory(version=version, person=person, call_type=call_type, starts_on=SUNDAY)
    AssignmentFactory(version=version, person=by_day, starts_on=MONDAY)
    AssignmentFactory(
        version=version, person=floating, activity=night, starts_on=SUNDAY, slot="PM",
        starts_at=at(program, SUNDAY, time(18)), ends_at=at(program, MONDAY, time(6)),
    )  # fmt: skip
    freeze(version)
    people = [in_house, at_home, by_day, floating]

    found = resting_until(people, program, at(program, MONDAY, NOON))

    assert found == {
        in_house.pk: at(program, MONDAY, SEVEN) + REST,
        floating.pk: at(program, MONDAY, time(6)) + REST,
    }
    assert resting_until(people, program, at(program, MONDAY, time(5))) == {}
    assert resting_until([in_house], program, at(program, MONDAY, time(15))) == {}


def test_mail_waits_for_the_end_of_the_rest_also_across_academic_years(program):
    year = AcademicYearFactory(program=program, year=2025)
    version = ScheduleVersionFactory(schedule=ScheduleFactory(academic_year=year))
    person = PersonFactory(email="ada@example.org")
    call_type = CallTypeFactory(program=program, kind="in-house")
    CallAssignmentFactory(version=version, person=person, call_type=call_type, starts_on=LAST_DAY)
    freeze(version)
    morning = at(program, date(2026, 7, 1), time(9))

    tell(
        "swap_offered", program=program, people=[person], subject="A swap.", lines=[], url="/",
        at=morning, event="e",
    )  # fmt: skip

    delivery = Delivery.objects.get()
    assert delivery.due_at == at(program, date(2026, 7, 1), time(15)).astimezone(UTC)
    assert delivery.reason == "Its reader rests after call."
