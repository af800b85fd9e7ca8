"""Ways through rotations: the cheapest is the one that a search finds, and no more is claimed."""

from random import Random

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scheduling.engine import doings
from scheduling.engine.itinerary import itineraries
from scheduling.engine.model import RosterModel
from scheduling.engine.problem import Burden, Precedence, Problem, Quota
from scheduling.engine.rules import Continuity, OneThing, RotationQuota, Sequence
from scheduling.engine.searched import SearchedLines, parted

from .builders import problem, resident, rotation
from .test_lines import least

ADA = resident("ada")
RULES = [OneThing(), RotationQuota(), Sequence(), Continuity()]
WEEKS, PLACES, SUBJECTS = 6, 2, "abcd"


def a_year(seed: int) -> Problem:
    """Some of four subjects in six weeks, each once and of one or two weeks, with c after a."""
    dice = Random(seed)
    wards = [
        rotation(f"{subject}{place}{week}", 7 * week, 7 * week + 6 + 7 * long, place=f"{place}")
        for subject, long in zip(SUBJECTS, (0, dice.randint(0, 1), 0, 0), strict=True)
        for place in range(PLACES)
        for week in range(WEEKS - long)
        if dice.random() < 0.8
    ]

    def quota(low: int | None, high: int, *beginnings: str) -> Quota:
        mine = {ward.id: 1 for ward in wards if ward.id.startswith(beginnings)}
        return Quota("rotation-quota", ADA.id, mine, low, high, " ".join(beginnings))

    at_first = {ward.id: 1 for ward in wards if ward.place == "0"}
    first, then = (tuple(w.id for w in wards if w.id.startswith(s)) for s in "ac")
    return problem(
        [ADA],
        wards,
        quotas=(
            *(quota(None, 1, subject) for subject in SUBJECTS),
            *dice.choice(
                [
                    (quota(dice.randint(1, 2), 2, "a", "b", "c"), quota(1, 2, "c", "d")),
                    (quota(2, 2, "a", "b"), quota(1, 1, "c", "d")),  # it is known how many in all
                ]
            ),
            Quota("rotation-quota", ADA.id, at_first, None, dice.randint(1, 3), "first place"),
        ),
        precedences=(Precedence(ADA.id, first, then, "a before c"),),
        burdens=(Burden(ADA.id, 2, 3),),
    )


@pytest.mark.parametrize("most", [doings.MOST_STATES, 25])
@settings(max_examples=6)
@given(seed=st.integers(0, 2**32))
def test_the_cheapest_way_is_the_cheapest_line_whatever_it_is_to_cost(most, seed):
    """Also where so few states are allowed that a limit has to be left out of the ways."""
    model = RosterModel(a_year(seed), RULES)
    rows, dice = model.rows().tightened(), Random(seed)
    nothing = np.zeros(len(rows.floor), dtype=np.int64)
    owner, of_one = parted(model, rows, nothing)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(doings, "MOST_STATES", most)
        ways = itineraries(model, rows, of_one)
    stays, price = ways[0].stays, nothing.copy()
    price[stays.variable] = [dice.randint(-9, 9) for _ in stays.variable]
    price[[*stays.idle, *stays.moved]] = [dice.randint(0, 4) for _ in range(2 * stays.periods)]
    cheapest = least(rows, np.flatnonzero(of_one == 0), price, {})
    assume(cheapest is not None)

    found = ways[0].cheapest(price)
    costs, lines = SearchedLines(rows, owner, of_one, 1, ways).best(price)

    assert found is not None
    assert found[0] <= cheapest
    assert costs[0] == cheapest == price[lines[0]].sum()
    if most == doings.MOST_STATES:
        assert found[0] == cheapest


def test_nothing_is_said_of_whoever_may_be_in_two_places_at_once():
    model = RosterModel(a_year(1), [rule for rule in RULES if not isinstance(rule, OneThing)])
    rows = model.rows().tightened()
    _, of_one = parted(model, rows, np.zeros(len(rows.floor), dtype=np.int64))

    assert itineraries(model, rows, of_one) == {}
