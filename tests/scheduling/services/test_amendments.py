"""Amending what is published: carried over to the draft, leave in step, what was known when."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from people.models import Absence
from scheduling.models import ChangeSet
from scheduling.queries.as_of import roster_as_of
from scheduling.services.changes import Lock, Put, TakeAway, apply_changes, published_amended
from scheduling.services.publish import publish_version
from scheduling.services.undoing import undo_change_set
from scheduling.services.versions import open_draft
from tests.factories.scheduling import (
    ActivityFactory,
    AssignmentFactory,
    CallAssignmentFactory,
    CallTypeFactory,
)
from tests.scheduling.small_program import AT

Kind = ChangeSet.Kind
MONDAY = date(2026, 7, 6)
TUESDAY = MONDAY + timedelta(days=1)
HOUR = timedelta(hours=1)
WHY = {"reason": "The speaker came early"}


@pytest.fixture
def lecture(small):
    return ActivityFactory(program=small.program, code="LEC", name="Lecture", kind="education")


@pytest.fixture
def morning(small, placed):
    return AssignmentFactory(
        version=placed, person=small.residents[0], starts_on=MONDAY, activity=small.clinic
    )


def lectured(small, lecture, version, **more):
    row = version.assignments.half_days().filter(starts_on=MONDAY, slot="AM").first()
    ada = small.residents[0].pk
    return Put(ada, MONDAY, lecture, slot="AM", expects=row and row.pk, lock_reason="Guest", **more)


def codes(version):
    rows = version.assignments.half_days().order_by("starts_on", "slot", "person").with_names()
    return [row.code for row in rows]


def test_amendment_is_repeated_in_the_draft_and_so_is_taking_it_back(
    small, morning, published, lecture, chief, django_capture_on_commit_callbacks
):
    draft = open_draft(small.year, by=chief, at=AT)
    heard = []
    published_amended.connect(listen := lambda change_set, **_: heard.append(change_set))

    with django_capture_on_commit_callbacks(execute=True):
        made = apply_changes(
            published, [lectured(small, lecture, published)], by=chief, at=AT, kind=Kind.SWAP, **WHY
        )
    both = codes(published), codes(draft)
    undo_change_set(made, by=chief, at=AT, **WHY)

    published_amended.disconnect(listen)
    repeated = draft.change_sets.get(carries=made)
    assert both == (["LEC"], ["LEC"])
    assert (repeated.kind, repeated.by, repeated.reason) == (Kind.SWAP, chief, WHY["reason"])
    assert (codes(published), codes(draft)) == (["C"], ["C"])
    assert draft.change_sets.get(kind=Kind.UNDO).undoes == repeated
    assert heard == [made]


def test_draft_that_was_changed_keeps_what_it_has(small, morning, published, lecture, chief):
    draft = open_draft(small.year, by=chief, at=AT)
    row = draft.assignments.half_days().get()
    apply_changes(draft, [TakeAway(row.pk)], by=chief, at=AT, reason="Board meeting")

    made = apply_changes(published, [lectured(small, lecture, published)], by=chief, at=AT, **WHY)

    assert codes(draft) == []
    assert made.conflicts == [
        "In the draft: Changed meanwhile: Ada Rowan has nothing on Mon 06 Jul 2026 AM. Changed by "
        "chief@example.org on 15 Jun 2026 at 12:00. Look at it again."
    ]


def test_leave_of_an_amendment_becomes_an_absence_and_ends_with_it(small, published, chief):
    ada, days = small.residents[0], (date(2026, 8, 3), date(2026, 8, 9))
    asked = [Put(ada.pk, days[0], None, last_day=days[1])]

    made = apply_changes(published, asked, by=chief, at=AT, **WHY)
    given = Absence.objects.get()
    undo_change_set(made, by=chief, at=AT, **WHY)
    given_state = given.status
    given.refresh_from_db()

    assert (given.person, given.starts_on, given.ends_on) == (ada, *days)
    assert (given_state, given.status) == (Absence.Status.APPROVED, Absence.Status.CANCELLED)


def test_any_moment_shows_what_was_published_then(
    small, morning, published, lecture, chief, coordinator
):
    schedule = published.schedule
    apply_changes(published, [lectured(small, lecture, published)], by=chief, at=AT + HOUR, **WHY)
    draft = open_draft(small.year, by=chief, at=AT + HOUR)
    row = draft.assignments.half_days().get()
    apply_changes(draft, [Lock(row.pk)], by=chief, at=AT + HOUR, **WHY)
    apply_changes(draft, [TakeAway(row.pk)], by=chief, at=AT + HOUR, **WHY)
    publish_version(draft, by=coordinator, at=AT + 2 * HOUR)

    def shown(moment):
        then = roster_as_of(schedule, moment)
        half_days = [row.activity.code for row in then.rows if row.kind == "half-day"]
        return then.version and then.version.number, len(then.rows), half_days

    assert [shown(AT + n * HOUR) for n in (-1, 0, 1, 2)] == [
        (None, 0, []),
        (1, 27, ["C"]),
        (1, 27, ["LEC"]),
        (2, 26, []),
    ]


def test_half_days_follow_a_call_and_choices_are_made(small, placed, lecture, chief):
    """The day after call goes to whoever has the call now; the other has what the pattern says."""
    ada, bea = small.residents
    recovery = ActivityFactory(program=small.program, code="PC", name="Post-call", kind="recovery")
    night = CallTypeFactory(program=small.program, code="NC", morning_after=recovery)
    call = CallAssignmentFactory(version=placed, person=ada, starts_on=MONDAY, call_type=night)
    for person, activity in ((ada, recovery), (bea, small.clinic)):
        AssignmentFactory(version=placed, person=person, starts_on=TUESDAY, activity=activity)
    type(small.rotation).objects.update(call_eligible=True)
    small.rotation.pattern.create(weekday=2, slot="AM", activity=lecture)

    made = apply_changes(placed, [TakeAway(call.pk), Put(bea.pk, MONDAY, night)], by=chief, at=AT)

    rows = placed.assignments.half_days().order_by("person__last_name").with_names()
    assert [(row.person, row.code, row.source) for row in rows] == [
        (ada, "C", "solver"),
        (bea, "PC", "pattern"),
    ]
    assert made.sentence.endswith("Half-days that were made for it follow.")


def test_what_was_withdrawn_is_not_changed(small, morning, published, chief, coordinator):
    draft = open_draft(small.year, by=chief, at=AT)
    publish_version(draft, by=coordinator, at=AT + HOUR)
    published.refresh_from_db()

    with pytest.raises(ValidationError) as refused:
        apply_changes(published, [TakeAway(morning.pk)], by=chief, at=AT, **WHY)

    assert refused.value.messages == ["Version 1 was withdrawn and stays as it was."]
