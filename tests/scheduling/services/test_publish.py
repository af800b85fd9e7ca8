"""Publishing: checked, frozen, in the place of what was before; refused in whole sentences."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from people.models import Absence, Role
from scheduling.models import Assignment, ScheduleVersion, SolverRun
from scheduling.services.check import check_and_store, findings
from scheduling.services.publish import (
    PublicationRefused,
    publish_version,
    schedule_published,
    withdraw_version,
)
from scheduling.services.versions import NotADraft, open_draft
from tests.factories.people import AbsenceFactory
from tests.factories.scheduling import LeaveAssignmentFactory, SolverRunFactory, freeze
from tests.people.services.races import at_once
from tests.scheduling.small_program import AT

LATER = AT + timedelta(days=30)
AUGUST = (date(2026, 8, 3), date(2026, 8, 9))


def refusal_of(version, by, at=AT) -> tuple[str, str]:
    with pytest.raises(ValidationError) as refusal:
        publish_version(version, by=by, at=at)
    return refusal.value.code, " ".join(refusal.value.messages)


def leave(version, person, days=AUGUST):
    return LeaveAssignmentFactory(
        version=version, person=person, starts_on=days[0], ends_on=days[1]
    )


def test_draft_becomes_the_published_version(placed, coordinator):
    published = publish_version(placed, by=coordinator, at=AT)

    assert (published.status, published.published_at, published.published_by) == (
        ScheduleVersion.Status.PUBLISHED,
        AT,
        coordinator,
    )
    assert findings(published) == []


def test_published_version_takes_the_place_of_the_one_before(small, published, chief, coordinator):
    draft = open_draft(small.year, by=chief, at=AT)

    publish_version(draft, by=coordinator, at=LATER)

    published.refresh_from_db()
    assert (published.status, published.withdrawn_at) == (ScheduleVersion.Status.WITHDRAWN, LATER)
    assert list(ScheduleVersion.objects.published()) == [draft]


def test_published_assignments_are_frozen_in_the_database(published):
    with pytest.raises(IntegrityError), transaction.atomic():
        published.assignments.update(locked=True, lock_reason="Late")
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.filter(version=published).delete()

    assert published.assignments.filter(locked=False).count() == 26


@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_at_once_one_does(small, placed, coordinator):
    director = small.user("director")

    def publish(by):
        publish_version(ScheduleVersion.objects.get(pk=placed.pk), by=by, at=AT)

    answers = at_once(lambda: publish(coordinator), lambda: publish(director))

    assert answers == ["Version 1 is published and cannot be changed. Open a draft.", "done"]
    assert ScheduleVersion.objects.get().status == ScheduleVersion.Status.PUBLISHED


@pytest.mark.django_db(transaction=True)
def test_of_two_who_withdraw_at_once_one_does(published, coordinator):
    def withdraw():
        withdraw_version(ScheduleVersion.objects.get(pk=published.pk), by=coordinator, at=LATER)

    answers = at_once(withdraw, withdraw)

    assert answers == [f"{published} is not published.", "done"]


def test_published_version_is_not_published_again(published, coordinator):
    with pytest.raises(NotADraft):
        publish_version(published, by=coordinator, at=AT)


@pytest.mark.parametrize("kind", [Role.Kind.CHIEF, Role.Kind.RESIDENT])
def test_publishing_is_for_the_office(small, placed, kind):
    with pytest.raises(PermissionDenied) as refusal:
        publish_version(placed, by=small.user(kind), at=AT)

    assert str(refusal.value) == "You may not publish a schedule in Cedar Family Medicine."


def test_second_person_publishes_where_the_program_says_so(small, coordinator):
    small.program.second_person_publishes = True
    small.program.save()
    draft = open_draft(small.year, by=coordinator, at=AT)

    assert refusal_of(draft, coordinator) == (
        "second-person",
        "Cedar Family Medicine asks for a second person: somebody other than the one who opened or "
        "submitted the draft publishes or approves it.",
    )


def test_draft_that_breaks_a_rule_is_refused_by_name(small, placed, coordinator):
    placed.assignments.filter(
        person=small.residents[0], starts_on=small.block(3).starts_on
    ).delete()
    message = check_and_store(placed, at=AT)[0].message

    code, words = refusal_of(placed, coordinator)

    assert code == "violations"
    assert words.startswith("This draft breaks ")
    assert message in words
    placed.refresh_from_db()
    assert placed.status == ScheduleVersion.Status.DRAFT


def test_fault_that_is_published_already_is_no_reason_to_refuse(small, placed, coordinator):
    placed.assignments.filter(
        person=small.residents[0], starts_on=small.block(3).starts_on
    ).delete()
    check_and_store(placed, at=AT)
    freeze(placed)
    draft = open_draft(small.year, by=coordinator, at=AT)

    published = publish_version(draft, by=coordinator, at=LATER)

    assert findings(published) == findings(placed) != []


def test_draft_that_is_being_solved_is_refused(placed, coordinator):
    SolverRunFactory(version=placed, status=SolverRun.Status.QUEUED)

    assert refusal_of(placed, coordinator) == (
        "solving",
        "Rotations of the year is being solved in this draft. Wait for it, or cancel it.",
    )


def test_leave_of_the_plan_becomes_an_absence(small, placed, coordinator):
    leave(placed, small.residents[0])

    publish_version(placed, by=coordinator, at=AT)

    absence = Absence.objects.get()
    assert (absence.person, absence.starts_on, absence.ends_on) == (small.residents[0], *AUGUST)
    assert (absence.status, absence.source, absence.kind) == ("approved", "plan", "vacation")


def test_leave_that_left_the_plan_ends(small, placed, chief, coordinator):
    leave(placed, small.residents[0])
    publish_version(placed, by=coordinator, at=AT)
    draft = open_draft(small.year, by=chief, at=AT)
    draft.assignments.leave().delete()

    publish_version(draft, by=coordinator, at=LATER)

    absence = Absence.objects.get()
    assert (absence.status, absence.decision_note) == (
        "cancelled",
        "No longer in the published schedule.",
    )


def test_leave_that_stays_is_the_same_absence(small, placed, chief, coordinator):
    leave(placed, small.residents[0])
    publish_version(placed, by=coordinator, at=AT)
    key = Absence.objects.get().pk

    publish_version(open_draft(small.year, by=chief, at=AT), by=coordinator, at=LATER)

    assert list(Absence.objects.values_list("pk", "status")) == [(key, "approved")]


def test_leave_over_an_absence_entered_since_is_refused(small, placed, coordinator):
    """The week is planned, then the person reports a conference in its middle."""
    leave(placed, small.residents[0])
    AbsenceFactory(
        program=small.program,
        person=small.residents[0],
        starts_on=date(2026, 8, 5),
        ends_on=date(2026, 8, 5),
    )

    code, _ = refusal_of(placed, coordinator)

    placed.refresh_from_db()
    assert (code, placed.status) == ("leave-overlaps", ScheduleVersion.Status.DRAFT)


def test_news_of_the_publication_come_after_the_commit(
    placed, coordinator, django_capture_on_commit_callbacks
):
    heard = []

    def listen(sender, version, before, **_):
        heard.append((sender, version, before))

    schedule_published.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            publish_version(placed, by=coordinator, at=AT)
            assert heard == []
    finally:
        schedule_published.disconnect(listen)

    assert heard == [(ScheduleVersion, placed, None)]


def test_refused_publication_is_no_news(
    small, placed, coordinator, django_capture_on_commit_callbacks
):
    placed.assignments.filter(person=small.residents[0]).delete()

    with django_capture_on_commit_callbacks() as after_commit:
        refusal_of(placed, coordinator)

    assert after_commit == []


def test_withdrawn_version_is_published_no_more(published, coordinator):
    withdrawn = withdraw_version(published, by=coordinator, at=LATER)

    assert (withdrawn.status, withdrawn.withdrawn_at) == (ScheduleVersion.Status.WITHDRAWN, LATER)
    assert not ScheduleVersion.objects.published().exists()


def test_draft_cannot_be_withdrawn(draft, coordinator):
    with pytest.raises(PublicationRefused) as refusal:
        withdraw_version(draft, by=coordinator, at=AT)

    assert refusal.value.messages == ["Cedar Family Medicine 2026-27, version 1 is not published."]


def test_chief_does_not_withdraw(published, chief):
    with pytest.raises(PermissionDenied):
        withdraw_version(published, by=chief, at=AT)

    published.refresh_from_db()
    assert published.status == ScheduleVersion.Status.PUBLISHED
