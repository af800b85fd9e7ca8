"""Repairs of a published call: looked for in a worker, used in a draft, refused when stale."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from scheduling.models import Assignment, RepairRun, Rotation, ScheduleVersion
from scheduling.services.apply_repair import apply_repair
from scheduling.services.check import report_on
from scheduling.services.demand import change_demand, withdraw_demand
from scheduling.services.repair import (
    cancel_repair,
    close_dead_repairs,
    propose_repairs,
)
from scheduling.services.repair_search import run_repair
from scheduling.services.versions import open_draft
from tests.factories.people import AbsenceFactory
from tests.factories.scheduling import (
    CallAssignmentFactory,
    CallTypeFactory,
    CurriculumItemFactory,
    DemandChangeFactory,
    RotationDemandFactory,
    RotationFactory,
    freeze,
)
from tests.scheduling.small_program import AT

NIGHT = date(2026, 7, 18)
"""A Saturday, beyond the days of notice."""
Status = RepairRun.Status


@pytest.fixture
def call(small, placed):
    """Ada's, in the published schedule; Bea could take it. Nobody has the other nights."""
    Rotation.objects.update(call_eligible=True)
    call_type = CallTypeFactory(program=small.program, pgys=[1], code="RC-J")
    row = CallAssignmentFactory(
        version=placed, person=small.residents[0], call_type=call_type, starts_on=NIGHT
    )
    freeze(placed, at=AT)
    return row


@pytest.fixture
def found(call, chief):
    run = propose_repairs(call, by=chief, at=AT)
    run_repair(run, now=lambda: AT)
    run.refresh_from_db()
    return run


def holders(version):
    return list(
        Assignment.objects.filter(version=version).calls().values_list("person", "starts_on")
    )


def test_call_that_is_given_up_finds_somebody_else(found, small):
    assert (found.status, len(found.ways)) == (Status.FOUND, 1)
    way = found.ways[0]
    assert (way["manner"], way["touched"], way["shortage"]) == (
        "direct",
        [small.residents[1].pk],
        0,
    )
    assert [row["person_id"] for row in way["add"]] == [small.residents[1].pk]
    assert way["changes"][0].startswith("Sorrel B. takes ")


def test_one_more_on_a_night_is_found_and_used_and_no_longer_missing(call, small, chief):
    change = change_demand(
        small.program,
        call.call_type,
        starts_on=NIGHT,
        ends_on=NIGHT,
        more=1,
        reason="A surge",
        by=chief,
        at=AT,
    )
    run = propose_repairs(change, by=chief, at=AT)
    run_repair(run, now=lambda: AT)

    run.refresh_from_db()
    assert [way["changes"] for way in run.ways] == [
        ["Sorrel B. is given RC-J on Saturday 18 July 2026."]
    ]
    assert run.ways[0]["open"] == []
    draft = apply_repair(run, 1, by=chief, at=AT)
    assert {person for person, _ in holders(draft)} == {p.pk for p in small.residents}
    asks = [b.message for b in report_on(draft, at=AT).broken if b.rule.code == "coverage"]
    assert not any("18 July" in message for message in asks)


def test_nobody_is_looked_for_where_fewer_are_needed_or_it_was_taken_back(call, small, chief):
    fewer = DemandChangeFactory(program=small.program, call_type=call.call_type, more=-1)
    back = DemandChangeFactory(program=small.program, call_type=call.call_type)
    withdraw_demand(back, by=chief, at=AT)

    for change, code in ((fewer, "fewer"), (back, "past")):
        with pytest.raises(ValidationError) as refusal:
            propose_repairs(change, by=chief, at=AT)
        assert refusal.value.code == code
    with pytest.raises(ValidationError) as refusal:
        withdraw_demand(back, by=chief, at=AT)
    assert refusal.value.messages == ["This was taken back already."]


@pytest.fixture
def wards(small, placed):
    """Somebody is on the wards in block 8, Ada as published; Bea could be, and has call then."""
    small.rotation.call_eligible = True
    small.rotation.save()
    rotation = RotationFactory(program=small.program, code="WARD", pgys=[1], call_eligible=False)
    RotationDemandFactory(rotation=rotation, minimum=1, maximum=2)
    CurriculumItemFactory(rotation=rotation, minimum_halves=0)
    ada, bea = small.residents
    first = small.block(8).starts_on
    placed.assignments.filter(person=ada, starts_on=first).update(rotation=rotation)
    CallAssignmentFactory(
        version=placed,
        person=bea,
        starts_on=first,
        call_type=CallTypeFactory(program=small.program, pgys=[1], code="RC-J"),
    )
    freeze(placed, at=AT)
    return rotation


def test_a_long_absence_gives_its_rotation_to_somebody_else_and_the_call_with_it_goes(
    wards, small, chief
):
    ada, bea = small.residents
    block = small.block(8)
    absence = AbsenceFactory(
        program=small.program,
        person=ada,
        status="approved",
        decided_at=AT,
        decided_by=chief,
        kind="medical",
        starts_on=block.starts_on,
        ends_on=block.ends_on,
    )

    run = propose_repairs(absence, by=chief, at=AT, stage="rotations")
    run_repair(run, now=lambda: AT)

    run.refresh_from_db()
    way = next(way for way in run.ways if bea.pk in way["touched"])
    day = f"{block.starts_on:%d %b %Y}"
    assert f"Sorrel B. is given WARD from {day}." in way["changes"]
    assert f"Sorrel B. cannot keep RC-J on {block.starts_on:%a %d %b %Y}." in way["open"]
    draft = apply_repair(run, run.ways.index(way) + 1, by=chief, at=AT)
    there = draft.assignments.rotations().filter(starts_on=block.starts_on)
    assert {(row.person_id, row.rotation_id) for row in there} == {(bea.pk, wards.pk)}
    assert holders(draft) == []


def test_rotations_are_looked_at_again_after_an_absence_only(call, chief):
    with pytest.raises(ValidationError) as refusal:
        propose_repairs(call, by=chief, at=AT, stage="rotations")

    assert refusal.value.code == "stage"


def test_absence_loses_what_falls_in_it(call, small, chief):
    absence = AbsenceFactory(
        program=small.program,
        person=small.residents[0],
        status="approved",
        decided_at=AT,
        decided_by=chief,
        starts_on=NIGHT,
        ends_on=NIGHT,
    )
    run = propose_repairs(absence, by=chief, at=AT)
    run_repair(run, now=lambda: AT)

    run.refresh_from_db()
    assert [row["person_id"] for row in run.ways[0]["remove"]] == [small.residents[0].pk]


def test_request_is_looked_at_as_if_it_were_approved_and_used_only_when_it_is(call, small, chief):
    absence = AbsenceFactory(
        program=small.program, person=small.residents[0], starts_on=NIGHT, ends_on=NIGHT
    )
    run = propose_repairs(absence, by=chief, at=AT)
    run_repair(run, now=lambda: AT)
    run.refresh_from_db()

    assert [row["person_id"] for row in run.ways[0]["add"]] == [small.residents[1].pk]
    with pytest.raises(ValidationError) as refusal:
        apply_repair(run, 1, by=chief, at=AT)
    assert refusal.value.messages == ["The absence is requested. Approve it first."]


def test_absence_that_takes_nothing_is_said(call, small, chief):
    absence = AbsenceFactory(
        program=small.program,
        person=small.residents[1],
        status="approved",
        decided_at=AT,
        decided_by=chief,
        starts_on=NIGHT,
        ends_on=NIGHT,
    )
    run = propose_repairs(absence, by=chief, at=AT)
    run_repair(run, now=lambda: AT)

    run.refresh_from_db()
    assert (run.status, run.ways) == (Status.NOTHING, [])


def test_used_repair_is_in_the_draft_and_not_in_what_is_published(found, call, small, chief):
    draft = apply_repair(found, 1, by=chief, at=AT, reason="Ada is ill")

    assert draft.status == ScheduleVersion.Status.DRAFT
    assert holders(draft) == [(small.residents[1].pk, NIGHT)]
    assert holders(call.version) == [(small.residents[0].pk, NIGHT)]
    assert (found.status, found.applied_way, found.applied_by, found.applied_to, found.reason) == (
        Status.APPLIED,
        1,
        chief,
        draft,
        "Ada is ill",
    )


def test_repair_is_used_once(found, chief):
    apply_repair(found, 1, by=chief, at=AT)

    with pytest.raises(ValidationError) as refusal:
        apply_repair(found, 1, by=chief, at=AT)

    assert refusal.value.code == "not-found"


@pytest.mark.parametrize("change", ["gone", "locked", "taken"])
def test_rows_that_changed_since_are_refused(change, found, call, small, chief):
    draft = open_draft(small.year, by=chief, at=AT)
    rows = Assignment.objects.filter(version=draft).calls()
    if change == "gone":
        rows.delete()
    elif change == "locked":
        rows.update(locked=True, lock_reason="Promised")
    else:
        CallAssignmentFactory(
            version=draft, person=small.residents[1], call_type=call.call_type, starts_on=NIGHT
        )
    before = holders(draft)

    with pytest.raises(ValidationError) as refusal:
        apply_repair(found, 1, by=chief, at=AT)

    assert refusal.value.code == "changed"
    assert holders(draft) == before


def test_repair_that_would_break_a_rule_by_now_is_refused(found, small, chief):
    """Bea has gone on leave since."""
    AbsenceFactory(
        program=small.program,
        person=small.residents[1],
        status="approved",
        decided_at=AT,
        decided_by=chief,
        starts_on=NIGHT,
        ends_on=NIGHT,
    )

    with pytest.raises(ValidationError) as refusal:
        apply_repair(found, 1, by=chief, at=AT)

    assert refusal.value.code == "violations"


def test_there_is_no_way_zero(found, chief):
    with pytest.raises(ValidationError) as refusal:
        apply_repair(found, 0, by=chief, at=AT)

    assert refusal.value.code == "no-such-way"


def test_second_asker_is_given_the_same_search(call, chief, coordinator):
    first = propose_repairs(call, by=chief, at=AT)

    assert propose_repairs(call, by=coordinator, at=AT) == first


def test_search_that_waits_can_be_cancelled(call, chief):
    run = propose_repairs(call, by=chief, at=AT)

    cancel_repair(run, by=chief, at=AT)
    run_repair(run, now=lambda: AT)

    run.refresh_from_db()
    assert run.status == Status.CANCELLED


def test_search_that_nobody_takes_up_is_closed(call, chief):
    run = propose_repairs(call, by=chief, at=AT)

    assert close_dead_repairs(at=AT.replace(hour=23)) == 1
    run.refresh_from_db()
    assert run.status == Status.FAILED


def test_duty_in_a_draft_is_refused(placed, small, chief):
    row = CallAssignmentFactory(version=placed, person=small.residents[0], starts_on=NIGHT)

    with pytest.raises(ValidationError) as refusal:
        propose_repairs(row, by=chief, at=AT)

    assert refusal.value.code == "not-published"


def test_past_is_refused(call, chief):
    with pytest.raises(ValidationError) as refusal:
        propose_repairs(call, by=chief, at=AT.replace(month=8))

    assert refusal.value.code == "past"


def test_resident_may_neither_ask_nor_use(found, call, small):
    resident = small.user("resident")

    with pytest.raises(PermissionDenied):
        propose_repairs(call, by=resident, at=AT)
    with pytest.raises(PermissionDenied):
        apply_repair(found, 1, by=resident, at=AT)
