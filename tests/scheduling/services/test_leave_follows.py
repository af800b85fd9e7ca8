"""The schedule follows its absences: one record of leave, wherever it is changed."""

from datetime import date

import pytest

from people.models import Absence
from people.services.absences import cancel_absence, change_absence, request_absence
from scheduling.models import Assignment, ChangeSet, RepairRun
from scheduling.services.publish import publish_version
from scheduling.services.versions import open_draft
from tests.factories.people import RoleFactory, UserFactory
from tests.factories.scheduling import CallAssignmentFactory, LeaveAssignmentFactory, freeze
from tests.scheduling.small_program import AT

WEEK = (date(2026, 12, 21), date(2026, 12, 27))


@pytest.fixture
def planned(small, placed, coordinator) -> Absence:
    """A week of leave that the plan gave, published."""
    LeaveAssignmentFactory(version=placed, person=small.residents[0])
    publish_version(placed, by=coordinator, at=AT)
    return Absence.objects.get(source="plan")


def weeks(version) -> list[tuple[date, date]]:
    rows = Assignment.objects.filter(version=version).leave()
    return list(rows.values_list("starts_on", "ends_on"))


def test_planned_leave_that_is_cancelled_goes_out_of_what_is_published(
    planned, placed, coordinator
):
    assert weeks(placed) == [WEEK]

    cancel_absence(planned, by=coordinator, at=AT, note="Moved to spring.")

    (change,) = ChangeSet.objects.filter(kind="absence")
    assert weeks(placed) == []
    assert (change.version, change.by, change.reason) == (placed, coordinator, "Moved to spring.")


def test_draft_does_not_give_the_week_again(planned, placed, small, coordinator):
    draft = open_draft(small.year, by=coordinator, at=AT)

    cancel_absence(planned, by=coordinator, at=AT)
    publish_version(draft, by=coordinator, at=AT)

    assert (weeks(placed), weeks(draft)) == ([], [])
    assert not Absence.objects.approved().exists()


def test_planned_leave_that_moves_stands_by_itself(planned, placed, coordinator):
    change_absence(
        planned, by=coordinator, at=AT, starts_on=date(2027, 3, 1), ends_on=date(2027, 3, 7)
    )

    moved = Absence.objects.get()
    assert weeks(placed) == []
    assert (moved.source, moved.status, moved.starts_on) == (
        "coordinator",
        "approved",
        date(2027, 3, 1),
    )


def test_planned_leave_whose_reason_is_written_down_stays(planned, placed, coordinator):
    change_absence(planned, by=coordinator, at=AT, reason="Wedding.")

    assert weeks(placed) == [WEEK]
    assert Absence.objects.get().source == "plan"


def test_request_that_takes_something_has_its_cover_looked_for(small, placed):
    person = small.residents[0]
    person.user = UserFactory()
    person.save()
    RoleFactory(program=small.program, user=person.user)
    call = CallAssignmentFactory(version=placed, person=person, starts_on=date(2026, 7, 18))
    freeze(placed, at=AT)
    asked = {"program": small.program, "by": person.user, "at": AT, "kind": "vacation"}

    absence = request_absence(person, **asked, starts_on=call.starts_on, ends_on=call.starts_on)
    request_absence(person, **asked, starts_on=date(2026, 9, 1), ends_on=date(2026, 9, 2))

    run = RepairRun.objects.get()
    assert (run.absence, run.version, run.requested_by) == (absence, placed, person.user)
