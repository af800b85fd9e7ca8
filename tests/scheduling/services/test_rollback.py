"""A publication is taken back from a day on; what was amended since is a conflict."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from scheduling.models import ChangeSet
from scheduling.services.changes import Put, apply_changes
from scheduling.services.publish import publish_version
from scheduling.services.rollback import preview_rollback, roll_back
from scheduling.services.undoing import undo_change_set
from scheduling.services.versions import open_draft
from tests.factories.scheduling import ActivityFactory, AssignmentFactory
from tests.scheduling.small_program import AT

LATER = AT + timedelta(days=20)  # 5 July in the program
MONDAYS = [date(2026, 7, 6) + timedelta(days=7 * week) for week in (-1, 0, 1)]
WHY = {"reason": "It was published too early"}


@pytest.fixture
def lecture(small):
    return ActivityFactory(program=small.program, code="LEC", name="Lecture", kind="education")


@pytest.fixture
def second(small, published, lecture, coordinator):
    """Published after the first, with lectures on three Mondays, the first of them past by then."""
    draft = open_draft(small.year, by=coordinator, at=AT)
    for day in MONDAYS:
        AssignmentFactory(version=draft, person=small.residents[0], starts_on=day, activity=lecture)
    return publish_version(draft, by=coordinator, at=AT + timedelta(hours=1), reason="Lectures")


def lectures(version):
    return list(version.assignments.half_days().order_by("starts_on").values_list("starts_on"))


def test_days_to_come_go_back_and_can_be_put_there_again(second, coordinator):
    made = roll_back(second, by=coordinator, at=LATER, **WHY)
    left = lectures(second)
    undo_change_set(made, by=coordinator, at=LATER, **WHY)

    assert made.kind == ChangeSet.Kind.ROLLBACK
    assert left == [(MONDAYS[0],)]
    assert lectures(second) == [(day,) for day in MONDAYS]


def test_what_was_amended_since_is_a_conflict_and_stays(small, second, coordinator, chief):
    row = second.assignments.half_days().get(starts_on=MONDAYS[1])
    seminar = ActivityFactory(program=small.program, code="SEM", kind="education")
    asked = Put(row.person_id, MONDAYS[1], seminar, "AM", expects=row.pk, lock_reason="Guest")
    apply_changes(second, [asked], by=chief, at=LATER, reason="The speaker came early")

    found = preview_rollback(second, by=coordinator, at=LATER)
    with pytest.raises(ValidationError) as refused:
        roll_back(second, by=coordinator, at=LATER, **WHY)
    made = roll_back(second, by=coordinator, at=LATER, partly=True, **WHY)

    assert refused.value.code == "conflicts"
    assert list(found.conflicts) == made.conflicts
    assert "Ada Rowan has SEM on Mon 06 Jul 2026 AM." in made.conflicts[0]
    assert lectures(second) == [(MONDAYS[0],), (MONDAYS[1],)]


def test_first_publication_has_nothing_to_go_back_to(published, coordinator, chief):
    with pytest.raises(ValidationError) as refused:
        roll_back(published, by=coordinator, at=LATER, **WHY)
    with pytest.raises(PermissionDenied):
        roll_back(published, by=chief, at=LATER, **WHY)

    assert refused.value.code == "first"
