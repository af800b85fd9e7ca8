"""From mixed lines to a roster: what an earlier tier reached adds up again, nothing is lost."""

from dataclasses import replace
from math import inf

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scheduling.engine import by_prices, columns, course, descent, leaned
from scheduling.engine.branching import Branching
from scheduling.engine.columns import Master, improved
from scheduling.engine.control import Clock, Control
from scheduling.engine.cost import Cost
from scheduling.engine.course import Course
from scheduling.engine.derived import Ints
from scheduling.engine.descent import Descent
from scheduling.engine.facts import Flags
from scheduling.engine.known_lines import best_of_known
from scheduling.engine.leaned import Leaned
from scheduling.engine.leaning import Leaner
from scheduling.engine.limits import NO_HIGH
from scheduling.engine.lines import NOBODY
from scheduling.engine.model import RosterModel
from scheduling.engine.options import Options
from scheduling.engine.problem import Burden, Demand, Gap, Preference, Problem, Quota
from scheduling.engine.result import Status
from scheduling.engine.rules import (
    Capacity,
    Continuity,
    Coverage,
    FairPreferences,
    Graduation,
    OneThing,
    RankPreferences,
    Sequence,
    Tier,
)
from scheduling.engine.search import Search
from scheduling.engine.searched import SearchedLines, parted
from scheduling.engine.solve import solve_model
from scheduling.engine.strategy import TierSearch

from .builders import call, long_problem, problem, resident, rotation, situation
from .test_solve import book

ONE = Options(workers=1, seconds=30)
CALLS = [OneThing(), Coverage(), Capacity(), Sequence(), RankPreferences()]


def mixed(model: RosterModel, cost: Cost | None = None) -> tuple[Master, SearchedLines]:
    """A solved master of a tier that minds nothing, or what such a cost names."""
    rows = model.rows().tightened()
    price = (cost or Cost()).prices(len(rows.floor))
    owner, of_one = parted(model, rows, price)
    lines = SearchedLines(rows, owner, of_one, workers=1)
    master = Master(rows, lines, of_one, price)
    list(improved(master, lambda: True))
    master.solve()
    return master, lines


def one_night_for_two() -> Problem:
    """Either of them would rather not have it."""
    return replace(
        problem([resident("ada"), resident("bea")], [call(0)]),
        demands=(Demand((call(0).id,), 1, 1),),
        preferences=tuple(Preference(who, (call(0).id,), 3) for who in ("ada", "bea")),
    )


def test_what_was_reached_before_is_kept_on_the_way_to_a_roster():
    asked = long_problem(people=5, nights=12)
    wishes = RosterModel(asked, CALLS).costs[Tier.PREFERENCES]
    reached = solve_model(RosterModel(asked, CALLS), ONE).tiers[-1].objective
    model = RosterModel(asked, CALLS)
    model.keep(wishes, reached)
    master, lines = mixed(model)

    answer = Descent(master, lines, np.array(wishes.variables), lambda: True).run()

    assert answer is not None
    assert wishes.of(answer.tolist()) == reached
    assert master.rows.holds(np.array(model.tightened(answer.tolist())))
    assert Descent(*mixed(model), np.array(wishes.variables), lambda: False).run() is None
    assert Descent(*mixed(model), np.array(wishes.variables), lambda: True, -1).run() is None


def test_where_a_dive_ends_whoever_has_a_line_keeps_it_and_the_others_get_what_is_left(monkeypatch):
    kept: list[Ints] = []

    def ends(master, _left, *, on_settled, **_limits):
        for number in np.argsort(-master.shares, kind="stable")[:2].tolist():
            kept.append(master.columns[number].sets)
            on_settled(master.columns[number].person, kept[-1])

    monkeypatch.setattr(descent, "dive", ends)
    monkeypatch.setattr(leaned, "best_of_known", lambda *_asked: None)
    monkeypatch.setattr(Leaned, "_at_the_bound", lambda *_asked: None)
    model = RosterModel(long_problem(people=5, nights=12), CALLS)
    search = Search(model, replace(ONE, workers=2), Control(), lambda _news: None)
    cost = model.costs[Tier.PREFERENCES]
    course = TierSearch(search, Tier.PREFERENCES, cost, 20.0).course
    rows, shared_out = model.rows(), []
    monkeypatch.setattr(Course, "begin", lambda _course: shared_out.append(search.solution))

    Leaned(course).run()

    answer = np.array(shared_out[0])
    assert rows.holds(answer)
    assert answer[np.concatenate(kept)].all()


@pytest.mark.parametrize("is_found", [True, False])
def test_what_a_mixture_does_by_halves_is_decided_one_way_and_the_other(is_found):
    """One of two has the night. That they do not have it alike costs 1, and nothing where each has half."""
    model = RosterModel(one_night_for_two(), [Coverage(), Capacity()])
    nights = model.variable[model.open_pairs]
    differs = model.cp.new_bool_var("").index
    for sign in (1, -1):
        model.says.linear([differs, *nights.tolist()], [1, sign, -sign], 0, NO_HIGH)
    master, lines = mixed(model, Cost([differs], [1]))
    bounds: list[int] = []
    asked: list[list[bool]] = []

    def ask(_decisions: Ints, done: Flags) -> bool:
        asked.append(done.tolist())
        return is_found

    Branching(
        master,
        lines,
        nights,
        offset=0,
        goes_on=lambda: True,
        below=lambda: inf,
        learn_bound=bounds.append,
        is_found=ask,
    ).run()

    assert (bounds[0], bounds[-1]) == (0, 1)
    assert len(asked) == (1 if is_found else 2)
    assert {tuple(done) for done in asked} <= {(True, False), (False, True)}


def test_a_cost_that_is_not_kept_any_more_is_not_known_to_be_at_least_anything():
    """The bound of a tier may rest on an earlier one being kept, which is then let go as well."""
    model = RosterModel(long_problem(people=5, nights=12), CALLS)
    wishes = model.costs[Tier.PREFERENCES]
    free = solve_model(RosterModel(long_problem(people=5, nights=12), CALLS), ONE)

    model.release(model.keep(wishes, 10_000, least=9_999))

    assert solve_model(model, ONE).tiers[-1].objective == free.tiers[-1].objective


@pytest.mark.parametrize(("most", "is_refuted"), [(2, True), (3, False)])
def test_that_no_roster_costs_so_little_is_proven_by_lines_that_cannot_be_mixed(most, is_refuted):
    """Either has to pay 3 for the night; half a night would cost less."""
    model = RosterModel(
        one_night_for_two(), [Coverage(), Capacity(), FairPreferences(), RankPreferences()]
    )
    model.keep(model.costs[Tier.FAIRNESS], most)
    search = Search(model, replace(ONE, workers=2), Control(), lambda _news: None)
    leaner = Leaner(search, model.costs[Tier.PREFERENCES], lambda _share: 5.0, lambda _bound: None)

    leaner.lean()

    assert leaner.is_refuted == is_refuted


def test_what_is_lacking_becomes_dearer_until_lines_are_mixed_without_it(monkeypatch):
    """To leave the night to nobody is cheaper at first."""
    monkeypatch.setattr(columns, "LACKING", 0.1)
    model = RosterModel(one_night_for_two(), [Coverage(), Capacity(), RankPreferences()])
    search = Search(model, replace(ONE, workers=2), Control(), lambda _news: None)
    search.lines = [[0] * len(model.cp.proto.variables)]  # so that no relaxation comes before
    bounds: list[int] = []
    leaner = Leaner(search, model.costs[Tier.PREFERENCES], lambda _share: 5.0, bounds.append)

    leaner.lean()

    assert bounds[0] < max(bounds) == 3
    assert not leaner.is_refuted


def test_a_wish_that_is_not_met_is_its_persons_own_even_where_all_wishes_are_kept_together():
    """Or else no limit would say any more that it is paid for."""
    people, calls = [resident("ada"), resident("bea")], [call(0), call(2), call(4)]
    either = tuple(Preference(who.id, (calls[0].id, calls[1].id), 3, prefer=True) for who in people)
    model = RosterModel(problem(people, calls, preferences=either), CALLS)
    cost = model.costs[Tier.PREFERENCES]
    model.keep(cost, 3)
    rows = model.rows()

    owner, _ = parted(model, rows, np.zeros(len(rows.floor), dtype=np.int64))

    assert sorted(owner[model.slacks].tolist()) == [0, 1]


def test_all_that_follows_from_what_one_person_does_is_that_persons():
    """Facts that follow from facts as well: who moves, waits, and was somewhere before."""
    people = [resident("ada"), resident("bea")]
    wards = [rotation("ward", n, n + 6, place=f"place {n % 2}") for n in (0, 7, 14)]
    either = tuple(Demand((ward.id,), 1, 1) for ward in wards)
    burdens = tuple(Burden(who.id, 3, 1) for who in people)
    model = RosterModel(
        problem(people, wards, demands=either, burdens=burdens),
        [OneThing(), Coverage(), Capacity(), Continuity()],
    )
    rows = model.rows()

    _, of_one = parted(model, rows, model.costs[Tier.PREFERENCES].prices(len(rows.floor)))

    shared = {tuple(rows.terms(row)[0].tolist()) for row in np.flatnonzero(of_one == NOBODY)}
    assert len(shared) == len(wards)
    assert {len(variables) for variables in shared} == {len(people)}


def test_whoever_has_no_line_at_all_makes_a_large_year_impossible_at_once(monkeypatch):
    """Two nights in a row are asked of Ada, who may have only every third."""
    monkeypatch.setattr(course, "MANY_PAIRS", 1)
    monkeypatch.setattr(Search, "improve", lambda *_args, **_options: None)
    nights = [call(0), call(1)]
    both = tuple(night.id for night in nights)
    asked = problem(
        [resident("ada"), resident("bea")],
        nights,
        gaps=(Gap("ada", both, 2),),
        quotas=(Quota("graduation", "ada", dict.fromkeys(both, 1), low=2, high=2),),
        preferences=(Preference("bea", both, 3),),
    )
    rules = [OneThing(), Sequence(), Graduation(), FairPreferences(), RankPreferences()]

    result = solve_model(RosterModel(asked, rules), Options(workers=2, seconds=20))

    assert result.status == Status.INFEASIBLE


@pytest.mark.parametrize("descends", [True, False])
@settings(max_examples=1)
@given(seed=st.integers(0, 2**32))
def test_tiers_that_follow_each_other_are_served_as_well_by_mixed_lines(descends, seed):
    asked, _ = situation(seed)
    rules = book(asking_price=2)
    best = solve_model(RosterModel(asked, rules), ONE)
    assume(len(best.tiers) > 1)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(by_prices, "lines_of", lambda *_: None)
        patch.setattr(course, "MANY_PAIRS", 1)
        if not descends:
            patch.setattr(Descent, "run", lambda _self: None)
        patch.setitem(TierSearch.__init__.__kwdefaults__, "look", 1e-9)
        found = solve_model(RosterModel(asked, rules), replace(ONE, workers=2))

    assert [tier.objective for tier in found.tiers] == [tier.objective for tier in best.tiers]
    assert all(tier.bound <= tier.objective for tier in found.tiers)


def test_the_best_of_the_lines_that_are_known_keeps_what_people_share():
    """Of two who would both rather not take either of two nights, each takes the one they mind less."""
    nights = [call(0), call(2)]
    minds = {("ada", 0): 5, ("ada", 1): 1, ("bea", 0): 2, ("bea", 1): 4}
    asked = replace(
        problem([resident("ada"), resident("bea")], nights),
        demands=tuple(Demand((night.id,), 1, 1) for night in nights),
        quotas=tuple(
            Quota("graduation", who, {night.id: 1 for night in nights}, None, 1, "a night each")
            for who in ("ada", "bea")
        ),
        preferences=tuple(
            Preference(who, (nights[number].id,), price) for (who, number), price in minds.items()
        ),
    )
    model = RosterModel(
        asked, [OneThing(), Coverage(), Capacity(), Graduation(), RankPreferences()]
    )
    rows, cost = model.rows().tightened(), model.costs[Tier.PREFERENCES]
    price = cost.prices(len(rows.floor))
    owner, of_one = parted(model, rows, price)
    master = Master(rows, SearchedLines(rows, owner, of_one, workers=1), of_one, price)
    list(improved(master, lambda: True))

    sets = best_of_known(master, Clock(ONE), 10.0, 1)

    answer = master.answer(sets)
    assert rows.holds(np.array(model.tightened(answer.tolist())))
    assert cost.of(answer.tolist()) == 3
