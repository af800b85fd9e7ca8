"""What follows from hard limits together: a relaxation sees it, and no roster is lost."""

from itertools import combinations
from unittest.mock import patch

import numpy as np
import pytest

from scheduling.engine.chains import chained
from scheduling.engine.control import Clock, Control
from scheduling.engine.model import RosterModel
from scheduling.engine.options import Options
from scheduling.engine.problem import Burden, Precedence, Quota, Roster
from scheduling.engine.relaxation import Relaxation
from scheduling.engine.result import Status
from scheduling.engine.rules import Continuity, OneThing, RotationQuota, Sequence, Tier
from scheduling.engine.search import Search
from scheduling.engine.solve import solve_model

from .builders import problem, resident, rotation

ADA = resident("ada")
HERE = [rotation(f"here{number}", number, number, place="here") for number in range(4)]
THERE = [rotation(f"there{number}", number, number, place="there") for number in range(4)]
WARDS = [*HERE, *THERE]
RULES = [OneThing(), RotationQuota(), Sequence(), Continuity()]
ONE = Options(workers=1, seconds=30)


def asked(**fields):
    """Two weeks on the wards of four; those that are idle in between cost three each."""
    two = Quota("rotation-quota", "ada", {duty.id: 1 for duty in WARDS}, 2, 2, "wards")
    return problem([ADA], WARDS, quotas=(two,), burdens=(Burden("ada", 3, 1),), **fields)


@pytest.mark.parametrize("periods", list(combinations(range(4), 2)))
def test_every_way_costs_what_it_did(periods):
    """Idle before the last period, and one move."""
    model = RosterModel(asked(), RULES)
    model.fix(Roster.of([("ada", HERE[periods[0]].id), ("ada", THERE[periods[1]].id)]))

    result = solve_model(model, ONE)

    assert result.status == Status.OPTIMAL
    assert result.tiers[0].objective == 3 * (periods[1] - 1) + 1


def test_any_roster_found_briefly_is_told_to_cost_what_it_does():
    """The way of a person may be said to be longer than it is while nobody minds."""
    model = RosterModel(asked(), RULES)
    search = Search(model, ONE, Control(), lambda _news: None)
    tier = Tier.PREFERENCES

    found = search.any(tier, model.costs[tier], 5.0, briefly=True)

    assert found is not None
    assert found.objective == model.true_costs(search.solution)[tier]


@pytest.mark.parametrize("can_be_completed", [True, False])
def test_any_roster_is_sought_among_the_decisions_alone_first(can_be_completed):
    """The whole is asked where one that was found so cannot be completed."""
    model = RosterModel(asked(), RULES)
    search = Search(model, ONE, Control(), lambda _news: None)
    tier = Tier.PREFERENCES

    with (
        patch.object(Search, "completed", Search.completed if can_be_completed else _nothing),
        patch.object(Search, "_run", autospec=True, side_effect=Search._run) as whole,
    ):
        found = search.any(tier, model.costs[tier], 5.0, briefly=True)

    assert found is not None
    assert whole.called != can_be_completed


def _nothing(*_asked):
    """A roster cannot be completed."""


def test_a_relaxation_sees_who_has_to_wait():
    """The first period is closed: half a duty in each of the others is no way around that."""
    later = frozenset(
        ("ada", duty.id) for duty in WARDS if not duty.id.startswith(("here0", "there0"))
    )
    model = RosterModel(asked(candidates=later), RULES)
    rows = model.rows().tightened()
    cost = model.costs[Tier.PREFERENCES]
    relaxation = Relaxation(rows, cost.prices(len(rows.floor)))

    assert relaxation.solve(Clock(ONE), 5.0)

    assert relaxation.price @ relaxation.values + cost.offset == pytest.approx(3.0, abs=0.01)


def test_what_comes_first_is_said_of_all_that_may_follow_by_then():
    """Once there, after having been here: three chances, each of which holds those before.

    What limits the later two chances follows from it and need not be said.
    """
    once = Quota("rotation-quota", "ada", {duty.id: 1 for duty in THERE}, None, 1, "there")
    after = Precedence("ada", tuple(d.id for d in HERE), tuple(d.id for d in THERE), "there")
    model = RosterModel(
        problem([ADA], WARDS, quotas=(once,), precedences=(after,)), [RotationQuota(), Sequence()]
    )
    kept = np.ones(model.compiled.rows, dtype=bool)

    said = list(chained(model.compiled, kept, model._cliques))

    column = model.facts.column
    assert [
        (
            {column("ada", d.id) for d in THERE[1:end]},
            {column("ada", d.id) for d in HERE[: end - 1]},
        )
        for end in (3, 4)
    ] == [(follow, before) for follow, before, _ in said]
    sizes = np.diff(model.compiled.starts)
    assert [sizes[rows].tolist() for *_, rows in said] == [[3], [4]]
