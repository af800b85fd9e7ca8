"""Why there is no roster: smallest clashes, seen to be so by another solve, with their prices."""

import json
import threading
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

import numpy as np
import pytest

from scheduling.engine.clash import Clash, explanation_from_json, explanation_to_json
from scheduling.engine.clash_search import explain_clash
from scheduling.engine.compiled import Compiled
from scheduling.engine.control import Control
from scheduling.engine.facts import Facts
from scheduling.engine.limits import NO_HIGH, NO_LOW, Limits
from scheduling.engine.model import RosterModel
from scheduling.engine.options import Options
from scheduling.engine.problem import Credential, Demand, Problem, Quota, Span
from scheduling.engine.result import Status
from scheduling.engine.rules import Rule, defaults
from scheduling.engine.solve import solve, solve_model

from .builders import (
    away,
    call,
    clinic,
    day,
    long_problem,
    moment,
    problem,
    resident,
    rotation,
    situation,
    span,
)

ADA, BEA, CY = resident("ada", pgy=1), resident("bea"), resident("cy", pgy=3)
ONE = Options(workers=1, seconds=20)
HARD = [rule for rule in defaults() if rule.weight is None]


@dataclass(frozen=True, kw_only=True)
class Only(Rule):
    """Of another rule those limits only that have these numbers in the problem as a whole."""

    code = "only"
    title = "Only"
    text = "Only."
    rule: Rule
    first: int
    rows: frozenset[int]

    def __post_init__(self) -> None:
        """Whatever the other rule takes is right."""

    def limits(self, facts: Facts) -> Iterator[Limits]:
        at = self.first
        for found in self.rule.limits(facts):
            kept = [at + own in self.rows for own in range(len(found))]
            at += len(found)
            low = [b if k else NO_LOW for b, k in zip(found.low, kept, strict=True)]
            high = [b if k else NO_HIGH for b, k in zip(found.high, kept, strict=True)]
            yield replace(found, low=np.array(low, np.int64), high=np.array(high, np.int64))


def can_hold(asked: Problem, rows: Collection[int]) -> bool:
    """Whether these limits can hold, by the solver that makes schedules."""
    compiled, first, rules = Compiled(Facts(asked), HARD), {}, []
    for part in compiled.parts:
        first.setdefault(id(part.rule), part.first)
    for rule in HARD:
        if id(rule) in first:
            rules.append(Only(rule=rule, first=first[id(rule)], rows=frozenset(rows)))
    return solve_model(RosterModel(asked, rules), ONE).status != Status.INFEASIBLE


def assert_smallest(asked: Problem, clash: Clash) -> None:
    assert clash.smallest
    rows = {row for member in clash.members for row in member.rows}
    assert not can_hold(asked, rows)
    for member in clash.members:
        assert can_hold(asked, rows - set(member.rows)), member.message


def test_a_pool_that_is_away_for_two_days_is_two_clashes():
    calls = [call(n, label=f"call {n}", frees_until=moment(n + 2, 0)) for n in range(6)]
    asked = problem(
        [ADA, BEA],
        calls,
        demands=[Demand((each.id,), 1, 1, label=each.label) for each in calls],
        away=[away(ADA, 2, 3), away(BEA, 2, 3)],
    )

    found = explain_clash(asked, defaults(), ONE)

    # The call of the night before reaches into the morning of the first day away.
    assert [clash.members[0].message for clash in found.clashes] == [
        f"call {n}: 0 of the 1 needed." for n in (1, 2, 3)
    ]
    assert found.clashes[1].message == (
        "call 2: 0 of the 1 needed. Ada is on leave on Wed 10 Mar 2027 and cannot do call 2. "
        "Bea is on leave on Wed 10 Mar 2027 and cannot do call 2."
    )
    assert found.complete
    for clash in found.clashes:
        assert_smallest(asked, clash)


def quotas_of_bea() -> Problem:
    """Four halves, of which the curriculum of one of two residents wants five."""
    halves = [
        rotation(code, first, first + 13) for first in (0, 14, 28, 42) for code in ("ICU", "WARD")
    ]
    ids = {code: [h.id for h in halves if h.code == code] for code in ("ICU", "WARD")}
    quotas = [
        Quota("placement", who.id, {h.id: 1 for h in halves if h.id.endswith(f"-{first}")}, 1, 1)
        for who in (ADA, BEA)
        for first in (0, 14, 28, 42)
    ]
    for who, icu in ((ADA, 1), (BEA, 3)):
        for code, low in (("ICU", icu), ("WARD", 2)):
            weights = dict.fromkeys(ids[code], 1)
            quotas.append(Quota("rotation-quota", who.id, weights, low, 4, code))
    return problem([ADA, BEA], halves, quotas=quotas)


def test_the_one_person_whose_curriculum_clashes_is_named_with_the_price_of_each_way_out():
    asked = quotas_of_bea()

    [clash] = explain_clash(asked, defaults(), ONE).clashes

    assert_smallest(asked, clash)
    assert {member.name for member in clash.members} == {"Bea"}
    icu, ward = (member for member in clash.members if member.rule == "rotation-quota")
    assert {icu.price.words, ward.price.words} == {"at least 3 → 2", "at least 2 → 1"}
    assert (icu.price.enough, ward.price.enough) == (True, True)
    assert clash.advice.startswith("Enough is any one of: Curriculum, Bea, ")


def test_a_credential_that_has_run_out_is_told_for_the_one_who_had_it():
    holder = replace(ADA, credentials=(Credential("ACLS", None, day(1)),))
    code_team = clinic(2, label="code team", credential="ACLS")
    asked = problem([holder, BEA], [code_team], demands=[Demand((code_team.id,), 1, label="code")])

    [clash] = explain_clash(asked, defaults(), ONE).clashes

    assert_smallest(asked, clash)
    assert [(m.rule, m.person, m.price.words, m.price.enough) for m in clash.members] == [
        ("coverage", None, "at least 1 → 0", True),
        ("eligibility", "ada", "an exception", True),
        ("eligibility", "bea", "an exception", True),
    ]


def test_too_little_room_over_a_block_is_told_with_everybody_who_needs_it():
    blocks = [rotation("ICU", 0, 27), rotation("WARD", 0, 27)]
    asked = problem(
        [ADA, BEA, CY],
        blocks,
        demands=[Demand((each.id,), 0, 1, label=each.code) for each in blocks],
        quotas=[
            Quota("placement", who.id, {b.id: 1 for b in blocks}, 1, 1, "block 1")
            for who in (ADA, BEA, CY)
        ],
    )

    [clash] = explain_clash(asked, defaults(), ONE).clashes

    assert_smallest(asked, clash)
    assert {(m.rule, m.name or m.labels[0]) for m in clash.members} == {
        ("placement", "Ada"),
        ("placement", "Bea"),
        ("placement", "Cy"),
        ("capacity", "ICU"),
        ("capacity", "WARD"),
    }
    capacity = [m.price for m in clash.members if m.rule == "capacity"]
    assert [(p.words, p.amount, p.enough) for p in capacity] == [("at most 1 → 2", 1, True)] * 2


def test_a_price_may_be_more_than_one():
    asked = problem([ADA, BEA], [clinic(0)], demands=[Demand(("C-0-AM",), 4, label="clinic")])

    [clash] = explain_clash(asked, defaults(), ONE).clashes

    assert [m.price.words for m in clash.members] == ["at least 4 → 2"]
    assert clash.advice == "Enough is Coverage, clinic (at least 4 → 2)."


def test_relaxing_what_is_not_enough_for_everything_is_told_as_that():
    """Bea may be let off her leave, but then her day in the clinic follows her call."""
    night = call(0, frees_until=moment(2, 0), label="call")
    asked = problem(
        [ADA, BEA],
        [night, clinic(1)],
        candidates=frozenset({("ada", night.id), ("bea", night.id), ("bea", "C-1-AM")}),
        demands=[
            Demand((night.id,), 1, label="call"),
            Demand(("C-1-AM",), 1, label="clinic"),
        ],
        away=[away(ADA, 0, 0), away(BEA, 0, 0)],
    )

    [clash] = explain_clash(asked, defaults(), ONE).clashes

    assert {(m.rule, m.name): m.price.enough for m in clash.members} == {
        ("coverage", ""): True,
        ("leave", "Ada"): True,
        ("leave", "Bea"): False,
    }


def test_those_for_whom_it_is_the_same_are_told_together():
    ward = rotation("WARD", 0, 27)
    quotas = [Quota("rotation-quota", w.id, {ward.id: 2}, 4, None, "WARD") for w in (ADA, BEA, CY)]

    [clash] = explain_clash(problem([ADA, BEA, CY], [ward], quotas=quotas), defaults(), ONE).clashes

    assert clash.same_for == ("Bea", "Cy")
    assert clash.message == (
        "Ada does 1 blocks of WARD; the curriculum asks for at least 2. The same holds for Bea, Cy."
    )


def test_many_limits_of_one_rule_are_one_member():
    """A week of night calls for one who must have a free day in it."""
    calls = [call(n, starts=0, ends=24, label=f"call {n}", work="home-call") for n in range(7, 14)]
    asked = problem(
        [ADA],
        calls,
        demands=[Demand((each.id,), 1, label=each.label) for each in calls],
        spans=[span(ADA, 7, 13)],
    )

    [clash] = explain_clash(asked, defaults(), ONE).clashes

    assert_smallest(asked, clash)
    coverage = next(m for m in clash.members if m.rule == "coverage")
    assert (coverage.limits, coverage.price.amount) == (7, 1)
    assert coverage.message.endswith(
        "(Coverage: 7 limits have their part, 15 Mar 2027 to 21 Mar 2027.)"
    )


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_called_a_clash_is_one_and_is_smallest(seed):
    asked, _ = situation(seed)
    asked = replace(asked, spans=asked.spans or (Span("ada", day(0), day(6), "week"),))

    found = explain_clash(asked, defaults(), ONE)

    impossible = solve(asked, HARD, ONE).status == Status.INFEASIBLE
    assert bool(found.clashes) == impossible
    for clash in found.clashes:
        assert_smallest(asked, clash)


def test_what_has_an_answer_has_no_clash():
    found = explain_clash(problem([ADA], [clinic(0)]), defaults(), ONE)

    assert (found.clashes, found.complete) == ((), True)


def test_without_time_nothing_is_claimed():
    asked = problem([ADA], [clinic(0)], demands=[Demand(("C-0-AM",), 2)])

    found = explain_clash(asked, defaults(), Options(seconds=0))

    assert (found.clashes, found.complete) == ((), False)


def test_looking_can_be_cancelled():
    control = Control()
    threading.Timer(0.2, control.cancel).start()

    found = explain_clash(long_problem(), defaults(), Options(seconds=60), control=control)

    assert found.seconds < 20
    assert not found.complete or not found.clashes


def test_an_explanation_survives_the_wire():
    found = explain_clash(quotas_of_bea(), defaults(), ONE)

    data = json.loads(json.dumps(explanation_to_json(found)))

    assert replace(explanation_from_json(data), seconds=0) == replace(found, seconds=0)


def test_what_is_being_looked_at_is_told():
    told: list[str] = []

    explain_clash(quotas_of_bea(), defaults(), ONE, tell=told.append)

    assert told[:2] == ["Looking for what clashes.", "Looking at each person alone."]
    assert told[-1] == "Looking for what relaxing each limit would change."
