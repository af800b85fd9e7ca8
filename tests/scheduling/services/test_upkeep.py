"""How a schedule held up: what people changed of what was solved, and of what they lived by."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from scheduling.models import SolverRun
from scheduling.queries.upkeep import MonthChanged, NoticesSeen
from scheduling.services.changes import Lock, Put, apply_changes
from scheduling.services.publish import publish_version
from scheduling.services.undoing import undo_change_set
from scheduling.services.upkeep import find_upkeep
from scheduling.services.versions import open_draft
from tests.factories.people import NoticeFactory, UserFactory
from tests.factories.scheduling import ActivityFactory, AssignmentFactory, SolverRunFactory
from tests.scheduling.small_program import AT

LATER = AT + timedelta(days=20)
MONDAY = date(2026, 7, 6)
WHY = {"reason": "The speaker came early", "at": AT + timedelta(hours=1)}


@pytest.fixture
def lecture(small):
    return ActivityFactory(program=small.program, code="LEC", name="Lecture", kind="education")


def lectured(version, lecture, slot="AM"):
    row = version.assignments.half_days().get(starts_on=MONDAY, slot=slot)
    return Put(row.person_id, MONDAY, lecture, slot=slot, expects=row.pk)


def test_what_people_changed_after_a_solve_and_after_publication(
    small, placed, lecture, chief, coordinator, django_assert_num_queries
):
    for slot in ("AM", "PM"):
        AssignmentFactory(
            version=placed,
            person=small.residents[0],
            starts_on=MONDAY,
            slot=slot,
            activity=small.clinic,
        )
    SolverRunFactory(
        version=placed,
        scope="block",
        block=small.year.blocks.get(number=1),
        starts_on=date(2026, 7, 1),
        ends_on=date(2026, 7, 28),
        status=SolverRun.Status.SOLVED,
        started_at=AT - timedelta(minutes=3),
        finished_at=AT,
    )
    published = publish_version(placed, by=coordinator, at=AT)
    draft = open_draft(small.year, by=chief, at=AT)
    made = apply_changes(published, [lectured(published, lecture)], by=chief, **WHY)
    afternoon = published.assignments.half_days().get(slot="PM")
    apply_changes(published, [Lock(afternoon.pk, "Exam")], by=chief, **WHY)
    NoticeFactory(program=small.program, told_at=LATER, needs_ack_by=LATER)

    with django_assert_num_queries(13):
        found = find_upkeep(small.year, by=chief, at=AT + timedelta(days=1))
        list(found.solves)

    kinds = {each.kind: (each.standing, each.changed) for each in found.kinds}
    assert kinds["Half-day"] == (1, 1)
    assert kinds["Rotation"][1] == 0
    assert [(each.run.scope, each.changed, each.seconds) for each in found.solves] == [
        ("block", 1, 180.0)
    ]
    assert found.months == (MonthChanged(AT.date().replace(day=1), 1, 0, 1),)
    assert found.notices == NoticesSeen(asked=1, seen=0, waiting=1, late=0, passed_on=0)
    assert (found.version, found.publications) == (published, 1)

    undo_change_set(made, by=chief, **WHY)
    again = find_upkeep(small.year, by=chief, at=AT + timedelta(days=1))
    assert {each.kind: each.changed for each in again.kinds}["Half-day"] == 0
    # A second publication changes what people live by, and so does what it was edited for.
    apply_changes(draft, [lectured(draft, lecture, "AM")], by=chief, at=AT, reason="Guest")
    publish_version(draft, by=coordinator, at=AT + timedelta(days=60), reason="Guest")
    assert [month.cells for month in find_upkeep(small.year, by=chief, at=AT).months] == [1, 0, 1]


def test_nothing_is_known_before_anything_is_planned_and_planners_alone_may_look(small, chief):
    found = find_upkeep(small.year, by=chief, at=AT)

    assert (found.version, found.percent, found.months, found.solves) == (None, None, (), ())
    with pytest.raises(PermissionDenied):
        find_upkeep(small.year, by=UserFactory(), at=AT)
