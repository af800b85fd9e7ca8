"""The model: what is settled is no variable, what history broke does not stop the rest."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scheduling.engine.check import check
from scheduling.engine.facts import Facts
from scheduling.engine.limits import Limits, limits
from scheduling.engine.model import RosterModel
from scheduling.engine.options import Options
from scheduling.engine.problem import Demand, Roster, Supervision
from scheduling.engine.result import Status
from scheduling.engine.rules import (
    Attendings,
    ContinuousDuty,
    Coverage,
    DayOff,
    Eligibility,
    Leave,
    OneThing,
    Placement,
    WeeklyHours,
    defaults,
)
from scheduling.engine.solve import solve, solve_model

from .builders import (
    away,
    call,
    clinic,
    duty,
    problem,
    resident,
    roster,
    situation,
    span,
)
from .odd import Odd, OddWorst

ADA, BEA = resident("ada"), resident("bea")
ONE = Options(workers=1, seconds=30)


def outcome_of(model: RosterModel, done: Roster) -> tuple[Status, int]:
    """What the model says of one roster: whether it may be, and what it costs."""
    model.fix(done)
    result = solve_model(model, ONE)
    return result.status, sum(tier.objective for tier in result.tiers)


@given(seed=st.integers(0, 2**32))
@pytest.mark.parametrize("rule", [Odd, OddWorst])
def test_any_limits_are_refused_by_the_model_when_the_check_finds_them_broken(rule, seed):
    asked, done = situation(seed)
    asked = replace(asked, fixed=frozenset(), candidates=asked.candidates | asked.fixed)

    model = RosterModel(asked, [rule()])
    assume(not model.settled_faults)  # limits that nothing can keep are excused

    status, _ = outcome_of(model, done)

    assert (status == Status.OPTIMAL) == (check(asked, done, [rule()]).violations == ())


@given(seed=st.integers(0, 2**32))
@pytest.mark.parametrize("rule", [Odd, OddWorst])
def test_any_limits_cost_the_same_in_the_model_and_the_check(rule, seed):
    asked, done = situation(seed)
    soft = rule(weight=3)

    assert outcome_of(RosterModel(asked, [soft]), done) == (
        Status.OPTIMAL,
        check(asked, done, [soft]).costs[soft.tier],
    )


@given(seed=st.integers(0, 2**32))
def test_rules_of_one_tier_add_up(seed):
    asked, done = situation(seed)
    both = [Odd(weight=2), OddWorst(weight=5)]

    status, cost = outcome_of(RosterModel(asked, both), done)

    assert status == Status.OPTIMAL
    assert check(asked, done, both).costs == {Odd.tier: cost}


# What is settled


def test_what_nobody_may_do_is_no_variable():
    barred = clinic(0, open_to=frozenset({"faculty"}))
    asked = problem(
        [ADA, BEA],
        [barred, clinic(1), clinic(2)],
        away=[away(ADA, 1, 1)],
        fixed=frozenset({("bea", "C-1-AM")}),
    )
    model = RosterModel(asked, [Eligibility(), Leave()])
    open_pairs = {(asked.people[p].id, asked.duties[d].id)
                  for p, d in zip(model.facts.person[model.open_pairs],
                                  model.facts.duty[model.open_pairs], strict=True)}  # fmt: skip

    assert open_pairs == {("ada", "C-2-AM"), ("bea", "C-2-AM")}
    assert len(model.cp.proto.variables) == 2
    assert len(model.cp.proto.constraints) == 0


def test_what_is_fixed_is_in_every_answer():
    asked = problem([ADA, BEA], [clinic(0)], fixed=frozenset({("bea", "C-0-AM")}))

    assert solve(asked, [OneThing()], ONE).roster.pairs >= asked.fixed


@pytest.mark.parametrize("done", [[], [("ada", "C-0-AM")]])
def test_a_roster_that_contradicts_what_is_settled_is_impossible(done):
    settled = replace(
        problem([ADA], [clinic(0), clinic(1)]),
        candidates=frozenset({("ada", "C-1-AM")}),
        fixed=frozenset() if done else frozenset({("ada", "C-0-AM")}),
    )
    model = RosterModel(replace(settled, candidates=settled.candidates | set(done)), [_Never()])

    model.fix(Roster.of(done))

    assert solve_model(model, ONE).status == Status.INFEASIBLE


@dataclass(frozen=True, kw_only=True)
class _Never(Odd):
    """The first duty of the problem is done by nobody."""

    def limits(self, facts: Facts) -> Iterator[Limits]:
        columns = facts.of_duty(0)
        yield limits(len(columns), range(len(columns)), columns, high=0)


# What history has broken

TWICE = frozenset({("ada", "C-0-AM"), ("ada", "PROC-0-AM")})


def test_a_fault_of_what_is_fixed_stops_nothing_and_is_still_found():
    duties = [clinic(0), clinic(0, code="PROC"), clinic(1)]
    asked = problem([ADA], duties, fixed=TWICE, demands=[Demand(("C-1-AM",), 1)])
    rules = [OneThing(), Coverage()]

    result = solve(asked, rules, ONE)

    assert result.status == Status.OPTIMAL
    assert result.roster == Roster.of([*TWICE, ("ada", "C-1-AM")])
    assert [b.rule for b in check(asked, result.roster, rules).violations] == [OneThing()]


def test_a_fault_of_what_is_fixed_may_not_get_worse():
    duties = [clinic(0), clinic(0, code="PROC"), clinic(0, code="LEC")]
    asked = problem([ADA], duties, fixed=TWICE, demands=[Demand(("LEC-0-AM",), 1)])

    assert solve(asked, [OneThing(), Coverage()], ONE).status == Status.INFEASIBLE
    assert solve(asked, [OneThing()], ONE).roster == Roster(TWICE)


def test_hours_that_are_fixed_beyond_the_limit_leave_no_room_for_more():
    worked = [duty(f"long {n}", "W", n, 6, 21) for n in range(6)]
    fixed = frozenset(("ada", each.id) for each in worked)
    asked = problem([ADA], [*worked, clinic(6)], fixed=fixed, spans=[span(ADA, 0, 6)])

    result = solve(asked, [WeeklyHours()], ONE)

    assert result.roster == Roster(fixed)
    assert len(check(asked, result.roster, [WeeklyHours()]).violations) == 1


def test_free_days_that_are_lost_already_are_not_asked_for():
    worked = [clinic(n) for n in range(7)]
    fixed = frozenset(("ada", each.id) for each in worked)
    spans = [span(ADA, 0, 6), span(ADA, 7, 13)]
    later = [clinic(n) for n in range(7, 14)]
    demands = [Demand((each.id,), 1) for each in later[:6]]
    asked = problem([ADA], [*worked, *later], fixed=fixed, spans=spans, demands=demands)

    result = solve(asked, [DayOff(), Coverage()], ONE)

    assert result.status == Status.OPTIMAL
    assert len(check(asked, result.roster, [DayOff(), Coverage()]).violations) == 1
    more = replace(asked, demands=(*asked.demands, Demand((later[6].id,), 1)))
    assert solve(more, [DayOff(), Coverage()], ONE).status == Status.INFEASIBLE


def test_free_days_that_are_lost_in_part_are_asked_for_as_far_as_they_can_be_had():
    """Two of fourteen days were due, one is lost; the other is still kept."""
    first = [clinic(n) for n in range(7)]
    rest = [clinic(n) for n in range(7, 14)]
    asked = problem(
        [ADA],
        [*first, *rest],
        fixed=frozenset(("ada", each.id) for each in [*first, *rest[:5]]),
        spans=[span(ADA, 0, 13)],
    )
    ends = Demand((rest[5].id, rest[6].id), 2)

    assert solve(asked, [DayOff()], ONE).status == Status.OPTIMAL
    both = solve(replace(asked, demands=(ends,)), [DayOff(), Coverage()], ONE)
    assert both.status == Status.INFEASIBLE


def test_people_who_are_missing_are_no_fault_of_history():
    asked = problem([ADA], [call(0)], candidates=frozenset(), demands=[Demand(("call-0",), 1)])

    assert solve(asked, [Coverage()], ONE).status == Status.INFEASIBLE


def test_a_stretch_that_is_fixed_is_excused_and_a_longer_one_is_not():
    parts = [duty(f"part {n}", "W", 0, 9 * n, 9 * n + 9) for n in range(5)]
    fixed = frozenset(("ada", each.id) for each in parts[:3])
    asked = problem([ADA], parts, fixed=fixed, demands=[Demand((parts[3].id,), 1)])

    assert solve(asked, [ContinuousDuty()], ONE).roster.pairs >= fixed
    assert solve(asked, [ContinuousDuty(), Coverage()], ONE).status == Status.INFEASIBLE


def test_a_resident_who_is_fixed_needs_the_attending_who_may_be_had():
    learn = clinic(0, place="main", supervision=Supervision.BY_LEVEL)
    teach = clinic(0, code="AT", place="main", supervision=Supervision.SUPPLIES)
    asked = problem([ADA, BEA], [learn, teach], fixed=frozenset({("ada", learn.id)}))

    result = solve(asked, [Attendings(), OneThing()], ONE)

    assert result.roster == roster((ADA, learn), (BEA, teach))


# Clear days, and hints


@dataclass(frozen=True, kw_only=True)
class _FewFreeDays(Odd):
    def limits(self, facts: Facts) -> Iterator[Limits]:
        yield limits(1, [0], facts.clear_days(), high=0)


def test_clear_days_cannot_be_bounded_from_above():
    asked = problem([ADA], [clinic(7)], spans=[span(ADA, 7, 13)])

    with pytest.raises(ValueError, match="Clear days can only be bounded from below"):
        RosterModel(asked, [_FewFreeDays()])


def test_a_hint_is_about_open_pairs_and_a_new_one_takes_the_place_of_the_old():
    asked = problem([ADA], [clinic(0), clinic(1)], fixed=frozenset({("ada", "C-0-AM")}))
    model = RosterModel(asked, [])

    for done, expected in ((Roster(asked.candidates), 1), (Roster(asked.fixed), 0)):
        model.hint_roster(done)
        hint = model.cp.proto.solution_hint
        assert (list(hint.vars), list(hint.values)) == ([0], [expected])

    model.hint([1])
    assert list(model.cp.proto.solution_hint.values) == [1]


def test_a_model_is_narrowed_at_both_ends_and_only_for_a_while():
    model = RosterModel(problem([ADA], [clinic(day) for day in range(3)]), [])

    with model.narrowed(np.array([1, 0, 1]), np.array([1, 0, 0])):
        narrow = model.rows()

    assert (narrow.floor.tolist(), narrow.ceiling.tolist()) == ([1, 0, 1], [1, 0, 1])
    assert (model.rows().floor.tolist(), model.rows().ceiling.tolist()) == ([0] * 3, [1] * 3)


def test_a_problem_without_people_or_duties_has_an_empty_answer():
    empty = problem([], [])

    assert solve(empty, defaults(), ONE).roster == Roster()
    assert check(empty, Roster(), defaults()).broken == ()
    assert solve(problem([ADA], []), [Placement()], ONE).roster == Roster()
