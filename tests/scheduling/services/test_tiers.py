"""The order of goals: who may change it, and that the next solve follows it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from scheduling.engine.rules import Tier
from scheduling.services.solve import request_solve
from scheduling.services.solving import options_of
from scheduling.services.tiers import (
    USUAL,
    engine_order,
    raise_tier,
    set_tier_order,
    tier_order,
)
from tests.scheduling.small_program import AT

TURNED = tuple(reversed(USUAL))


def test_usual_order_is_the_engines(small):
    assert engine_order(tier_order(small.program)) == tuple(Tier)


def test_chief_reorders_and_the_next_run_records_it(small, chief):
    set_tier_order(small.program, TURNED, by=chief, at=AT)

    run = request_solve(small.year, "year", by=chief, at=AT)

    assert tier_order(small.program) == TURNED
    assert run.tier_order == list(TURNED)


def test_tier_is_raised_by_one_and_the_first_stays(small, chief):
    raise_tier(small.program, "preferences", by=chief, at=AT)
    raise_tier(small.program, "education", by=chief, at=AT)

    assert tier_order(small.program)[:3] == ("education", "preferences", "fairness")


@pytest.mark.parametrize("names", [USUAL[:4], (*USUAL[:4], USUAL[0]), (*USUAL[:4], "speed")])
def test_each_tier_is_named_once(names, small, chief):
    with pytest.raises(ValidationError) as refusal:
        set_tier_order(small.program, names, by=chief, at=AT)

    assert refusal.value.code == "each-tier-once"
    assert tier_order(small.program) == USUAL


def test_unknown_tier_cannot_be_raised(small, chief):
    with pytest.raises(ValidationError) as refusal:
        raise_tier(small.program, "speed", by=chief, at=AT)

    assert refusal.value.code == "no-such-tier"


def test_resident_changes_nothing(small):
    with pytest.raises(PermissionDenied):
        set_tier_order(small.program, TURNED, by=small.user("resident"), at=AT)


def test_solver_is_told_the_order_of_the_run(small, chief):
    set_tier_order(small.program, TURNED, by=chief, at=AT)
    run = request_solve(small.year, "year", by=chief, at=AT)

    set_tier_order(small.program, USUAL, by=chief, at=AT)

    assert options_of(run).order == tuple(reversed(Tier))
