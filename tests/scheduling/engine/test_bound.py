"""A bound is never above the best answer, and near it where people are linked by few limits."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.engine.bound import lower_bound
from scheduling.engine.control import Clock
from scheduling.engine.cost import Cost
from scheduling.engine.light import Light
from scheduling.engine.model import RosterModel
from scheduling.engine.options import Options
from scheduling.engine.problem import Demand, Gap, Preference
from scheduling.engine.relaxation import Relaxation
from scheduling.engine.rules import (
    Capacity,
    Coverage,
    FairPreferences,
    RankPreferences,
    Sequence,
    Tier,
)
from scheduling.engine.solve import solve_model

from .builders import call, problem, resident, situation
from .test_solve import book

ADA, BEA = resident("ada"), resident("bea")
ONE = Options(workers=1, seconds=30)


def bound_of(
    model: RosterModel, cost: Cost, *, seconds: float = 5.0, workers: int = 1
) -> int | None:
    """None where the relaxation has no answer either."""
    rows = model.rows().tightened()
    price = cost.prices(len(rows.floor))
    relaxation = Relaxation(Light(model, rows, price).rows, price)
    if not relaxation.solve(Clock(ONE), 5.0):
        return None
    return lower_bound(model, cost, relaxation, seconds, workers)


@pytest.mark.parametrize("seconds", [0.0, 5.0])
@given(seed=st.integers(0, 2**32))
def test_no_answer_is_below_the_bound(seconds, seed):
    """Whether there was time to plan anybody or not."""
    asked, _ = situation(seed)
    model = RosterModel(asked, book(asking_price=2))
    tiers = {tier: model.costs[tier] for tier in list(model.costs)[:1]}
    bounds = {tier: bound_of(model, cost, seconds=seconds) for tier, cost in tiers.items()}

    result = solve_model(model, replace(ONE, order=tuple(tiers)))

    for tier in result.tiers[:1]:
        bound = bounds.get(tier.tier)
        assert bound is None or result.roster is None or bound <= tier.objective


def nights(count: int, **fields: object):
    """Ada and Bea share nights that neither wants; each may have only every third."""
    duties = [call(number) for number in range(count)]
    ids = tuple(duty.id for duty in duties)
    wishes = [Preference(who.id, (each,), 2) for who in (ADA, BEA) for each in ids]
    gaps = tuple(Gap(who.id, ids, 2) for who in (ADA, BEA))
    asked = {"preferences": tuple(wishes), "gaps": gaps} | fields
    return problem([ADA, BEA], duties, **asked)


def test_the_bound_counts_what_people_share():
    """Three nights are to be covered, at 2 each."""
    demands = tuple(Demand((f"call-{number}",), 1, 1) for number in (0, 1, 3))
    asked = nights(4, demands=demands)
    model = RosterModel(asked, [Coverage(), Capacity(), Sequence(), RankPreferences()])

    assert bound_of(model, model.costs[Tier.PREFERENCES]) == 6


def test_the_bound_of_the_worst_off_is_their_part():
    """Of four nights at 2 somebody has two."""
    demands = tuple(Demand((f"call-{number}",), 1, 1) for number in (0, 1, 3, 4))
    asked = nights(5, demands=demands)
    model = RosterModel(asked, [Coverage(), Capacity(), Sequence(), FairPreferences()])

    assert bound_of(model, model.costs[Tier.FAIRNESS]) == 4


@pytest.mark.parametrize("workers", [1, 2])
def test_a_bound_is_the_same_with_any_number_of_workers(workers):
    demands = tuple(Demand((f"call-{number}",), 1, 1) for number in (0, 1, 3))
    model = RosterModel(nights(4, demands=demands), [Coverage(), Sequence(), RankPreferences()])

    assert bound_of(model, model.costs[Tier.PREFERENCES], workers=workers) == 6
