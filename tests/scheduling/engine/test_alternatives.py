"""Schedules that are as good and differ: seen by eye on nights that are all alike."""

import pytest

from scheduling.engine.alternatives import alternatives
from scheduling.engine.check import check
from scheduling.engine.measures import Apart, distance
from scheduling.engine.options import Options
from scheduling.engine.problem import Demand, Preference
from scheduling.engine.rules import Tier, defaults
from tests.scheduling.engine.builders import call, problem, resident, roster

PEOPLE = [resident(name) for name in ("ann", "bea", "cam")]
NIGHTS = [call(4 * number) for number in range(4)]
ONE = Options(seconds=9, workers=1)


def asked(people=PEOPLE, **fields):
    demands = [Demand((night.id,), 1, 1, label=night.id) for night in NIGHTS]
    return problem(people, NIGHTS, demands=demands, **fields)


def test_each_is_apart_from_all_before_it():
    asks = asked()

    found = alternatives(asks, defaults(), ONE, count=3, apart=Apart(share=0.5)).found

    assert len(found) == 3
    for number, later in enumerate(found):
        apart = [distance(asks, before.roster, later.roster) for before in found[:number]]
        assert later.measures.distances == tuple(apart)
        assert all(share >= 0.5 for share in apart)
        assert later.measures.violations == 0


def test_one_person_leaves_no_other_way():
    found = alternatives(asked(PEOPLE[:1]), defaults(), ONE, count=3)

    assert (len(found.found), found.exhausted) == (1, True)


@pytest.mark.parametrize(("extra", "count"), [(4, 1), (5, 2)])
def test_cost_stays_within_what_is_allowed(extra, count):
    """Only Ann's nights cost nothing; every night of Bea costs 5."""
    wishes = [Preference("bea", (night.id,), 5, label="no call") for night in NIGHTS]
    asks = asked(PEOPLE[:2], preferences=wishes)
    freely = dict.fromkeys(Tier, 100)
    allowed = Apart(share=0.25, extra={**freely, Tier.PREFERENCES: extra})

    found = alternatives(asks, defaults(), ONE, count=2, apart=allowed)

    assert len(found.found) == count
    costs = [check(asks, one.roster, defaults()).costs[Tier.PREFERENCES] for one in found.found]
    assert costs == [0, 5][:count]
    assert [one.measures.wishes_not_met for one in found.found] == [0, 1][:count]


def test_distance_is_the_share_of_decided_pairs_not_done():
    fixed = (PEOPLE[0], NIGHTS[0])
    asks = asked(fixed=frozenset({("ann", NIGHTS[0].id)}))
    one = roster(fixed, (PEOPLE[0], NIGHTS[1]), (PEOPLE[1], NIGHTS[2]))
    other = roster(fixed, (PEOPLE[0], NIGHTS[1]), (PEOPLE[2], NIGHTS[2]))

    assert distance(asks, one, other) == 0.5


@pytest.mark.parametrize("wrong", [{"share": 0}, {"share": 1.5}, {"slack": -1}])
def test_what_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError, match=r"must not be negative|above 0"):
        Apart(**wrong)
