"""Why somebody has an assignment, the sum behind a finding, and what lies before a solve."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from scheduling.models import Schedule
from scheduling.services.check import check_version
from scheduling.services.preflight import find_interactions, look_ahead
from scheduling.services.why import explain_assignment, explain_finding
from tests.factories.people import UserFactory
from tests.factories.scheduling import (
    RotationAssignmentFactory,
    RotationDemandFactory,
    RotationFactory,
    freeze,
)
from tests.scheduling.small_program import AT


def of_ada(version, small):
    return version.assignments.filter(person=small.residents[0]).order_by("starts_on").first()


def account_of(small, kind, person):
    user = small.user(kind)
    person.user = user
    person.save()
    return user


SERVES = tuple(
    f"Without it: Rowan A. has no rotation in half {half} of block 1." for half in (1, 2)
)


def on_the_wards(small, version, person):
    """The person is on another rotation in block 1."""
    version.assignments.filter(person=person, starts_on=small.block(1).starts_on).delete()
    wards = RotationFactory(program=small.program, code="WARD", pgys=[1])
    first = small.block(1)
    RotationAssignmentFactory(
        version=version,
        person=person,
        rotation=wards,
        starts_on=first.starts_on,
        ends_on=first.ends_on,
    )


def test_a_planner_is_told_what_it_serves_and_who_could_have_it_in_exchange(small, placed, chief):
    on_the_wards(small, placed, small.residents[1])

    why = explain_assignment(of_ada(placed, small), by=chief, at=AT)

    assert (why.full, why.what, why.reasons) == (True, "FM from 01 Jul 2026", SERVES)
    [bea] = why.others
    assert (bea.name, bea.allowed, bea.exchange, bea.drops) == (
        "Sorrel B.",
        True,
        True,
        ("WARD from 01 Jul 2026",),
    )


def test_where_nobody_else_can_have_it_that_is_a_reason(small, placed, chief):
    placed.assignments.filter(person=small.residents[1]).delete()

    why = explain_assignment(of_ada(placed, small), by=chief, at=AT)

    assert why.reasons == (*SERVES, "Nobody else can have it as things stand.")
    assert [other.reasons for other in why.others] == [
        tuple(reason.removeprefix("Without it: ") for reason in SERVES)
    ]


def test_to_those_who_do_not_plan_nobody_elses_reasons_are_told(small, placed, coordinator):
    ada, bea = small.residents
    placed.assignments.filter(person=bea).delete()
    # What is missing is a fault, of which the publisher is told; here it is published before.
    freeze(placed)

    why = explain_assignment(of_ada(placed, small), by=account_of(small, "resident", ada), at=AT)

    assert [(o.allowed, o.reasons, o.drops, o.costs) for o in why.others] == [
        (False, ("Other duties, rest or hours stand against it.",), (), ())
    ]


def test_a_resident_asks_about_their_own_published_assignments_only(small, published):
    ada, bea = small.residents
    user = account_of(small, "resident", ada)

    assert not explain_assignment(of_ada(published, small), by=user, at=AT).full
    other = published.assignments.filter(person=bea).first()
    with pytest.raises(PermissionDenied, match="You may not see why"):
        explain_assignment(other, by=user, at=AT)


def test_a_draft_is_nobodys_but_the_planners(small, placed):
    user = account_of(small, "resident", small.residents[0])

    with pytest.raises(PermissionDenied, match="You may not see why"):
        explain_assignment(of_ada(placed, small), by=user, at=AT)


def test_a_stranger_is_told_nothing(small, published):
    with pytest.raises(PermissionDenied):
        explain_assignment(of_ada(published, small), by=UserFactory(), at=AT)


# The sum behind a finding


def test_the_sum_of_a_finding_is_its_terms(small, placed, chief):
    ada, block = small.residents[0], small.block(3)
    placed.assignments.filter(person=ada, starts_on=block.starts_on).delete()
    found = check_version(placed, by=chief, at=AT)

    shown = explain_finding(placed, 0, by=chief, at=AT)

    assert shown.finding == found[0]
    assert (shown.sum.total, shown.sum.broken.low, shown.sum.terms) == (0, 1, ())
    assert shown.force == "The program's own rule."


def test_a_finding_must_be_there_and_current(small, placed, chief):
    with pytest.raises(ValidationError, match="changed since it was checked"):
        explain_finding(placed, 0, by=chief, at=AT)
    check_version(placed, by=chief, at=AT)
    with pytest.raises(ValidationError, match="found 0 faults; there is no number 0"):
        explain_finding(placed, 0, by=chief, at=AT)


# Before a solve


def test_looking_ahead_changes_nothing_and_names_what_is_certain(small, placed, chief):
    before = list(placed.assignments.order_by("pk").values_list())

    found = look_ahead(small.year, "year", by=chief, at=AT)

    assert found.certain == ()
    assert list(placed.assignments.order_by("pk").values_list()) == before


def test_looking_ahead_of_a_year_without_a_schedule_keeps_nothing(small, chief):
    RotationDemandFactory(rotation=small.rotation, minimum=3, maximum=3)

    found = look_ahead(small.year, "year", by=chief, at=AT)

    assert found.certain[0].message == "FM in block 1, half 1: 2 of the 3 needed."
    assert not Schedule.objects.exists()
    with pytest.raises(ValidationError, match="Name a block"):
        look_ahead(small.year, "block", by=chief, at=AT)


def test_looking_is_for_those_who_plan(small, placed):
    resident = small.user("resident")

    with pytest.raises(PermissionDenied):
        look_ahead(small.year, "year", by=resident, at=AT)
    with pytest.raises(PermissionDenied):
        find_interactions(small.year, "year", by=resident, at=AT)


def test_rules_that_meet_in_the_year_are_found(small, placed, chief):
    found = find_interactions(small.year, "year", by=chief, at=AT)

    assert [(pair.first, pair.second, pair.shared) for pair in found.pairs] == [
        ("placement", "rotation-quota", 26)
    ]


def test_a_run_keeps_what_could_be_said_before_it(small, solve):
    run = solve("year")

    assert run.result["preflight"]["certain"] == []
    assert "Curriculum" in run.result["preflight"]["idle"]
    assert "A rotation for everybody" not in run.result["preflight"]["idle"]
    assert run.result["status"] == "optimal"
