"""Lines: what the networks hold is what people's own limits allow; prices lose no better roster."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from scheduling.engine import by_prices, course, network, strategy
from scheduling.engine.columns import Master, improved, narrowed
from scheduling.engine.control import Control
from scheduling.engine.dive import dive
from scheduling.engine.lifting import lifted
from scheduling.engine.linear import Rows
from scheduling.engine.lines import Lines, lines_of
from scheduling.engine.model import RosterModel
from scheduling.engine.options import Options
from scheduling.engine.problem import Demand, Preference, Rhythm
from scheduling.engine.result import Status
from scheduling.engine.rules import (
    Capacity,
    Coverage,
    FairPreferences,
    OneThing,
    RankPreferences,
    RestRun,
    Sequence,
    Tier,
    WorkRun,
)
from scheduling.engine.search import Search
from scheduling.engine.searched import SearchedLines, parted
from scheduling.engine.solve import solve_model
from scheduling.engine.strategy import TierSearch

from .builders import call, clinic, day, long_problem, problem, resident, situation
from .test_solve import book

ONE = Options(workers=1, seconds=30)
ADA = resident("ada")


def known(model: RosterModel) -> tuple[Rows, Lines, np.ndarray]:
    """Some generated people have no line at all; then there is nothing to see."""
    rows = model.rows().tightened()
    found = lines_of(model, rows)
    if found is None:
        reject()
    return rows, *found


def least(rows: Rows, own: np.ndarray, price: np.ndarray, also: dict[int, int]) -> int | None:
    """What the solver finds for these rows alone."""
    model = cp_model.CpModel()
    ranges = zip(rows.floor.tolist(), rows.ceiling.tolist(), strict=True)
    variables = [model.new_int_var(low, high, "") for low, high in ranges]
    for row in own.tolist():
        columns, weights = rows.terms(row)
        total = sum(
            w * variables[v] for v, w in zip(columns.tolist(), weights.tolist(), strict=True)
        )
        model.add_linear_constraint(total, int(rows.low[row]), int(rows.high[row]))
    for variable, value in also.items():
        model.add(variables[variable] == value)
    model.minimize(sum(int(p) * v for p, v in zip(price, variables, strict=True)))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    found = solver.solve(model)
    return round(solver.objective_value) if found == cp_model.OPTIMAL else None


@settings(max_examples=12)
@given(seed=st.integers(0, 2**32))
def test_the_cheapest_way_is_the_cheapest_that_a_persons_own_limits_allow(seed):
    asked, _ = situation(seed)
    model = RosterModel(asked, book(asking_price=2))
    rows, lines, kept_by = known(model)
    dice, count = Random(seed), len(rows.floor)
    mine = np.isin(np.arange(count), np.concatenate(lines.of_each))
    price = np.where(mine, [dice.randint(-9, 9) for _ in range(count)], 0)
    variable, spare = dice.choice(np.flatnonzero(mine).tolist()), dice.randint(0, 9)

    costs, sets = lines.best(price)
    can_be_0, can_be_1 = lines.within(price, spare, count)

    for number, person in enumerate(lines.people):
        own, of_person = np.flatnonzero(kept_by == person), lines.of_each[number]
        own_price = np.where(np.isin(np.arange(count), of_person), price, 0)
        assert costs[number] == least(rows, own, own_price, {}) == price[sets[number]].sum()
        if variable in of_person:
            for value, possible in enumerate((can_be_0[variable], can_be_1[variable])):
                cost = least(rows, own, own_price, {variable: value})
                assert possible == (cost is not None and cost <= costs[number] + spare)


@settings(max_examples=12)
@given(seed=st.integers(0, 2**32))
def test_prices_prove_no_more_than_is_true_and_leave_every_good_roster_in(seed):
    asked, _ = situation(seed)
    model = RosterModel(asked, book(asking_price=2))
    assume(model.costs)
    tier, cost = next(iter(model.costs.items()))
    rows, lines, kept_by = known(model)
    master = Master(rows, lines, kept_by, cost.prices(len(rows.floor)))
    best = solve_model(model, replace(ONE, order=(tier,)))
    assume(best.status == Status.OPTIMAL)
    search = Search(model, ONE, Control(), lambda _news: None)
    answer = np.array(search.completed(best.roster, 30.0))
    spent = cost.of(model.tightened(answer.tolist()))

    for prices in improved(master, lambda: True):
        floor, ceiling = narrowed(master, lines, prices, prices.spare(spent - cost.offset))
        decided = np.concatenate(lines.of_each)
        assert prices.bound(cost.offset) <= spent
        assert (floor <= answer)[decided].all()
        assert (answer <= ceiling)[decided].all()


@settings(max_examples=12)
@given(seed=st.integers(0, 2**32))
def test_a_tier_searched_by_prices_is_served_as_well(seed):
    asked, _ = situation(seed)
    rules = book(asking_price=2)
    best = solve_model(RosterModel(asked, rules), ONE)
    model = RosterModel(asked, rules)
    assume(model.costs and best.tiers)
    tier = best.tiers[0].tier
    search = Search(model, ONE, Control(), lambda _news: None)

    found = TierSearch(search, tier, model.costs[tier], 30.0, look=1e-9).run()

    assert found.proven
    assert found.bound == found.objective == best.tiers[0].objective


def test_parts_are_tried_again_after_a_search_of_all_that_is_left_came_to_no_end(monkeypatch):
    monkeypatch.setattr(course, "MANY_PAIRS", 1)
    monkeypatch.setattr(by_prices, "MOST_CLIMBED", -1)
    monkeypatch.setattr(by_prices, "dive", lambda *_args, **_options: None)
    rest, turns = by_prices.ByPrices._rest, []

    def none_at_first(self) -> None:
        turns.append("rest")
        if turns.count("rest") > 1:
            rest(self)

    monkeypatch.setattr(by_prices.ByPrices, "_rest", none_at_first)
    monkeypatch.setattr(course.Course, "by_parts", lambda _self: turns.append("parts"))
    asked = long_problem(people=5, nights=12)
    model = RosterModel(asked, [OneThing(), Coverage(), Capacity(), Sequence(), RankPreferences()])
    search = Search(model, replace(ONE, workers=2), Control(), lambda _news: None)
    tier = Tier.PREFERENCES
    searched = TierSearch(search, tier, model.costs[tier], 10.0, look=1e-9)

    found = searched.run()

    assert found.proven
    assert turns == ["parts", "rest"] * 2


def test_where_a_look_at_the_whole_would_be_in_vain_parts_go_on_to_the_end(monkeypatch):
    monkeypatch.setattr(course, "MANY_PAIRS", 1)
    monkeypatch.setattr(strategy, "MOST_WHOLE", 1)
    monkeypatch.setattr(strategy, "THROUGHOUT", -1.0)
    monkeypatch.setattr(strategy.ByPrices, "of", lambda _course: None)
    monkeypatch.setattr(TierSearch, "_is_led_by_lines_alone", lambda _self: True)
    asked = long_problem(people=5, nights=12)
    model = RosterModel(asked, [OneThing(), Coverage(), Capacity(), Sequence(), RankPreferences()])
    control, turns = Control(), []

    def fruitless(_self) -> None:
        turns.append("parts")
        if len(turns) == 4:
            control.cancel()

    search = Search(model, replace(ONE, workers=2), control, lambda _news: None)
    tier = Tier.PREFERENCES
    searched = TierSearch(search, tier, model.costs[tier], 20.0)
    searched.course.begin()
    monkeypatch.setattr(course.Course, "by_parts", fruitless)
    monkeypatch.setattr(Search, "improve", lambda *_args: pytest.fail("The whole was searched."))

    searched.run()

    assert len(turns) == 4


@settings(max_examples=8)
@given(seed=st.integers(0, 2**32))
def test_a_search_for_each_finds_lines_that_are_as_cheap_as_can_be(seed):
    asked, _ = situation(seed)
    model = RosterModel(asked, book(asking_price=2))
    assume(model.costs)
    rows = lifted(model.rows().tightened())
    dice, count = Random(seed), len(rows.floor)
    price = np.array([dice.randint(-9, 9) for _ in range(count)], dtype=np.int64)
    owner, of_one = parted(model, rows, np.zeros(count, dtype=np.int64))
    lines = SearchedLines(rows, owner, of_one, workers=1)

    costs, sets = lines.best(price)

    for number, person in enumerate(lines.people):
        own, own_price = np.flatnonzero(of_one == person), np.where(owner == person, price, 0)
        assert costs[number] == least(rows, own, own_price, {}) == price[sets[number]].sum()


@settings(max_examples=4)
@given(seed=st.integers(0, 2**32))
def test_a_tier_searched_by_mixed_lines_is_served_as_well(seed):
    asked, _ = situation(seed)
    rules = book(asking_price=2)
    best = solve_model(RosterModel(asked, rules), ONE)
    model = RosterModel(asked, rules)
    assume(model.costs and best.tiers and len(model.open_pairs))
    tier = best.tiers[0].tier
    search = Search(model, replace(ONE, workers=2), Control(), lambda _news: None)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(by_prices, "lines_of", lambda *_: None)
        patch.setattr(course, "MANY_PAIRS", 1)
        found = TierSearch(search, tier, model.costs[tier], 30.0, look=1e-9).run()

    assert found.proven
    assert found.bound == found.objective == best.tiers[0].objective


def test_the_first_tier_is_taken_at_what_a_relaxation_proves(monkeypatch):
    """One of two has to give up something: the least that anybody loses most by is known at once."""
    monkeypatch.setattr(course, "MANY_PAIRS", 1)
    wishes = [Preference(who, (call(0).id,), 3, prefer=False) for who in ("ada", "bea")]
    asked = replace(
        problem([ADA, resident("bea")], [call(0), call(2)]),
        demands=(Demand((call(0).id,), 1, 1), Demand((call(2).id,), 1, 1)),
        preferences=tuple(wishes),
    )
    rules = [OneThing(), Coverage(), Capacity(), FairPreferences(), RankPreferences()]

    result = solve_model(RosterModel(asked, rules), Options(workers=2, seconds=20))

    assert result.status == Status.OPTIMAL
    assert [(tier.tier, tier.objective) for tier in result.tiers] == [
        (Tier.FAIRNESS, 3),
        (Tier.PREFERENCES, 3),
    ]


@pytest.mark.parametrize("is_patient", [False, True])
def test_a_dive_gives_everybody_one_line(is_patient):
    asked = long_problem(people=5, nights=12)
    model = RosterModel(asked, [OneThing(), Coverage(), Capacity(), Sequence(), RankPreferences()])
    rows, lines, kept_by = known(model)
    cost = model.costs[Tier.PREFERENCES]
    master = Master(rows, lines, kept_by, cost.prices(len(rows.floor)))
    list(improved(master, lambda: True))

    sets = dive(master, lambda: 60.0, on_settled=lines.take, is_patient=is_patient)

    answer = rows.floor.copy()
    answer[sets] = 1
    taken = [column for column in master.columns if np.isin(column.sets, sets).all()]
    assert {column.person for column in taken if len(column.sets)} == set(range(5))
    assert rows.holds(np.array(model.tightened(answer.tolist())))
    assert all(np.isin(line, sets).all() for line in lines.best(master.price)[1])
    assert dive(master, lambda: 0.0) is None


def test_what_is_settled_in_a_mixture_and_handed_on_are_lines_of_people():
    asked = long_problem(people=5, nights=12)
    model = RosterModel(asked, [OneThing(), Coverage(), Capacity(), Sequence(), RankPreferences()])
    rows, lines, kept_by = known(model)
    master = Master(rows, lines, kept_by, model.costs[Tier.PREFERENCES].prices(len(rows.floor)))
    list(improved(master, lambda: True))
    master.solve()

    settled, answers = master.settled(0.99), [np.array(each) for each in master.answers()]

    sure = {
        c.person for c, share in zip(master.columns, master.shares, strict=True) if share >= 0.99
    }
    lines_of_each = [{tuple(c.sets) for c in master.columns if c.person == n} for n in range(5)]
    for person, variables in enumerate(lines.of_each):
        assert settled[variables].all() == settled[variables].any() == (person in sure)
        handed_on = {tuple(variables[answer[variables] > 0]) for answer in answers}
        assert handed_on == {tuple(sorted(line)) for line in lines_of_each[person]}


def test_people_with_too_many_states_have_no_network(monkeypatch):
    """Each of many sums may be at any of many values."""
    monkeypatch.setattr(network, "MOST_STATES", 3)
    duties = [clinic(number) for number in range(6)]
    rhythm = Rhythm("ada", day(0), day(5), most_work=4, least_work=2, least_rest=2)
    model = RosterModel(problem([ADA], duties, rhythms=(rhythm,)), [WorkRun(), RestRun()])

    assert lines_of(model, model.rows()) is None


@pytest.mark.parametrize("workers", [1, 2])
def test_prices_and_parts_go_together(workers):
    """More nights than can be proven at a look, each with its price."""
    asked = long_problem(people=8, nights=40)
    rules = [Coverage(), Sequence(), RankPreferences()]
    options = Options(workers=workers, cpu_seconds=20)
    model = RosterModel(asked, rules)
    cost, told = model.costs[Tier.PREFERENCES], []
    search = Search(model, options, Control(), told.append)

    found = TierSearch(search, Tier.PREFERENCES, cost, 20.0, look=1e-9).run()

    best = solve_model(RosterModel(asked, rules), options)
    assert (found.objective, found.proven) == (best.tiers[0].objective, True)
    assert {news.tier for news in told} == {Tier.PREFERENCES}


def test_processor_time_ends_a_solve_as_well():
    asked = long_problem(people=20, nights=120)
    call_off = [replace(one, price=one.price + 1) for one in asked.preferences]
    asked = replace(asked, preferences=(*call_off, Preference("r00", (call(0).id,), 1)))

    result = solve_model(
        RosterModel(asked, [Coverage(), Sequence(), RankPreferences()]),
        Options(workers=1, cpu_seconds=1.0, seconds=1e6),
    )

    assert result.status in (Status.FEASIBLE, Status.OPTIMAL)
