"""Why this person, and for everybody else why not, or what it would cost."""

import pytest

from scheduling.engine.check import Checker, check
from scheduling.engine.problem import Demand, Kind, Preference, Quota, Roster, Work
from scheduling.engine.rules import (
    Coverage,
    Eligibility,
    Leave,
    OneThing,
    Placement,
    PostCall,
    RankPreferences,
    Tier,
    defaults,
)
from scheduling.engine.why import Asking

from .builders import (
    away,
    call,
    clinic,
    duty,
    moment,
    problem,
    resident,
    roster,
    rotation,
    situation,
)

ADA, BEA, CY, DOT = resident("ada"), resident("bea"), resident("cy"), resident("dot", pgy=3)
NIGHT = call(0, label="the call", frees_until=moment(2, 0))


def asked(**fields):
    duties = [NIGHT, clinic(1), duty("late", "LATE", 0, 18, 20)]
    return problem(
        [ADA, BEA, CY, DOT],
        duties,
        demands=[Demand((NIGHT.id,), 1, 1, label="the call")],
        away=[away(BEA, 0, 0)],
        **fields,
    )


RULES = [Eligibility(), OneThing(), Leave(), Coverage(), Placement(), PostCall(), RankPreferences()]


def asking(question, *pairs, settled=()) -> Asking:
    return Asking(Checker(question, RULES).start(roster(*pairs)), frozenset(settled))


def test_who_has_it_is_told_with_what_would_break_without_them():
    found = asking(asked(), (ADA, NIGHT), settled=[("ada", NIGHT.id)]).why(NIGHT.id)

    [holder] = found.holders
    assert (holder.person, holder.is_settled) == (ADA, True)
    assert [b.message for b in holder.serves] == ["the call: 0 of the 1 needed."]


def test_for_everybody_else_there_is_a_reason_or_a_cost():
    wish = Preference(DOT.id, (NIGHT.id,), 7, label="no call on 8 March")
    question = asked(preferences=[wish])

    found = asking(question, (ADA, NIGHT), (CY, clinic(1))).why(NIGHT.id)

    dot, bea, cy = (
        next(a for a in found.alternatives if a.person == who) for who in (DOT, BEA, CY)
    )
    assert (dot.allowed, dot.costs[Tier.PREFERENCES]) == (True, 7)
    assert [b.message for b in bea.against] == [
        "Bea is on leave on Mon 08 Mar 2027 and cannot do the call."
    ]
    assert [b.message for b in cy.against] == ["Cy is free after call and cannot do C-1-AM."]
    assert found.alternatives[0].person == DOT
    assert {a.instead_of for a in found.alternatives} == {ADA}


def test_what_they_do_at_that_time_is_given_up_for_it():
    late = duty("late", "LATE", 0, 18, 20)

    found = asking(asked(), (ADA, NIGHT), (CY, late)).why(NIGHT.id)

    cy = next(a for a in found.alternatives if a.person == CY)
    assert ([d.id for d in cy.drops], cy.against) == (["late"], ())


def test_an_exchange_is_tried_where_a_mere_replacement_breaks_more():
    icu, ward = rotation("ICU", 0, 13), rotation("WARD", 0, 13)
    quotas = [Quota("placement", p.id, {icu.id: 1, ward.id: 1}, 1, 1, "block 1") for p in (ADA, CY)]
    question = problem([ADA, CY], [icu, ward], quotas=quotas)

    [cy] = asking(question, (ADA, icu), (CY, ward)).why(icu.id).alternatives

    assert (cy.allowed, cy.exchange, [d.code for d in cy.drops]) == (True, True, ["WARD"])


def test_leave_is_never_given_up():
    week = duty("leave", "LV", 0, 0, 24 * 7, kind=Kind.LEAVE, work=Work.NONE)
    question = problem([ADA, CY], [NIGHT, week])

    [cy] = asking(question, (ADA, NIGHT), (CY, week)).why(NIGHT.id).alternatives

    assert cy.drops == ()
    assert [b.rule.code for b in cy.against] == ["leave"]


def test_a_duty_that_nobody_has_is_judged_as_it_stands():
    found = asking(asked()).why(NIGHT.id)

    assert found.holders == ()
    assert {a.instead_of for a in found.alternatives} == {None}
    assert [b.message for b in found.alternatives[0].mends] == ["the call: 0 of the 1 needed."]


@pytest.mark.parametrize("seed", range(12))
def test_reasons_and_costs_are_those_of_a_check_before_and_after(seed):
    question, answer = situation(seed)
    checker = Checker(question, defaults(), answer.pairs)
    found = Asking(checker.start(answer))
    before = check(question, answer, defaults())

    for wanted in question.duties[:: max(1, len(question.duties) // 6)]:
        for other in found.why(wanted.id).alternatives:
            gone = {(other.person.id, drop.id) for drop in other.drops}
            if other.instead_of is not None:
                gone.add((other.instead_of.id, wanted.id))
            given = {(other.person.id, wanted.id)}
            if other.exchange:
                given |= {(other.instead_of.id, drop.id) for drop in other.drops}
            then = Roster((answer.pairs - gone) | given)
            after = checker.report(then)
            costs = {tier: after.costs[tier] - before.costs[tier] for tier in after.costs}
            assert other.costs == {tier: cost for tier, cost in costs.items() if cost}
            was = {b.row: b.excess for b in checker.report(answer).violations}
            worse = {b.row for b in after.violations if b.excess > was.get(b.row, 0)}
            assert {b.row for b in other.against} == worse
