"""Maker and checker, the guard before publishing, and whom a publication is told."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from people.models import Notice
from scheduling.models import ScheduleVersion
from scheduling.queries.version_changes import VersionChanges, reasons_to_ask
from scheduling.services.approval import approve_version, is_approved, send_back, submit_version
from scheduling.services.publish import publish_version
from scheduling.services.versions import open_draft
from tests.factories.scheduling import AssignmentFactory
from tests.scheduling.small_program import AT

LATER = AT + timedelta(days=1)
AUGUST = date(2026, 8, 3)


def refusal(verb, *args, **asked):
    with pytest.raises(ValidationError) as refused:
        verb(*args, **asked)
    return refused.value.code, " ".join(refused.value.messages)


@pytest.fixture
def draft(small, published, chief):
    """With one clinic of the first resident that is not published."""
    draft = open_draft(small.year, by=chief, at=AT)
    AssignmentFactory(
        version=draft, person=small.residents[0], starts_on=AUGUST, activity=small.clinic
    )
    draft.refresh_from_db()
    return draft


def test_draft_is_approved_by_a_second_person_as_they_saw_it(small, draft, chief, coordinator):
    small.program.second_person_publishes = True
    small.program.save()
    director = small.user("director")
    early = refusal(approve_version, draft, revision=draft.revision, by=director, at=AT)

    submit_version(draft, by=coordinator, at=AT)
    own = refusal(approve_version, draft, revision=draft.revision, by=coordinator, at=AT)
    alone = refusal(publish_version, draft, by=coordinator, at=AT)
    other = refusal(approve_version, draft, revision=draft.revision - 1, by=director, at=AT)
    approve_version(draft, revision=draft.revision, by=director, at=LATER)
    publish_version(draft, by=coordinator, at=LATER)

    assert [said[0] for said in (early, own, alone, other)] == [
        "not-submitted", "second-person", "second-person", "changed",
    ]  # fmt: skip
    assert (draft.status, draft.approved_by) == (ScheduleVersion.Status.PUBLISHED, director)


def test_any_change_ends_an_approval(small, draft, coordinator):
    submit_version(draft, by=coordinator, at=AT)
    approve_version(draft, revision=draft.revision, by=small.user("director"), at=AT)
    before = is_approved(draft)

    draft.assignments.half_days().delete()
    draft.refresh_from_db()

    assert (before, is_approved(draft)) == (True, False)


def test_draft_is_sent_back_with_what_is_missing(small, draft, coordinator):
    submit_version(draft, by=coordinator, at=AT)
    director = small.user("director")

    silent = refusal(send_back, draft, reason=" ", by=director, at=AT)
    send_back(draft, reason="Ada is away in August", by=director, at=AT)

    assert silent == ("reason", "Say what is to be changed.")
    assert (draft.submitted_at, draft.note) == (None, "Ada is away in August")


def test_publishing_asks_why_beyond_the_limits_of_the_program(small, draft, coordinator):
    small.program.guard_percent, small.program.guard_people = 2, 0
    small.program.notice_days = 60
    small.program.save()
    draft.refresh_from_db()

    asked = reasons_to_ask(VersionChanges(draft.based_on, draft), small.program, at=AT)
    silent = refusal(publish_version, draft, by=coordinator, at=AT)
    stale = refusal(publish_version, draft, by=coordinator, at=AT, reason="Late", revision=1)
    publish_version(draft, by=coordinator, at=AT, reason="New clinic", revision=draft.revision)

    assert asked == (
        "4 % of the cells change; the limit is 2 %.",
        "1 person sees another schedule; the limit is 0.",
        "1 cell changes that are past or within 60 days.",
    )
    assert silent == ("reason", f"Say why this is published. {' '.join(asked)}")
    assert stale[0] == "changed"
    assert draft.reason == "New clinic"


def test_only_those_are_told_whose_days_change(small, draft, coordinator):
    Notice.objects.all().delete()

    publish_version(draft, by=coordinator, at=AT)

    notice = Notice.objects.get()
    assert (notice.person, notice.kind) == (small.residents[0], "schedule_published")
    assert notice.lines == ["Mon 03 Aug 2026 AM: Clinic is new."]


def test_scenario_is_a_draft_beside_the_draft_and_is_not_published(small, draft, coordinator):
    ScheduleVersion.objects.create(
        schedule=draft.schedule, number=9, created_at=AT, scenario="Ada leaves for six weeks"
    )
    scenario = draft.schedule.versions.scenarios().get()

    assert open_draft(small.year, by=coordinator, at=AT) == draft
    assert refusal(publish_version, scenario, by=coordinator, at=AT)[0] == "scenario"
