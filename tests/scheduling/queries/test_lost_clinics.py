"""The list for whoever calls patients, and the month of leave, from one small published week."""

from datetime import UTC, date, datetime

import pytest

from people.models import Absence
from people.privacy import AbsenceReader
from scheduling.bridge.source import Source
from scheduling.models import Assignment, ChangeSet
from scheduling.queries.leave_calendar import leave_month
from scheduling.queries.lost_clinics import lost_clinics
from scheduling.services.asked_changes import TakeAway, delta_of
from scheduling.services.recording import recorded, write
from tests.factories.people import AbsenceFactory
from tests.factories.scheduling import (
    AssignmentFactory,
    RotationAssignmentFactory,
    ScheduleFactory,
    ScheduleVersionFactory,
    freeze,
)
from tests.scheduling.small_program import small_program

AT = datetime(2026, 7, 10, 15, tzinfo=UTC)
MONDAY, TUESDAY = date(2026, 7, 20), date(2026, 7, 21)


@pytest.fixture
def small(db):
    return small_program(clinic_notice_days=11)


@pytest.fixture
def published(small):
    version = ScheduleVersionFactory(schedule=ScheduleFactory(academic_year=small.year))
    RotationAssignmentFactory(
        version=version, person=small.residents[0], rotation=small.rotation,
        starts_on=small.block(1).starts_on, ends_on=small.block(1).ends_on,
    )  # fmt: skip
    for day, slot, activity in (
        (MONDAY, "AM", small.clinic),
        (MONDAY, "PM", small.office),
        (TUESDAY, "AM", small.clinic),
    ):
        AssignmentFactory(
            version=version, person=small.residents[0], activity=activity, starts_on=day, slot=slot
        )
    AbsenceFactory(
        program=small.program, person=small.residents[0], kind="medical", approved=True,
        starts_on=MONDAY, ends_on=TUESDAY, ends_slot="AM",
    )  # fmt: skip
    return freeze(version, at=AT)


def test_clinics_are_listed_also_when_they_are_out_of_the_schedule(small, published):
    chief = small.user("chief")
    monday = Assignment.objects.get(version=published, starts_on=MONDAY, slot="AM")
    delta = delta_of(Source(published), [TakeAway(monday.pk)])
    with recorded(published, ChangeSet.Kind.COVER, by=chief, at=AT, sentence="Out."):
        write(delta)

    lost = lost_clinics(small.program, at=AT)

    assert [(c.day, c.slot, c.days_ahead, c.has_patients, c.is_out) for c in lost] == [
        (MONDAY, "AM", 10, True, True),
        (TUESDAY, "AM", 11, False, False),
    ]


def test_month_shows_who_is_away_and_why_only_to_the_office(
    small, published, django_assert_num_queries
):
    office, chief = (AbsenceReader(small.user(kind), at=AT) for kind in ("coordinator", "chief"))

    def month(reader, **narrowed):
        return leave_month(small.program, TUESDAY, reader=reader, **narrowed)

    with django_assert_num_queries(4):
        whole = month(office)
    (narrow,) = month(chief, only_away=True).rows

    assert len(whole.rows) == 2
    assert [head.day.day for head in whole.days if head.is_free][:2] == [4, 5]
    assert [day + 1 for day, count in enumerate(whole.counts) if count] == [20, 21]
    cell = narrow.cells[20]
    assert (cell.label, cell.kind, cell.morning, cell.afternoon) == ("Away", "", True, False)
    assert whole.rows[0].cells[19].kind == Absence.Kind.MEDICAL
    assert month(office, level="faculty").rows == ()
