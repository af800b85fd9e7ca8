"""Idle periods between rotations and changes of place."""

import pytest

from scheduling.engine.check import check
from scheduling.engine.facts import Facts
from scheduling.engine.model import RosterModel
from scheduling.engine.problem import Burden, Roster
from scheduling.engine.rules import Continuity, FairPreferences, Tier
from tests.scheduling.engine.builders import problem, resident, rotation

ADA, BEA = resident("ada"), resident("bea")
WARDS = [
    rotation(f"{place}{number}", number, number, place=place)
    for place in ("north", "south")
    for number in range(4)
]
IDLE, MOVE = 10, 1


def cost(*done: str, carried: int = 0, rule: object = None) -> int:
    asked = problem([ADA, BEA], WARDS, burdens=[Burden(ADA.id, IDLE, MOVE, carried)])
    answer = Roster.of((ADA.id, f"{ward}-{ward[-1]}") for ward in done)
    return sum(check(asked, answer, [rule or Continuity()]).costs.values())


@pytest.mark.parametrize(
    ("done", "price"),
    [
        ([], 0),
        (["north0", "north1"], 0),
        (["north0", "south1"], MOVE),
        (["north0", "south1", "north2"], 2 * MOVE),
        (["north0", "north2"], IDLE),
        (["north0", "south2"], IDLE + MOVE),
        (["north1"], IDLE),  # nothing at the beginning, and something to come
        (["north0", "south3"], 2 * IDLE + MOVE),
    ],
    ids=str,
)
def test_idle_periods_and_moves_have_their_prices(done, price):
    assert cost(*done) == price


def test_the_worst_off_pays_for_burdens_and_for_what_is_carried():
    assert cost("north0", "south2", rule=FairPreferences()) == IDLE + MOVE
    assert cost("north0", "south2", carried=4, rule=FairPreferences()) == IDLE + MOVE + 4
    assert cost(carried=4, rule=FairPreferences()) == 4


def test_facts_of_a_way_depend_on_the_pairs_of_their_person():
    asked = problem([ADA, BEA], WARDS, burdens=[Burden(ADA.id, IDLE, MOVE)])
    facts = Facts(asked)
    paths = facts.paths

    of_bea = paths.pairs_of(paths.moved(1) - paths.first)

    assert set(facts.person[of_bea]) == {1}
    assert len(of_bea) == len(WARDS)


def test_nothing_is_asked_of_those_without_a_burden():
    asked = problem([BEA], WARDS)

    assert check(asked, Roster(asked.candidates), [Continuity()]).costs == {Tier.PREFERENCES: 0}
    assert len(RosterModel(asked, [Continuity()]).cp.proto.constraints) == 0
