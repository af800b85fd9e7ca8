"""Changing a version by hand: expected, judged, recorded, taken back."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from people.doors import Door, through
from people.models import Role
from scheduling.models import Assignment, AssignmentChange, ChangeSet
from scheduling.services.changes import (
    Lock,
    Put,
    TakeAway,
    apply_changes,
    preview_changes,
)
from scheduling.services.publish import publish_version
from scheduling.services.undoing import next_redo, next_undo, undo_change_set
from scheduling.services.versions import open_draft
from tests.factories.scheduling import ActivityFactory, AssignmentFactory, SolverRunFactory
from tests.scheduling.small_program import AT

Kind = ChangeSet.Kind
MONDAY = date(2026, 7, 6)
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def lecture(small):
    return ActivityFactory(program=small.program, code="LEC", name="Lecture", kind="education")


@pytest.fixture
def morning(small, placed):
    """Clinic of the first resident, as the pattern says."""
    return half_day(placed, small.residents[0], MONDAY, "AM", small.clinic)


def half_day(version, person, day, slot, activity, **more):
    return AssignmentFactory(
        version=version, person=person, starts_on=day, slot=slot, activity=activity, **more
    )


def stands(version):
    rows = version.assignments.half_days().order_by("starts_on", "slot", "person")
    return [(r.person_id, r.starts_on, r.slot, r.code) for r in rows.with_names()]


def deltas(change_set):
    """Cells with the keys of the activities before and after."""
    activity = lambda stored: stored and stored["activity_id"]  # noqa: E731
    return [
        (c.person_id, c.starts_on, c.slot, activity(c.before), activity(c.after))
        for c in change_set.changes.lasting()
    ]


def refusal(verb, *args, **asked):
    with pytest.raises(ValidationError) as refused:
        verb(*args, **asked)
    return refused.value.code, " ".join(refused.value.messages)


def put(person, activity, *, expects=None, day=MONDAY, slot="AM", **more):
    return Put(person.pk, day, activity, slot=slot, expects=expects, **more)


def test_change_is_written_and_put_on_record(small, placed, morning, lecture, chief):
    ada = small.residents[0]
    asked = [put(ada, lecture, expects=morning.pk, lock_reason="Guest speaker")]

    with through(Door.REST):
        made = apply_changes(placed, asked, by=chief, at=AT)

    assert stands(placed) == [(ada.pk, MONDAY, "AM", "LEC")]
    assert (made.kind, made.by, made.at, made.door) == (Kind.EDIT, chief, AT, Door.REST)
    assert made.sentence == "Ada Rowan gets LEC instead of C on Mon 06 Jul 2026 AM."
    assert deltas(made) == [(ada.pk, MONDAY, "AM", small.clinic.pk, lecture.pk)]
    row = placed.assignments.half_days().get()
    assert (row.source, row.locked, row.lock_reason) == ("manual", True, "Guest speaker")
    assert (row.starts_at.hour, row.ends_at - row.starts_at) == (
        13,  # eight in the program's zone
        timedelta(hours=4),
    )


def test_what_somebody_else_changed_is_not_overwritten(small, placed, morning, lecture, chief):
    ada = small.residents[0]
    asked = put(ada, lecture, expects=morning.pk)
    apply_changes(placed, [TakeAway(morning.pk)], by=small.user("director"), at=AT)

    gone = refusal(apply_changes, placed, [asked], by=chief, at=AT)
    half_day(placed, ada, MONDAY, "AM", small.office)
    filled = refusal(apply_changes, placed, [put(ada, lecture)], by=chief, at=AT)

    assert gone == (
        "changed",
        "Changed meanwhile: Ada Rowan no longer has C on Mon 06 Jul 2026 AM. Changed by "
        "director@example.org on 15 Jun 2026 at 12:00. Look at it again.",
    )
    assert filled[0] == "changed"
    assert filled[1].startswith("Changed meanwhile: Ada Rowan has GME on Mon 06 Jul 2026 AM.")
    assert stands(placed) == [(ada.pk, MONDAY, "AM", "GME")]


def test_refusals_name_the_thing(small, placed, morning, lecture, chief):
    ada = small.residents[0]
    stranger = AssignmentFactory().person
    elsewhere = ActivityFactory(code="X")
    locked = half_day(placed, ada, TUESDAY, "AM", small.clinic, locked=True, lock_reason="Board")
    cases = {
        "not-enrolled": [put(stranger, lecture)],
        "other-program": [put(ada, elsewhere, slot="PM")],
        "other-year": [put(ada, lecture, day=date(2027, 7, 1))],
        "no-slot": [put(ada, lecture, slot="")],
        "locked": [TakeAway(locked.pk)],
        "twice": [TakeAway(morning.pk), TakeAway(morning.pk)],
        "nothing": [],
    }

    refused = {
        code: refusal(apply_changes, placed, asked, by=chief, at=AT)
        for code, asked in cases.items()
    }

    assert {code: said[0] for code, said in refused.items()} == {code: code for code in cases}
    assert refused["locked"][1] == (
        "C of Ada Rowan on Tue 07 Jul 2026 AM is locked (Board). Unlock it first."
    )
    assert ChangeSet.objects.filter(version=placed, kind=Kind.EDIT).count() == 0


def test_lock_is_changed_and_recorded(placed, morning, chief):
    made = apply_changes(placed, [Lock(morning.pk, "Own patients")], by=chief, at=AT)

    morning.refresh_from_db()
    assert (morning.locked, morning.lock_reason) == (True, "Own patients")
    assert made.sentence == "C of Ada Rowan on Mon 06 Jul 2026 AM is locked: Own patients."
    undo_change_set(made, by=chief, at=AT)
    morning.refresh_from_db()
    assert morning.locked is False


def test_nothing_is_changed_where_a_solve_is_under_way(placed, morning, chief):
    SolverRunFactory(version=placed, status="solving", starts_on=MONDAY, ends_on=TUESDAY)

    assert refusal(apply_changes, placed, [TakeAway(morning.pk)], by=chief, at=AT)[0] == "solving"


def test_rule_that_protects_is_kept_unless_a_leader_overrides_it(small, placed, chief):
    """A second rotation beside the first: nobody does two things at once."""
    ada = small.residents[0]
    block = small.block(2)
    day = block.starts_on + timedelta(days=7)
    asked = [Put(ada.pk, day, small.rotation, last_day=block.ends_on)]
    director = small.user("director")

    preview = preview_changes(placed, asked, by=chief, at=AT)
    refused = refusal(apply_changes, placed, asked, by=chief, at=AT)
    with pytest.raises(PermissionDenied):
        apply_changes(placed, asked, by=chief, at=AT, reason="Why not", override=True)
    silent = refusal(apply_changes, placed, asked, by=director, at=AT, override=True)
    made = apply_changes(placed, asked, by=director, at=AT, reason="Transition", override=True)

    assert preview.allowed is False
    assert refused == (
        "violations",
        "This would break rules that must hold. "
        + " ".join(fault.message for fault in preview.against),
    )
    assert silent[0] == "reason"
    assert [fault["rule"] for fault in made.overrides] == [f.rule for f in preview.against]


def test_draft_may_lack_what_is_still_to_be_planned(small, placed, chief):
    rotation = placed.assignments.rotations().filter(person=small.residents[0]).first()

    preview = preview_changes(placed, [TakeAway(rotation.pk)], by=chief, at=AT)

    assert preview.allowed is True
    assert {fault.rule for fault in preview.lacks} == {"placement"}


def test_half_days_follow_their_rotation(small, placed, chief, lecture):
    """What was made for it and fits no longer goes; what somebody set by hand stays."""
    ada, bea = small.residents
    for day, slot, activity in (
        (MONDAY, "AM", small.clinic), (MONDAY, "PM", small.office), (TUESDAY, "AM", small.clinic),
    ):  # fmt: skip
        half_day(placed, ada, day, slot, activity)
        half_day(placed, bea, day, slot, activity)
    half_day(placed, ada, TUESDAY, "PM", lecture, source="manual")
    rotation = placed.assignments.rotations().get(person=ada, starts_on=small.block(1).starts_on)

    made = apply_changes(placed, [TakeAway(rotation.pk)], by=chief, at=AT)

    assert [cell for cell in stands(placed) if cell[0] == ada.pk] == [
        (ada.pk, TUESDAY, "PM", "LEC")
    ]
    assert len(stands(placed)) == 4
    undo_change_set(made, by=chief, at=AT)
    assert len(stands(placed)) == 7


def test_published_version_is_amended_with_a_reason(small, published, lecture, chief):
    ada = small.residents[0]
    asked = [put(ada, lecture, lock_reason="Guest speaker")]

    silent = refusal(apply_changes, published, asked, by=chief, at=AT)
    made = apply_changes(published, asked, by=chief, at=AT, reason="The speaker came early")
    with pytest.raises(PermissionDenied):
        apply_changes(published, asked, by=small.user(Role.Kind.RESIDENT), at=AT, reason="Me too")

    assert silent == ("reason", "Say why. This is published, and people have planned by it.")
    assert made.reason == "The speaker came early"
    assert stands(published) == [(ada.pk, MONDAY, "AM", "LEC")]


def test_undo_and_redo_follow_each_other(small, placed, morning, lecture, chief):
    ada = small.residents[0]
    first = apply_changes(placed, [TakeAway(morning.pk)], by=chief, at=AT)
    second = apply_changes(placed, [put(ada, lecture, lock_reason="Guest")], by=chief, at=AT)

    taken = []
    for _ in range(2):
        taken.append(next_undo(placed, chief))
        undo_change_set(taken[-1], by=chief, at=AT)
    undone = stands(placed)
    while (again := next_redo(placed, chief)) is not None:
        undo_change_set(again, by=chief, at=AT)

    assert taken == [second, first]
    assert undone == [(ada.pk, MONDAY, "AM", "C")]
    assert stands(placed) == [(ada.pk, MONDAY, "AM", "LEC")]
    assert refusal(undo_change_set, first, by=chief, at=AT)[0] == "undone"


def test_undo_says_what_has_changed_since(small, placed, morning, lecture, chief):
    ada = small.residents[0]
    afternoon = half_day(placed, ada, MONDAY, "PM", small.office)
    made = apply_changes(placed, [TakeAway(morning.pk), TakeAway(afternoon.pk)], by=chief, at=AT)
    apply_changes(placed, [put(ada, lecture, lock_reason="Guest")], by=chief, at=AT)

    code, said = refusal(undo_change_set, made, by=chief, at=AT)
    partly = undo_change_set(made, by=chief, at=AT, partly=True)

    assert code == "conflicts"
    assert "Changed meanwhile: Ada Rowan has LEC on Mon 06 Jul 2026 AM." in said
    assert stands(placed) == [(ada.pk, MONDAY, "AM", "LEC"), (ada.pk, MONDAY, "PM", "GME")]
    assert len(partly.conflicts) == 1


def test_draft_that_is_opened_says_so_and_copies_no_history(small, published, chief):
    draft = open_draft(small.year, by=chief, at=AT)

    opened = draft.change_sets.get()
    assert (opened.kind, opened.sentence) == (Kind.OPEN, "Opened as a copy of version 1.")
    assert opened.changes.count() == 0
    assert Assignment.objects.filter(version=draft).count() == 26
    assert publish_version(draft, by=small.user("coordinator"), at=AT).number == 2


def test_changes_past_every_service_are_on_record_too(placed):
    version = placed.change_sets.values_list("kind", flat=True)

    assert set(version) == {Kind.OPEN, Kind.DIRECT}
    assert AssignmentChange.objects.filter(change_set__version=placed).count() == 26
