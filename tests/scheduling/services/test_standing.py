"""Versions as they stand: judged like a check, kept while they hold, read anew after any change."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from people.models import SLOTS
from scheduling.bridge.fingerprint import ROWS
from scheduling.engine.academic_year import Span
from scheduling.models import Assignment, ScheduleVersion
from scheduling.services import standing as standings
from scheduling.services.check import report_on
from scheduling.services.standing import standing_of
from tests.factories.people import AbsenceFactory, PersonFactory
from tests.factories.scheduling import (
    ActivityFactory,
    AssignmentFactory,
    CallAssignmentFactory,
    CallTypeFactory,
    RuleSettingFactory,
    WeeklyShareFactory,
)
from tests.scheduling.small_program import AT

MONDAY, TUESDAY = date(2026, 7, 6), date(2026, 7, 7)


def half_day(small, version, person, day=MONDAY, slot="AM", activity=None) -> Assignment:
    """As the weekly pattern has it, or something else; not saved."""
    usual = small.clinic if slot == "AM" else small.office
    return AssignmentFactory.build(
        version=version, person=person, starts_on=day, slot=slot, activity=activity or usual
    )


@pytest.fixture
def planned(small, placed):
    """With the half-days of block 1."""
    block = small.block(1)
    days = list(Span(block.starts_on, block.ends_on).days())
    Assignment.objects.bulk_create(
        half_day(small, placed, person, day, slot)
        for person in small.residents
        for day in days
        for slot in SLOTS
        if day.isoweekday() < 6
    )
    return placed


def faults(version):
    return {fault(broken) for broken in report_on(version, at=AT).broken}


def fault(broken):
    """What is broken, by how much, in words."""
    days = (broken.first_day, broken.last_day)
    return (broken.rule.code, broken.person, days, broken.label), broken.excess, broken.message


def test_a_change_is_judged_as_the_check_finds_it_once_it_is_made(small, planned):
    ada = small.residents[0]
    clinic = planned.assignments.get(person=ada, starts_on=MONDAY, slot="AM")
    office = half_day(small, planned, ada, activity=small.office)
    before = faults(planned)

    standing = standing_of(planned, at=AT)
    verdict = standing.judge(add=[office], remove=[clinic])

    assert standing.foresees(add=[office], remove=[clinic])
    assert not verdict.allowed
    assert [b.message for b in verdict.broken if b.hard] == [
        "Rowan A. has nothing to do on Mon 06 Jul 2026 AM."
    ]
    clinic.delete()
    office.save()
    assert {fault(broken) for broken in verdict.broken} == faults(planned) - before


def test_with_a_call_goes_what_half_days_are_for_afterwards(small, planned):
    ada, bea = small.residents
    free = ActivityFactory(program=small.program, code="PC", kind="recovery")
    WeeklyShareFactory(rotation=small.rotation, activity=small.clinic, minimum=5, maximum=5)
    call_type = CallTypeFactory(program=small.program, morning_after=free)
    call = CallAssignmentFactory(version=planned, person=ada, starts_on=MONDAY, call_type=call_type)
    taken = CallAssignmentFactory.build(
        version=planned, person=bea, starts_on=MONDAY, call_type=call_type
    )
    planned.assignments.filter(person=ada, starts_on=TUESDAY, slot="AM").update(activity=free)
    before = faults(planned)

    standing = standing_of(planned, at=AT)
    verdict = standing.judge(add=[taken], remove=[call])

    assert standing.foresees(add=[taken], remove=[call])
    call.delete()
    taken.save()
    known = {limit: excess for limit, excess, _ in before}
    assert {fault(broken) for broken in verdict.broken} == {
        found for found in faults(planned) if found[1] > known.get(found[0], 0)
    }
    assert [b.message for b in verdict.broken if b.rule.code == "weekly-share"] == [
        "Rowan A., C in the week from 01 Jul 2026: 4; at least 5 asked for."
    ]


def test_on_days_without_a_plan_what_is_expected_after_a_call_goes_with_it(small, placed):
    """Clinic the morning after would make more than 28 hours of it."""
    ada, bea = small.residents
    free = ActivityFactory(program=small.program, code="PC", kind="recovery")
    call_type = CallTypeFactory(
        program=small.program, morning_after=free, afternoon_after=free, pgys=[1]
    )
    small.rotation.call_eligible = True
    small.rotation.save()
    call = CallAssignmentFactory(version=placed, person=ada, starts_on=MONDAY, call_type=call_type)
    taken = CallAssignmentFactory.build(
        version=placed, person=bea, starts_on=MONDAY, call_type=call_type
    )
    before = faults(placed)

    standing = standing_of(placed, at=AT)
    verdict = standing.judge(add=[taken], remove=[call])

    assert standing.foresees(add=[taken], remove=[call])
    assert [broken.message for broken in verdict.broken if broken.hard] == []
    call.delete()
    taken.save()
    known = {limit: excess for limit, excess, _ in before}
    assert {fault(broken) for broken in verdict.broken} == {
        found for found in faults(placed) if found[1] > known.get(found[0], 0)
    }


def test_what_decides_what_else_is_asked_is_not_foreseen(small, planned):
    ada = small.residents[0]
    standing = standing_of(planned, at=AT)
    rotation = planned.assignments.rotations().first()
    [monday] = planned.assignments.filter(person=ada, starts_on=MONDAY, slot="AM")
    unplanned = half_day(small, planned, ada, small.block(2).starts_on)

    assert standing.foresees(remove=[monday])
    assert not standing.foresees(remove=[rotation])
    assert not standing.foresees(add=[unplanned])
    assert not standing.foresees(remove=planned.assignments.filter(starts_on=MONDAY))


def test_it_is_read_once_and_anew_after_any_change(small, placed):
    first = standing_of(placed, at=AT)
    assert standing_of(ScheduleVersion.objects.get(pk=placed.pk), at=AT) is first

    seen = [first]
    for change in (
        lambda: placed.assignments.first().delete(),
        lambda: placed.assignments.update(source="manual"),
        lambda: AbsenceFactory(program=small.program, person=small.residents[1]),
        lambda: RuleSettingFactory(program=small.program),
        lambda: small.program.save(),
    ):
        change()
        seen.append(standing_of(placed, at=AT))

    assert len(set(map(id, seen))) == 6
    assert standing_of(placed, at=AT) is seen[-1]


def test_what_a_transaction_undid_is_not_kept(small, placed):
    first = standing_of(placed, at=AT)
    with transaction.atomic():
        placed.assignments.update(source="manual")
        inside = standing_of(placed, at=AT)
        transaction.set_rollback(True)
    placed.assignments.update(source="solver")

    after = standing_of(placed, at=AT)

    assert len({id(first), id(inside), id(after)}) == 3


def test_a_version_that_is_saved_as_it_was_long_ago_keeps_its_revision(placed):
    placed.save()  # the object knows no revision of the rows that came since
    kept = ScheduleVersion.objects.get(pk=placed.pk).revision

    placed.assignments.first().delete()

    assert 0 < kept < ScheduleVersion.objects.get(pk=placed.pk).revision


def test_every_table_that_a_check_reads_is_in_the_fingerprint(small, placed):
    standings._kept._found.clear()
    with CaptureQueriesContext(connection) as queries:
        standing_of(placed, at=AT)

    read = set()
    for query in queries.captured_queries:
        read |= set(re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"]))
    known = {model._meta.db_table for model in ROWS}
    known |= {"scheduling_assignment", "scheduling_schedule", "scheduling_scheduleversion"}
    assert read <= known


def test_somebody_of_another_program_is_refused_in_words(small, placed):
    row = half_day(small, placed, PersonFactory(first_name="Cy", last_name="Tansy"))

    with pytest.raises(ValidationError) as refusal:
        standing_of(placed, at=AT).judge(add=[row])

    assert refusal.value.messages == [
        f"Person {row.person_id} is not enrolled in Cedar Family Medicine 2026-27."
    ]
