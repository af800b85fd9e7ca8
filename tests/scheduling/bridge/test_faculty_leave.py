"""Leave of the faculty and the half-days they supervise: one question of a block, from its rows."""

from datetime import date

import pytest

from scheduling.bridge.problems import block_parts, version_parts
from scheduling.bridge.rows import rows_of
from scheduling.bridge.source import Source
from scheduling.engine.academic_year import Span
from scheduling.engine.check import check
from scheduling.engine.options import Options
from scheduling.engine.problem import Kind, Roster
from scheduling.engine.result import Status
from scheduling.engine.rules import defaults, to_solve
from scheduling.engine.rules.leave_share import LeaveShare
from scheduling.engine.solve import solve
from scheduling.models import Assignment
from tests.factories.people import AbsenceFactory, EnrolmentFactory, LeaveAllotmentFactory
from tests.factories.scheduling import (
    YEAR,
    ActivityFactory,
    LeaveAssignmentFactory,
    PatternCellFactory,
    PlaceFactory,
    RequestFactory,
    RotationFactory,
)

BLOCK = Span(date(2026, 7, 1), date(2026, 7, 28))
FIRST, SECOND = (
    Span(date(2026, 7, 6), date(2026, 7, 12)),
    Span(date(2026, 7, 13), date(2026, 7, 19)),
)


def ask(small, person, days: Span, rank: int) -> None:
    RequestFactory(
        program=small.program,
        person=person,
        rank=rank,
        starts_on=days.starts_on,
        ends_on=days.ends_on,
    )


@pytest.fixture
def faculty(small, place):
    """Two interns in clinic every morning need one attending, of two who also have two half-days
    at a desk to fill; both would like to be away in the same week."""
    place(0), place(1)
    site = PlaceFactory(program=small.program)
    small.clinic.place, small.clinic.supervision_needed = site, "by-level"
    small.clinic.save()
    attends = ActivityFactory(
        program=small.program, code="AT", kind="supervision", supervises=True, place=site
    )
    week = RotationFactory(
        program=small.program, code="CORE", kind="faculty", pgys=[], faculty_roles=["core"]
    )
    for weekday in range(1, 6):
        for activity in (attends, small.office):
            PatternCellFactory(rotation=week, weekday=weekday, slot="AM", activity=activity)
    people = [
        EnrolmentFactory(
            program=small.program, academic_year=YEAR, faculty=True, supervision_min=minimum
        ).person
        for minimum in (2, 0)
    ]
    for rank, person in enumerate(people, start=1):
        ask(small, person, FIRST, rank)
    return people


def given(draft, *, keep: bool = False) -> set[tuple[int, date]]:
    """Weeks that a solve of the block gives; the draft may keep all that it decides."""
    parts = block_parts(Source(draft), BLOCK)
    asked = parts.problem()
    result = solve(asked, to_solve(defaults(), [Kind.HALF_DAY]), Options(workers=1, seconds=30))
    assert result.status == Status.OPTIMAL
    assert check(asked, result.roster, defaults()).violations == ()
    kinds = [Kind.HALF_DAY, Kind.LEAVE]
    rows = rows_of(parts, result.roster or Roster(), draft, kinds, BLOCK)
    if keep:
        Assignment.objects.bulk_create(rows)
    return {(row.person_id, row.starts_on) for row in rows if row.kind == Assignment.Kind.LEAVE}


def test_leave_is_given_by_rank_as_long_as_somebody_supervises(small, draft, faculty):
    first, _second = faculty

    assert given(draft, keep=True) == {(first.pk, FIRST.starts_on)}

    # What is written down is a version in order, with what stands for leave in its half-days.
    mine = Assignment.objects.filter(person=first, kind=Assignment.Kind.HALF_DAY)
    away = mine.filter(starts_on__range=(FIRST.starts_on, FIRST.ends_on))
    assert {row.activity.code for row in away} == {"LV"}
    assert not mine.filter(activity__code="LV").exclude(pk__in=away).exists()
    parts = version_parts(Source(draft))
    faults = check(parts.problem(), Roster(parts.fixed), defaults()).violations
    assert [b.message for b in faults if b.rule.code in ("leave", "supervision")] == []
    assert [b.message for b in faults if b.person in {str(p.pk) for p in faculty}] == []
    # Somebody who has a week of this block is not given another.
    ask(small, first, SECOND, 2)
    assert given(draft) == set()


def test_who_alone_could_supervise_gets_no_leave(small, draft, faculty):
    first, second = faculty
    ask(small, first, SECOND, 2)
    AbsenceFactory(
        approved=True,
        person=second,
        program=small.program,
        starts_on=FIRST.starts_on,
        ends_on=FIRST.ends_on,
    )

    assert given(draft) == {(first.pk, SECOND.starts_on)}


@pytest.mark.parametrize(("taken", "gives"), [(2, True), (3, False)])
def test_leave_is_given_as_far_as_the_allotment_goes(small, draft, faculty, taken, gives):
    """Of seven workdays a week takes five; what is approved already comes off."""
    first, _second = faculty
    LeaveAllotmentFactory(program=small.program, position="faculty", half_days=14)
    days = {"starts_on": date(2026, 9, 7), "ends_on": date(2026, 9, 6 + taken)}
    AbsenceFactory(approved=True, person=first, program=small.program, kind="vacation", **days)

    assert ((first.pk, FIRST.starts_on) in given(draft)) is gives


def test_version_that_gives_more_than_the_allotment_is_at_fault(small, draft, faculty):
    first, _second = faculty
    LeaveAllotmentFactory(program=small.program, position="faculty", half_days=14)
    for week in (FIRST, SECOND):
        LeaveAssignmentFactory(
            version=draft,
            person=first,
            kind="leave",
            starts_on=week.starts_on,
            ends_on=week.ends_on,
        )

    parts = version_parts(Source(draft))

    faults = check(parts.problem(), Roster(parts.fixed), [LeaveShare()]).violations
    assert [b.message for b in faults if b.person == str(first.pk)] == [
        f"{first.roster_name}, Vacation of the year in half-days: 20; at most 14 allowed."
    ]
