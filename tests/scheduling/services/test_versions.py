"""Drafts: one for each schedule, a copy of what is published, changed by nobody once frozen."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from people.models import Role
from scheduling.models import Assignment, Schedule, ScheduleVersion
from scheduling.services.check import findings
from scheduling.services.publish import publish_version, withdraw_version
from scheduling.services.versions import NotADraft, open_draft, require_draft
from tests.people.services.races import at_once
from tests.scheduling.small_program import AT, small_program

SAID = ("person_id", "kind", "starts_on", "ends_on", "slot", "rotation_id", "source", "locked")


def rows(version):
    return sorted(Assignment.objects.filter(version=version).values_list(*SAID))


def test_first_draft_opens_the_schedule(small, chief):
    draft = open_draft(small.year, by=chief, at=AT)

    assert (draft.number, draft.status, draft.created_by, draft.created_at) == (
        1,
        ScheduleVersion.Status.DRAFT,
        chief,
        AT,
    )
    assert Schedule.objects.get() == draft.schedule
    assert draft.schedule.academic_year == small.year


def test_second_opening_finds_the_same_draft(small, draft, coordinator):
    assert open_draft(small.year, by=coordinator, at=AT) == draft
    assert ScheduleVersion.objects.count() == 1


def test_draft_is_a_copy_of_what_is_published(small, published, chief):
    draft = open_draft(small.year, by=chief, at=AT)

    assert (draft.number, draft.based_on) == (2, published)
    assert rows(draft) == rows(published)
    assert len(rows(draft)) == 26
    assert findings(draft) == findings(published) == []


def test_draft_after_withdrawal_is_a_copy_of_what_was_withdrawn_last(
    small, published, chief, coordinator
):
    second = publish_version(open_draft(small.year, by=chief, at=AT), by=coordinator, at=AT)
    withdraw_version(second, by=coordinator, at=AT + timedelta(days=1))

    draft = open_draft(small.year, by=chief, at=AT + timedelta(days=2))

    assert (draft.number, draft.based_on) == (3, second)
    assert rows(draft) == rows(second)


@pytest.mark.parametrize("kind", [Role.Kind.RESIDENT, Role.Kind.FACULTY])
def test_those_who_plan_nothing_open_no_draft(small, kind):
    with pytest.raises(PermissionDenied) as refusal:
        open_draft(small.year, by=small.user(kind), at=AT)

    assert str(refusal.value) == "You may not edit the schedule in Cedar Family Medicine."
    assert not Schedule.objects.exists()


def test_published_version_is_no_draft(published):
    with pytest.raises(NotADraft) as refusal:
        require_draft(published)

    assert refusal.value.messages == ["Version 1 is published and cannot be changed. Open a draft."]
    assert refusal.value.code == "not-a-draft"


@pytest.mark.django_db(transaction=True)
def test_two_who_open_at_once_share_a_draft(transactional_db):
    small = small_program()
    ada, bea = small.user("chief"), small.user("coordinator")

    answers = at_once(
        lambda: open_draft(small.year, by=ada, at=AT), lambda: open_draft(small.year, by=bea, at=AT)
    )

    assert answers == ["done", "done"]
    assert ScheduleVersion.objects.count() == 1
