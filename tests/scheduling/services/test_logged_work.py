"""Recording work beside the schedule: who may, what is refused, and taking it back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from people.models import Person
from scheduling.models import LoggedWork
from scheduling.services.logged_work import log_work, withdraw_logged_work
from tests.factories.people import PersonFactory
from tests.factories.scheduling import LoggedWorkFactory
from tests.scheduling.small_program import AT

EVENING = {
    "kind": "moonlighting_external",
    "starts_at": datetime(2026, 6, 12, 1, tzinfo=UTC),
    "ends_at": datetime(2026, 6, 12, 7, tzinfo=UTC),
}


@pytest.fixture
def ada(small) -> Person:
    """With an account and the role of a resident."""
    person = small.residents[0]
    person.user = small.user("resident")
    person.save()
    return person


def test_a_resident_logs_their_own_work(small, ada):
    row = log_work(ada, program=small.program, by=ada.user, at=AT, **EVENING)

    row.refresh_from_db()
    assert (row.person, row.minutes, row.logged_by, row.logged_at) == (ada, 360, ada.user, AT)
    assert row.withdrawn_at is None


def test_the_office_logs_the_work_of_others_and_nobody_else_does(small, ada, coordinator, chief):
    bea = small.residents[1]

    assert log_work(bea, program=small.program, by=coordinator, at=AT, **EVENING).person == bea
    for other in (ada.user, chief):
        with pytest.raises(PermissionDenied, match="You may not log everybody's hours in"):
            log_work(bea, program=small.program, by=other, at=AT, **EVENING)


def test_work_that_no_rule_allows_is_recorded_all_the_same(small, ada):
    """She is a PGY-1."""
    log_work(ada, program=small.program, by=ada.user, at=AT, **EVENING)

    assert LoggedWork.objects.standing().count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ends_at": AT + timedelta(minutes=1)}, "still to come; work is logged when it is over"),
        ({"ends_at": EVENING["starts_at"]}, "Work ends after it starts"),
        ({"ends_at": EVENING["starts_at"] + timedelta(hours=49)}, "48 hours long at most"),
        ({"kind": "stayed"}, "Say why somebody stayed by own choice"),
    ],
)
def test_what_is_not_over_or_makes_no_sense_is_refused(small, ada, changes, sentence):
    with pytest.raises(ValidationError, match=sentence):
        log_work(ada, program=small.program, by=ada.user, at=AT, **(EVENING | changes))

    assert not LoggedWork.objects.exists()


def test_staying_by_own_choice_is_recorded_with_its_reason(small, ada):
    stayed = EVENING | {"kind": "stayed"}
    why = {"reason": "A dying patient's family."}
    row = log_work(ada, program=small.program, by=ada.user, at=AT, **stayed, **why)

    assert (row.kind, row.reason) == ("stayed", "A dying patient's family.")


def test_time_is_logged_once(small, ada):
    log_work(ada, program=small.program, by=ada.user, at=AT, **EVENING)
    later = {name: EVENING[name] + timedelta(hours=5) for name in ("starts_at", "ends_at")}

    with pytest.raises(ValidationError, match="Some of that time is logged for this person"):
        log_work(ada, program=small.program, by=ada.user, at=AT, **(EVENING | later))


def test_an_entry_that_is_withdrawn_makes_room(small, ada):
    row = log_work(ada, program=small.program, by=ada.user, at=AT, **EVENING)

    withdraw_logged_work(row, by=ada.user, at=AT)

    assert (row.withdrawn_by, row.withdrawn_at) == (ada.user, AT)
    assert log_work(ada, program=small.program, by=ada.user, at=AT, **EVENING).pk != row.pk
    with pytest.raises(ValidationError, match="withdrawn already"):
        withdraw_logged_work(row, by=ada.user, at=AT)


def test_nobody_withdraws_what_is_not_theirs(small, ada):
    row = LoggedWorkFactory(program=small.program, person=small.residents[1])

    with pytest.raises(PermissionDenied):
        withdraw_logged_work(row, by=ada.user, at=AT)


def test_somebody_from_elsewhere_has_no_work_here(small, coordinator):
    with pytest.raises(ValidationError, match="does not belong to Cedar"):
        log_work(PersonFactory(), program=small.program, by=coordinator, at=AT, **EVENING)
