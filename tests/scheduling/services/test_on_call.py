"""What is answered about call where one year is published and the next is not."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from scheduling.services.on_call import find_on_call
from tests.factories.people import ProgramFactory, RoleFactory
from tests.factories.scheduling import (
    CallAssignmentFactory,
    CallTypeFactory,
    ScheduleVersionFactory,
    freeze,
)

pytestmark = pytest.mark.django_db

THREE_IN_THE_MORNING = datetime(2027, 7, 1, 8, tzinfo=UTC)


@pytest.fixture
def last_night():
    """The call that begins on the last evening of what is published, and a line nobody takes."""
    version = ScheduleVersionFactory(
        schedule__academic_year__program=ProgramFactory(name="Cedar Family Medicine")
    )
    call = CallAssignmentFactory(version=version, starts_on=date(2027, 6, 30))
    CallTypeFactory(program=version.schedule.program)
    freeze(version)
    return call


def test_call_that_still_runs_is_told_where_nothing_more_is_known(last_night):
    program = last_night.version.schedule.program
    resident = RoleFactory(program=program).user

    found = find_on_call(program, THREE_IN_THE_MORNING, by=resident, at=THREE_IN_THE_MORNING)

    assert (found.known, found.at.tzinfo, found.at.hour) == (False, program.zone, 3)
    assert [(call.code, call.is_gap) for call in found.calls] == [
        (last_night.call_type.code, False)
    ]


def test_call_is_told_to_nobody_outside_the_program(last_night):
    program = last_night.version.schedule.program
    stranger = RoleFactory().user

    with pytest.raises(PermissionDenied) as refusal:
        find_on_call(program, THREE_IN_THE_MORNING, by=stranger, at=THREE_IN_THE_MORNING)

    assert str(refusal.value) == (
        "You may not see the published schedule in Cedar Family Medicine."
    )
